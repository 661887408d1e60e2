(() => {
  const form = document.querySelector("[data-checkout]");
  if (!form) return;
  document.getElementById("problem")?.focus();
  // The e-mail and the shipping rate can change what is paid, so the page prices itself again.
  for (const input of form.querySelectorAll("[data-reprice]")) {
    input.addEventListener("change", async () => {
      const place = input.name;
      const answer = await fetch(`${form.getAttribute("action")}/update`, {
        method: "POST",
        body: new URLSearchParams(new FormData(form)),
      });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const parts = [".checkout__summary", ".checkout__pay"];
      if (place === "email") parts.push(".checkout__main > section:nth-of-type(3)");
      for (const part of parts) {
        const fresh = page.querySelector(part);
        if (fresh) form.querySelector(part)?.replaceWith(fresh);
      }
    });
  }
  form.addEventListener("submit", (event) => {
    const pay = form.querySelector("[data-pay]");
    if (event.submitter === pay && pay) setTimeout(() => pay.setAttribute("disabled", ""));
  });
  window.addEventListener("pageshow", () => form.querySelector("[data-pay]")?.removeAttribute("disabled"));
})();
