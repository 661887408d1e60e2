import type { ShopStatement } from "../../database/shop-statement.server.ts";
import type { ViewedProduct } from "../choose/cart-facts.ts";
import { CART_FACTS } from "./asked-facts.sql.ts";
import { isRecent } from "./is-recent.ts";

/** Prices in a cart may be this old where only the choice goes by them: what is given, Shopify decides. */
const STALE_AFTER_MS = 15_000;
/** Of one process, over all its shops. */
const MOST_KEPT = 50_000;

/** by shop, then by what it is */
const kept = new Map<string, { readonly facts: ViewedProduct; readonly readAt: number }>();

/** What the shop knows of variants in carts and of products in view, as it was at most 15 s ago. */
export class CartGoods {
  readonly #shopId: number;
  readonly #now: number;
  readonly #found = new Map<string, ViewedProduct>();
  readonly #variants: string[] = [];
  readonly #products: string[] = [];

  constructor(shopId: number, asked: { readonly variants: Iterable<string>; readonly products: Iterable<string> }, now: number) {
    this.#shopId = shopId;
    this.#now = now;
    for (const id of new Set(asked.variants)) if (isKnowable(id) && !this.#isKept(`variant ${id}`)) this.#variants.push(id);
    for (const id of new Set(asked.products)) if (isKnowable(id) && !this.#isKept(`product ${id}`)) this.#products.push(id);
  }

  variant(id: string): ViewedProduct | undefined {
    return this.#found.get(`variant ${id}`);
  }

  product(id: string): ViewedProduct | undefined {
    return this.#found.get(`product ${id}`);
  }

  /** Reads what was not read lately; null: there is no such thing. What the shop does not know is asked for again each time. */
  get statement(): ShopStatement | null {
    if (this.#variants.length + this.#products.length === 0) return null;
    const values = [this.#shopId, this.#variants, this.#products, new Date(this.#now).toISOString()];
    return { text: CART_FACTS, values, name: "decide: cart" };
  }

  keep(rows: readonly CartRow[]): void {
    if (kept.size > MOST_KEPT) kept.clear();
    for (const { viewed, variantId, collectionIds, ...row } of rows) {
      const name = viewed ? `product ${row.productId}` : `variant ${variantId}`;
      const facts = { ...row, collectionIds: collectionIds === "{}" ? [] : collectionIds.slice(1, -1).split(",") };
      this.#found.set(name, facts);
      kept.set(`${this.#shopId} ${name}`, { facts, readAt: this.#now });
    }
  }

  #isKept(name: string): boolean {
    const entry = kept.get(`${this.#shopId} ${name}`);
    if (!entry || !isRecent(entry.readAt, this.#now, STALE_AFTER_MS)) return false;
    this.#found.set(name, entry.facts);
    return true;
  }
}

/** A row of CART_FACTS. */
export interface CartRow extends Omit<ViewedProduct, "collectionIds"> {
  readonly viewed: boolean;
  readonly variantId: string;
  /** PostgreSQL's text of an array */
  readonly collectionIds: string;
}

const LARGEST_ID = String(2n ** 63n - 1n);

/** A number beyond the database's is nobody's id, and must not fail those who ask beside it. */
function isKnowable(id: string): boolean {
  return id.length < LARGEST_ID.length || (id.length === LARGEST_ID.length && id <= LARGEST_ID);
}
