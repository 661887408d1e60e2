import { decodeLineAttribute, LINE_ATTRIBUTE, type OfferResponse, type OfferView } from "../extensions/contract/index.ts";

const BROWSER = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Safari/537.36";

export interface CartLine {
  readonly variant_id: number;
  readonly quantity: number;
  readonly original_price: number;
  readonly final_price: number;
  readonly properties: Record<string, string> | null;
}

/** A person in the storefront, over HTTP: the same requests in the same order as the theme and the offer block make. */
export class Shopper {
  readonly #storeUrl: string;
  readonly #cookies = new Map<string, string>();
  readonly #visitor = crypto.randomUUID().replaceAll("-", "");
  #mine: OfferResponse["cartAttribute"];
  #mark: string | null = null;

  constructor(storeUrl: string) {
    this.#storeUrl = storeUrl;
  }

  async page(path: string): Promise<string> {
    const answer = await this.#request(path);
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}.`);
    return answer.text();
  }

  async offer(placement: "product" | "cart", productId?: string): Promise<OfferResponse> {
    const lines = (await this.cart()).map(lineForDecision).join(",");
    const query = new URLSearchParams({
      placement,
      visitor: this.#visitor,
      kept: "1",
      lines,
      ...(productId ? { product: productId } : {}),
    });
    const answer = await this.#request(`/apps/crescendo/offer?${query}`);
    if (!answer.ok) throw new Error(`The offer request answered ${answer.status}: ${await answer.text()}`);
    const view = (await answer.json()) as OfferResponse;
    this.#mine = view.cartAttribute;
    if (lines) await this.#markCart();
    return view;
  }

  /** The place of the offer comes into view, with an offer in it or withheld from the holdout. */
  async sees(view: OfferResponse): Promise<void> {
    await this.#event(view, "impression");
  }

  async accepts(offer: OfferView): Promise<void> {
    await this.#event(offer, "accept");
    await this.add(offer.product.variantId, { [offer.lineAttribute.key]: offer.lineAttribute.value });
  }

  async add(variantId: string, properties: Record<string, string> = {}): Promise<void> {
    const answer = await this.#request("/cart/add.js", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ id: Number(variantId), quantity: 1, properties }),
    });
    if (!answer.ok) throw new Error(`The cart refused variant ${variantId}: ${await answer.text()}`);
    await answer.body?.cancel();
    await this.#markCart();
  }

  async cart(): Promise<CartLine[]> {
    const answer = await this.#request("/cart.js");
    return ((await answer.json()) as { items: CartLine[] }).items;
  }

  /** Pays with the test card; the order's name and the thank-you page's text. */
  async checkOut(email: string): Promise<{ page: string }> {
    const start = await this.#request("/checkout", { redirect: "manual" });
    const checkout = start.headers.get("location");
    await start.body?.cancel();
    if (!checkout) throw new Error(`The checkout did not open (status ${start.status}).`);
    const path = new URL(checkout, this.#storeUrl).pathname;
    const form = new URLSearchParams({
      ...hiddenFields(await this.page(path)),
      email,
      first_name: "Ada",
      last_name: "Local",
      address1: "1 Test Street",
      city: "London",
      zip: "N1 1AA",
      country: "GB",
      card_number: "1",
      card_name: "Ada Local",
      card_expiry: "12 / 30",
      card_cvc: "123",
    });
    const answer = await this.#request(path, {
      method: "POST",
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: form.toString(),
    });
    const page = await answer.text();
    if (!answer.ok) throw new Error(`The checkout answered ${answer.status}: ${page.slice(0, 500)}`);
    return { page };
  }

  /** The order to come will say which visitor made it, as the block has it said: once, when there is a cart. */
  async #markCart(): Promise<void> {
    const mine = this.#mine;
    if (!mine || mine.value === this.#mark) return;
    const answer = await this.#request("/cart/update.js", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ attributes: { [mine.key]: mine.value } }),
    });
    await answer.body?.cancel();
    if (!answer.ok) throw new Error(`The cart's attribute answered ${answer.status}.`);
    this.#mark = mine.value;
  }

  async #event(view: OfferResponse, kind: "impression" | "accept"): Promise<void> {
    const answer = await this.#request("/apps/crescendo/event", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ decisionId: view.decisionId, kind }),
    });
    await answer.body?.cancel();
    if (!answer.ok) throw new Error(`The ${kind} event answered ${answer.status}.`);
  }

  async #request(path: string, init: RequestInit = {}): Promise<Response> {
    const answer = await fetch(new URL(path, this.#storeUrl), {
      ...init,
      redirect: "manual",
      headers: { "user-agent": BROWSER, cookie: [...this.#cookies].map(([name, value]) => `${name}=${value}`).join("; "), ...init.headers },
    });
    for (const cookie of answer.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      if (name) this.#cookies.set(name, value ?? "");
    }
    const location = answer.headers.get("location");
    if (location && init.redirect !== "manual" && answer.status >= 300 && answer.status < 400) {
      await answer.body?.cancel();
      return this.#request(new URL(location, answer.url).pathname + new URL(location, answer.url).search);
    }
    return answer;
  }
}

/** `variant:quantity`, and the offer's id for a line that an offer added. */
function lineForDecision(line: CartLine): string {
  const offer = decodeLineAttribute(line.properties?.[LINE_ATTRIBUTE]);
  return `${line.variant_id}:${line.quantity}${offer ? `:${offer.offerId}` : ""}`;
}

function hiddenFields(html: string): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const [tag] of html.matchAll(/<input[^>]*type="hidden"[^>]*>/g)) {
    const name = /name="([^"]*)"/.exec(tag)?.[1];
    if (name) fields[name] = /value="([^"]*)"/.exec(tag)?.[1] ?? "";
  }
  return fields;
}
