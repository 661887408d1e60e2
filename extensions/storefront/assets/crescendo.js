// @ts-check
// Shows the offer the app decided on. Whatever fails, the page stays as it is: the shopper sees nothing.
(() => {
	/** @import { Cart, OfferEvent, OfferResponse, OfferView } from "../../contract/offer-view.ts" */
	const VISITOR = "crescendo.visitor";
	const DECLINED = "crescendo.declined";
	const ADDED = "crescendo.added";
	const OURS = "?crescendo"; // ends the address of our own changes to the cart

	const blocks = /** @type {HTMLElement[]} */ ([...document.querySelectorAll("[data-crescendo-offer]")]);
	const root = blocks.find((block) => !("embed" in block.dataset)) ?? blocks[0];
	if (!root || "started" in root.dataset) return;
	root.dataset.started = "";
	for (const block of blocks) if (block !== root && "embed" in block.dataset) block.remove();
	const data = /** @type {any} */ (root.dataset);
	const base = data.root.replace(/\/$/, "");
	const onCart = data.placement === "cart";
	const shopify = /** @type {any} */ (window).Shopify ?? {};

	/** @param {string} name @returns {any} */
	const part = (name) => root.querySelector(`.crescendo-offer__${name}`);
	const card = part("card");
	const accept = part("accept");
	const sentinel = part("sentinel");
	const status = part("status");

	/** @type {OfferView | null} */
	let offer = null;
	/** @type {string | null} the decision that waits to be seen */
	let watched = null;
	/** @type {OfferResponse["cartAttribute"]} */
	let mine;
	let kept = false;
	let turn = 0;
	let busy = false;
	let seenTimer = 0;
	let changeTimer = 0;
	const pageId = crypto.randomUUID().replaceAll("-", "");

	/** The same from page to page, `kept`, only where the shopper allows it. */
	const visitor = () => {
		const privacy = shopify.customerPrivacy;
		kept = false;
		try {
			if (privacy?.analyticsProcessingAllowed?.() || privacy?.preferencesProcessingAllowed?.()) {
				const id = /^[0-9a-f]{32}$/.exec(localStorage.getItem(VISITOR) ?? "")?.[0] ?? pageId;
				localStorage.setItem(VISITOR, id);
				kept = true;
				return id;
			}
			if (privacy) localStorage.removeItem(VISITOR);
		} catch {} // storage is switched off
		return pageId;
	};

	/** Waits a moment for the shopper's choice about privacy. */
	const consent = () =>
		new Promise((resolve) => {
			if (shopify.customerPrivacy || !shopify.loadFeatures) return resolve(null);
			setTimeout(resolve, 150);
			shopify.loadFeatures([{ name: "consent-tracking-api", version: "0.1" }], resolve);
		});

	/** What the session remembers, and from now on. @param {string} name @param {string} [value] */
	const session = (name, value) => {
		try {
			const known = sessionStorage.getItem(name);
			if (value != null) sessionStorage.setItem(name, value);
			return known;
		} catch {}
	};

	/** @returns {number[]} */
	const declined = () => JSON.parse(session(DECLINED) || "[]");

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
		post(`${data.proxy}/event`, { decisionId, kind }).catch(() => {});
	};

	/** @param {string} name @param {object} body */
	const toCart = (name, body) => post(`${base}/cart/${name}.js${OURS}`, body);

	/** Joins the order to its visitor, or no more, once there is a cart: two first writes could make two. */
	const mark = () => {
		const value = kept ? mine?.value : "";
		if (value == null || value === data.mark) return;
		data.mark = value;
		toCart("update", { attributes: { _crescendo_visitor: value } }).catch(() => {});
	};

	/** @param {string} url @param {number} ms the longest to wait @returns {Promise<any>} */
	const read = async (url, ms) => {
		const answer = await fetch(url, { signal: AbortSignal.timeout(ms) });
		if (!answer.ok) throw answer;
		return answer.json();
	};

	/** @returns {Promise<Cart>} */
	const readCart = () => read(`${base}/cart.js`, 10_000);

	/** @param {Cart} cart */
	const linesOf = ({ items }) =>
		items
			.map(({ variant_id, quantity, properties }) => {
				const [version, , offerId] = properties?._crescendo?.split(".") ?? [];
				return `${variant_id}:${quantity}${version === "2" ? `:${offerId}` : ""}`;
			})
			.join(",");

	const hide = () => {
		offer = null;
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
		accept.setAttribute("aria-disabled", waits);
		accept.textContent = waits ? data.adding : data.add.replace("[price]", offer?.discountedPrice.formatted);
	};

	/** @param {OfferView} view */
	const show = (view) => {
		offer = view;
		part("headline").textContent = view.headline;
		part("body").textContent = view.body;
		part("error").textContent = "";
		const title = part("title");
		const picture = part("picture");
		title.textContent = view.product.title;
		title.href = picture.href = base + view.product.url;
		picture.hidden = !view.product.imageUrl;
		picture.firstChild.src = view.product.imageUrl ?? "";
		part("before").hidden = view.discountedPrice.amount >= view.price.amount;
		part("before s").textContent = view.price.formatted;
		part("price strong").textContent = view.discountedPrice.formatted;
		wait(false);
		card.hidden = false;
	};

	/** Whether it costs here, for this shopper, what the app thinks. @param {OfferView} view */
	const sold = async ({ product, cart }) =>
		(await read(base + product.url.replace("?", ".js?"), 800)).variants.some(
			(/** @type {any} */ one) => `${one.id}` === product.variantId && one.price === cart.price,
		);

	/** @param {string} lines */
	const decide = async (lines) => {
		const asked = ++turn;
		let shows = null;
		try {
			const query = new URLSearchParams({
				placement: data.placement,
				product: data.product,
				lines: lines.split(",").slice(0, 100).join(","),
				visitor: visitor(),
				kept: String(+kept),
				locale: data.locale,
			});
			/** @type {OfferResponse} */
			const view = await read(`${data.proxy}/offer?${query}`, 800);
			if (asked !== turn) return;
			mine = view.cartAttribute;
			if (lines) mark();
			const offers = view.kind === "offer" && !declined().includes(view.offerId);
			// counted alike from now on, also where withheld or not sold at this price
			watched = offers || (view.kind === "none" && view.reason === "holdout") ? view.decisionId : null;
			watcher.unobserve(sentinel);
			watcher.observe(sentinel); // looks anew
			if (offers && (await sold(view))) shows = view;
		} catch {}
		if (asked !== turn) return;
		if (shows) show(shows);
		else hide();
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
		let failed = data.failed;
		let said = data.added.replace("[title]", view.product.title);
		try {
			const { key, value } = view.lineAttribute;
			const answer = await toCart("add", { items: [{ id: view.product.variantId, quantity: 1, properties: { [key]: value } }] });
			if (answer.ok) {
				failed = "";
				mark();
				const line = (await readCart()).items.find(({ properties }) => properties?.[key] === value);
				if (line && line.final_price > view.cart.most) {
					// the promise holds no longer
					await toCart("change", { id: line.key, quantity: line.quantity - 1 });
					said = data.changed;
				}
			} else failed = (await answer.json()).description || failed;
		} catch {}
		part("error").textContent = failed;
		if (failed) return wait(false);
		tell(said === data.changed ? "impression" : "accept", view.decisionId);
		if (onCart) {
			session(ADDED, said);
			return location.reload();
		}
		hide();
		busy = false;
		say(said);
		readCart().then((cart) => {
			for (const told of document.querySelectorAll("[data-cart-count], .cart-count-bubble span"))
				told.textContent = told.textContent.replace(/\d+|^$/, `${cart.item_count}`);
			document.dispatchEvent(new CustomEvent("cart:refresh", { bubbles: true, detail: { cart } }));
			decideAgain();
		}, hide);
	};

	const decline = () => {
		if (!offer || busy) return;
		tell("decline", offer.decisionId);
		session(DECLINED, JSON.stringify([...declined(), offer.offerId]));
		hide();
		say(data.hidden);
	};

	/** The place of the offer in view for a second, once a decision. */
	const watcher = new IntersectionObserver((entries) => {
		clearTimeout(seenTimer);
		const id = watched;
		if (!id || !entries.at(-1)?.isIntersecting) return;
		seenTimer = window.setTimeout(() => {
			if (watched !== id || document.hidden) return;
			watched = null;
			tell("impression", id);
		}, 1000);
	});

	// prices and tokens are in the shop's own currency
	const currency = shopify.currency?.active;
	if (currency && currency !== data.currency) return;
	if ("embed" in data) {
		// below what adds the product to the cart, or above the cart
		const anchor = document.querySelector(onCart ? "form[action$='/cart']" : "form[action*='/cart/add']");
		if (!anchor) return;
		anchor[onCart ? "before" : "after"](root);
	}
	// the theme editor shows a sample
	if (shopify.designMode) return;
	accept.addEventListener("click", take);
	part("decline").addEventListener("click", decline);
	addEventListener("pageshow", (event) => event.persisted && decideAgain());
	// whatever changes the cart, and however it tells of it
	new PerformanceObserver((list) => {
		if (!list.getEntries().some(({ name }) => /\/cart\/(add|change|update|clear)/.test(name) && !name.endsWith(OURS))) return;
		mark();
		decideAgain();
	}).observe({ type: "resource" });
	const added = session(ADDED, "");
	if (added) say(added);
	consent().then(() => decide(data.lines));
})();
