(() => {
  const form = document.querySelector("[data-product-form]");
  const price = document.querySelector("[data-price]");
  const compare = document.querySelector("[data-compare-price]");
  const add = document.querySelector("[data-add]");
  form?.addEventListener("change", ({ target }) => {
    if (target.name !== "id" || !price || !compare || !add) return;
    price.textContent = target.dataset.price;
    compare.textContent = target.dataset.compare;
    compare.hidden = target.dataset.compare === "";
    const available = target.dataset.available === "true";
    add.disabled = !available;
    add.textContent = available ? add.dataset.text : add.dataset.soldOut;
    const url = new URL(location.href);
    url.searchParams.set("variant", target.value);
    history.replaceState({}, "", url);
  });
  // A script that changes the cart renews the counts and tells of it; a cart that was empty shows none.
  document.addEventListener("cart:refresh", ({ detail }) => {
    for (const count of document.querySelectorAll("[data-cart-count]")) count.hidden &&= detail.cart.item_count === 0;
  });
  document.querySelector("[data-update-shown]")?.setAttribute("hidden", "");
  // Changing a quantity in the cart updates it; without scripts the button does.
  for (const input of document.querySelectorAll(".line__quantity input")) {
    input.addEventListener("change", () => document.querySelector("[data-update]")?.click());
  }
})();
