// @ts-check
// Shows the offer the app decided on. Whatever fails, the page stays as it is: the shopper sees nothing.
(() => {
  /** @typedef {import("../../contract/offer-view.ts").OfferView} OfferView */
  /** @typedef {import("../../contract/offer-view.ts").OfferEvent} OfferEvent */
  /**
   * @typedef {{ item_count: number, items: { variant_id: number, quantity: number, properties: Record<string, string> | null }[] }} Cart
   * @typedef {{ analyticsProcessingAllowed?(): boolean, preferencesProcessingAllowed?(): boolean }} Privacy
   * @typedef {{ customerPrivacy?: Privacy, currency?: { active?: string }, loadFeatures?(list: object[], done: () => void): void }} Storefront
   */
  const PROXY = "/apps/crescendo";
  const DEADLINE_MS = 800;
  const CONSENT_WAIT_MS = 150;
  const SEEN_AFTER_MS = 1000;
  const VISITOR = "crescendo.visitor";
  const DECLINED = "crescendo.declined";

  const blocks = /** @type {HTMLElement[]} */ ([...document.querySelectorAll("[data-crescendo-offer]")]);
  const root = blocks.find((block) => !("embed" in block.dataset)) ?? blocks[0];
  if (!root || "started" in root.dataset) return;
  root.dataset.started = "";
  for (const block of blocks) if (block !== root && "embed" in block.dataset) block.remove();
  const data = root.dataset;
  const base = (data.root ?? "/").replace(/\/$/, "");
  const onCart = data.placement === "cart";
  /** @type {Storefront} */
  const shopify = /** @type {any} */ (window).Shopify ?? {};

  /** @param {string} name */
  const part = (name) => /** @type {HTMLElement} */ (root.querySelector(`.crescendo-offer__${name}`));
  const card = part("card");
  const accept = part("accept");
  const status = part("status");

  /** @type {OfferView | null} */
  let offer = null;
  let turn = 0;
  let busy = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let seenTimer;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let changeTimer;
  const seen = new Set();

  /** A random id of 128 bits. */
  const randomId = () => [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  const pageId = randomId();

  /** The same visitor's id from page to page only where the shopper allows it; else one for this page alone. */
  const visitor = () => {
    const privacy = shopify.customerPrivacy;
    const allowed = privacy?.analyticsProcessingAllowed?.() || privacy?.preferencesProcessingAllowed?.();
    try {
      if (!allowed) {
        if (privacy) localStorage.removeItem(VISITOR);
        return pageId;
      }
      const kept = localStorage.getItem(VISITOR);
      if (kept && /^[0-9a-f]{32}$/.test(kept)) return kept;
      localStorage.setItem(VISITOR, pageId);
    } catch {
      // storage is switched off
    }
    return pageId;
  };

  /** The shopper's choice about privacy, when it is known soon enough. */
  const consent = () =>
    new Promise((resolve) => {
      if (shopify.customerPrivacy || !shopify.loadFeatures) return resolve(null);
      setTimeout(resolve, CONSENT_WAIT_MS);
      shopify.loadFeatures([{ name: "consent-tracking-api", version: "0.1" }], () => resolve(null));
    });

  /** @returns {number[]} */
  const declined = () => {
    try {
      return JSON.parse(sessionStorage.getItem(DECLINED) ?? "[]");
    } catch {
      return [];
    }
  };

  /** @param {OfferEvent["kind"]} kind @param {string} decisionId */
  const tell = (kind, decisionId) => {
    fetch(`${PROXY}/event`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ decisionId, kind }),
      keepalive: true,
    }).catch(() => {});
  };

  /** @returns {Promise<Cart>} */
  const readCart = async () => {
    const answer = await fetch(`${base}/cart.js`, { headers: { Accept: "application/json" } });
    return answer.json();
  };

  /** @param {Cart} cart */
  const linesOf = (cart) =>
    cart.items
      .map((item) => [item.variant_id, item.quantity, item.properties?._crescendo?.split(".")[1]].filter(Boolean).join(":"))
      .join(",");

  const hide = () => {
    offer = null;
    clearTimeout(seenTimer);
    card.hidden = true;
  };

  /** @param {string} text @param {boolean} [focus] */
  const say = (text, focus) => {
    status.textContent = text;
    if (focus) status.focus({ preventScroll: true });
  };

  /** @param {boolean} waits */
  const wait = (waits) => {
    busy = waits;
    // aria-disabled keeps the focus where it is
    accept.setAttribute("aria-disabled", String(waits));
    accept.textContent = waits ? (data.adding ?? "") : (data.add ?? "").replace("[price]", offer?.discountedPrice.formatted ?? "");
  };

  /** @param {OfferView} view */
  const show = (view) => {
    offer = view;
    part("headline").textContent = view.headline;
    part("body").textContent = view.body;
    part("error").textContent = "";
    const title = /** @type {HTMLAnchorElement} */ (part("title"));
    const picture = /** @type {HTMLAnchorElement} */ (part("picture"));
    title.textContent = view.product.title;
    title.href = picture.href = base + view.product.url;
    picture.hidden = !view.product.imageUrl;
    const image = picture.querySelector("img");
    if (image && view.product.imageUrl) image.src = view.product.imageUrl;
    part("before").hidden = view.discountedPrice.amount >= view.price.amount;
    part("before s").textContent = view.price.formatted;
    part("price strong").textContent = view.discountedPrice.formatted;
    wait(false);
    card.hidden = false;
    // looks anew, also when the card was in view already
    watcher.unobserve(card);
    watcher.observe(card);
  };

  /** @param {string} lines */
  const decide = async (lines) => {
    const mine = ++turn;
    try {
      const query = new URLSearchParams({
        placement: onCart ? "cart" : "product",
        product: data.product ?? "",
        lines: lines.split(",").slice(0, 100).join(","),
        visitor: visitor(),
        locale: data.locale ?? "en",
      });
      const answer = await fetch(`${PROXY}/offer?${query}`, { signal: AbortSignal.timeout(DEADLINE_MS) });
      /** @type {import("../../contract/offer-view.ts").OfferResponse | null} */
      const view = answer.ok ? await answer.json() : null;
      if (mine !== turn) return;
      const currency = shopify.currency?.active;
      if (view?.kind !== "offer" || declined().includes(view.offerId) || (currency && currency !== view.price.currency)) hide();
      else show(view);
    } catch {
      if (mine === turn) hide();
    }
  };

  const decideAgain = () => {
    clearTimeout(changeTimer);
    changeTimer = setTimeout(() => {
      if (!busy) readCart().then((cart) => decide(linesOf(cart)), hide);
    }, 200);
  };

  const take = async () => {
    const view = offer;
    if (!view || busy) return;
    wait(true);
    part("error").textContent = "";
    try {
      const answer = await fetch(`${base}/cart/add.js`, {
        method: "POST",
        headers: { "Content-Type": "application/json", Accept: "application/json" },
        body: JSON.stringify({
          items: [{ id: Number(view.product.variantId), quantity: 1, properties: { [view.lineAttribute.key]: view.lineAttribute.value } }],
        }),
      });
      if (!answer.ok) {
        const problem = await answer.json().catch(() => null);
        part("error").textContent = (answer.status === 422 && problem?.description) || data.failed;
        return wait(false);
      }
    } catch {
      part("error").textContent = data.failed ?? "";
      return wait(false);
    }
    tell("accept", view.decisionId);
    if (onCart) return location.reload();
    hide();
    busy = false;
    say((data.added ?? "").replace("[title]", view.product.title), true);
    readCart().then((cart) => {
      for (const bubble of document.querySelectorAll("[data-cart-count], .cart-count-bubble [aria-hidden]"))
        bubble.textContent = String(cart.item_count);
      document.dispatchEvent(new CustomEvent("cart:refresh", { bubbles: true, detail: { cart } }));
    }, hide);
  };

  const decline = () => {
    if (!offer || busy) return;
    tell("decline", offer.decisionId);
    try {
      sessionStorage.setItem(DECLINED, JSON.stringify([...declined(), offer.offerId]));
    } catch {
      // storage is switched off
    }
    hide();
    say(data.hidden ?? "", true);
  };

  /** At least half of the card in view for a second, once a decision. */
  const watcher = new IntersectionObserver(
    (entries) => {
      clearTimeout(seenTimer);
      const id = offer?.decisionId;
      if (!id || seen.has(id) || !entries.some((entry) => entry.isIntersecting && entry.intersectionRatio >= 0.5)) return;
      seenTimer = setTimeout(() => {
        if (offer?.decisionId !== id || document.hidden) return;
        seen.add(id);
        tell("impression", id);
      }, SEEN_AFTER_MS);
    },
    { threshold: [0, 0.5] },
  );

  /** An offer of the app embed goes below what adds the product to the cart, or above the cart. */
  const place = () => {
    const anchor = onCart ? document.querySelector("form[action$='/cart']") : document.querySelector("form[action*='/cart/add']");
    if (onCart) anchor?.before(root);
    else anchor?.after(root);
    return anchor !== null;
  };

  if ("embed" in data && !place()) return;
  accept.addEventListener("click", take);
  part("decline").addEventListener("click", decline);
  for (const name of ["cart:refresh", "cart:updated", "cart:change"]) document.addEventListener(name, decideAgain);
  addEventListener("pageshow", (event) => event.persisted && decideAgain());
  consent().then(() => decide(data.lines ?? ""));
})();
