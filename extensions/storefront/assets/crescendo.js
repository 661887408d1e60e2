// @ts-check
// Shows the offer the app decided on. Whatever fails, the page stays as it is: the shopper sees nothing.
(() => {
  /** @import { OfferEvent, OfferResponse, OfferView } from "../../contract/offer-view.ts" */
  /**
   * @typedef {{ item_count: number, items: { variant_id: number, quantity: number, properties: Record<string, string> | null }[] }} Cart
   * @typedef {{ customerPrivacy?: Record<string, () => boolean>, currency?: { active?: string }, loadFeatures?(list: object[], done: () => void): void }} Storefront
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
  const sentinel = part("sentinel");
  const status = part("status");

  /** @type {OfferView | null} */
  let offer = null;
  /** @type {string | null} the decision waiting to be seen */
  let watched = null;
  /** @type {OfferResponse["cartAttribute"]} */
  let mine;
  let kept = false;
  let turn = 0;
  let busy = false;
  let seenTimer = 0;
  let changeTimer = 0;
  const seen = new Set();

  const pageId = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");

  /** The same from page to page, `kept`, only where the shopper allows it. */
  const visitor = () => {
    const privacy = shopify.customerPrivacy;
    const allowed = privacy?.analyticsProcessingAllowed?.() || privacy?.preferencesProcessingAllowed?.();
    kept = false;
    try {
      if (!allowed) {
        if (privacy) localStorage.removeItem(VISITOR);
        return pageId;
      }
      const known = /^[0-9a-f]{32}$/.exec(localStorage.getItem(VISITOR) ?? "")?.[0];
      if (!known) localStorage.setItem(VISITOR, pageId);
      kept = true;
      return known ?? pageId;
    } catch {} // storage is switched off
    return pageId;
  };

  /** Waits a moment for the shopper's choice about privacy. */
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

  /** @param {string} url @param {object} body */
  const post = (url, body) =>
    fetch(url, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
      keepalive: true,
    });

  /** @param {OfferEvent["kind"]} kind @param {string} decisionId */
  const tell = (kind, decisionId) => {
    post(`${PROXY}/event`, { decisionId, kind }).catch(() => {});
  };

  /** Joins the order to come to its visitor, once there is a cart: two first writes could make two. */
  const mark = () => {
    if (!mine || mine.value === data.mark) return;
    data.mark = mine.value;
    post(`${base}/cart/update.js`, { attributes: { [mine.key]: mine.value } }).catch(() => {});
  };

  /** @returns {Promise<Cart>} */
  const readCart = async () => (await fetch(`${base}/cart.js`)).json();

  /** @param {Cart} cart */
  const linesOf = ({ items }) =>
    items
      .map(({ variant_id, quantity, properties }) => {
        const [version, , offerId] = properties?._crescendo?.split(".") ?? [];
        return `${variant_id}:${quantity}${version === "2" ? `:${offerId}` : ""}`;
      })
      .join(",");

  const hide = () => {
    offer = watched = null;
    clearTimeout(seenTimer);
    card.hidden = true;
  };

  /** @param {string} text */
  const say = (text) => {
    status.textContent = text;
    status.focus({ preventScroll: true });
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
  };

  /** @param {string} lines */
  const decide = async (lines) => {
    const asked = ++turn;
    try {
      const query = new URLSearchParams({
        placement: data.placement ?? "",
        product: data.product ?? "",
        lines: lines.split(",").slice(0, 100).join(","),
        visitor: visitor(),
        kept: kept ? "1" : "0",
        locale: data.locale ?? "en",
      });
      const answer = await fetch(`${PROXY}/offer?${query}`, { signal: AbortSignal.timeout(DEADLINE_MS) });
      /** @type {OfferResponse | null} */
      const view = answer.ok ? await answer.json() : null;
      if (asked !== turn) return;
      hide();
      if (!view) return;
      mine = view.cartAttribute;
      if (lines) mark();
      if (view.kind === "offer" && !declined().includes(view.offerId)) show(view);
      // one that is withheld is counted where it would have been seen
      if (!offer && !(view.kind === "none" && view.reason === "holdout")) return;
      watched = view.decisionId;
      // looks anew
      watcher.unobserve(sentinel);
      watcher.observe(sentinel);
    } catch {
      if (asked === turn) hide();
    }
  };

  const decideAgain = () => {
    clearTimeout(changeTimer);
    changeTimer = window.setTimeout(() => {
      if (!busy) readCart().then((cart) => decide(linesOf(cart)), hide);
    }, 200);
  };

  const take = async () => {
    const view = offer;
    if (!view || busy) return;
    wait(true);
    let failed = data.failed ?? "";
    try {
      const { key, value } = view.lineAttribute;
      const answer = await post(`${base}/cart/add.js`, {
        items: [{ id: Number(view.product.variantId), quantity: 1, properties: { [key]: value } }],
      });
      if (answer.ok) failed = "";
      else if (answer.status === 422) failed = (await answer.json()).description || failed;
    } catch {}
    part("error").textContent = failed;
    if (failed) return wait(false);
    tell("accept", view.decisionId);
    if (onCart) return location.reload();
    hide();
    busy = false;
    say((data.added ?? "").replace("[title]", view.product.title));
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
    } catch {}
    hide();
    say(data.hidden ?? "");
  };

  /** The place of the offer in view for a second, once a decision. */
  const watcher = new IntersectionObserver((entries) => {
    clearTimeout(seenTimer);
    const id = watched;
    if (!id || seen.has(id) || !entries.at(-1)?.isIntersecting) return;
    seenTimer = window.setTimeout(() => {
      if (watched !== id || document.hidden) return;
      seen.add(id);
      tell("impression", id);
    }, SEEN_AFTER_MS);
  });

  /** An offer of the app embed goes below what adds the product to the cart, or above the cart. */
  const place = () => {
    const anchor = onCart ? document.querySelector("form[action$='/cart']") : document.querySelector("form[action*='/cart/add']");
    if (onCart) anchor?.before(root);
    else anchor?.after(root);
    return anchor !== null;
  };

  // prices and tokens are in the shop's own currency
  const currency = shopify.currency?.active;
  if (currency && data.currency && currency !== data.currency) return;
  if ("embed" in data && !place()) return;
  accept.addEventListener("click", take);
  part("decline").addEventListener("click", decline);
  for (const name of ["cart:refresh", "cart:updated", "cart:change"]) document.addEventListener(name, decideAgain);
  addEventListener("pageshow", (event) => event.persisted && decideAgain());
  new PerformanceObserver((list) => {
    if (list.getEntries().some(({ name }) => name.includes("/cart/add"))) mark();
  }).observe({ type: "resource" });
  consent().then(() => decide(data.lines ?? ""));
})();
