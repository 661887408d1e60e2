import type { ShopStatement } from "../../database/shop-statement.server.ts";
import type { ViewedProduct } from "../choose/cart-facts.ts";
import { CART_FACTS } from "./asked-facts.sql.ts";

/**
 * Prices in a cart may be 15 seconds old where only the choice goes by them: what is given, Shopify decides. What was read is kept by the half
 * of that time it was read in, and asked for in the present and the last one.
 */
const GENERATION_MS = 7_500;
/** Of one process, over all its shops. */
const MOST_IN_GENERATION = 25_000;

/** What was read lately, by shop; variants and products each by their id. */
type Generation = Map<number, { readonly variants: Map<string, ViewedProduct>; readonly products: Map<string, ViewedProduct> }>;

let young: Generation = new Map();
let old: Generation = new Map();
let present = 0;
let inYoung = 0;

/** What the shop knows of variants in carts and of products in view, as it was at most 15 s ago. */
export class CartGoods {
  readonly #shopId: number;
  readonly #now: number;
  readonly #variants = new Map<string, ViewedProduct | null>();
  readonly #products = new Map<string, ViewedProduct | null>();
  readonly #unread: { readonly variants: string[]; readonly products: string[] } = { variants: [], products: [] };

  constructor(shopId: number, asked: { readonly variants: Iterable<string>; readonly products: Iterable<string> }, now: number) {
    this.#shopId = shopId;
    this.#now = now;
    renew(now);
    for (const id of asked.variants) this.#ask("variants", this.#variants, id);
    for (const id of asked.products) this.#ask("products", this.#products, id);
  }

  variant(id: string): ViewedProduct | undefined {
    return this.#variants.get(id) ?? undefined;
  }

  product(id: string): ViewedProduct | undefined {
    return this.#products.get(id) ?? undefined;
  }

  /** Reads what was not read lately; null: there is no such thing. What the shop does not know is asked for again each time. */
  get statement(): ShopStatement | null {
    const { variants, products } = this.#unread;
    if (variants.length + products.length === 0) return null;
    return { text: CART_FACTS, values: [this.#shopId, variants, products, new Date(this.#now).toISOString()], name: "decide: cart" };
  }

  keep(rows: readonly CartRow[]): void {
    const kept = young.get(this.#shopId) ?? { variants: new Map(), products: new Map() };
    young.set(this.#shopId, kept);
    inYoung += rows.length;
    for (const { viewed, variantId, collectionIds, productId, productType, unitPrice, unitCost } of rows) {
      const facts = { productId, productType, unitPrice, unitCost, collectionIds: elements(collectionIds) };
      // by the ids as they were read: those asked for are parts of an address, which they would keep in memory
      if (viewed) {
        this.#products.set(productId, facts);
        kept.products.set(productId, facts);
      } else {
        this.#variants.set(variantId, facts);
        kept.variants.set(variantId, facts);
      }
    }
  }

  #ask(kind: "variants" | "products", found: Map<string, ViewedProduct | null>, id: string): void {
    if (found.has(id)) return;
    const facts = young.get(this.#shopId)?.[kind].get(id) ?? old.get(this.#shopId)?.[kind].get(id) ?? null;
    found.set(id, facts);
    if (facts === null && isKnowable(id)) this.#unread[kind].push(id);
  }
}

function renew(now: number): void {
  const passed = Math.floor(now / GENERATION_MS) - present;
  // of two shoppers who come at once, the one who came first may ask last
  if ((passed === 0 || passed === -1) && inYoung < MOST_IN_GENERATION) return;
  old = passed === 0 || passed === 1 ? young : new Map();
  young = new Map();
  inYoung = 0;
  present += passed;
}

/** A row of CART_FACTS. */
export interface CartRow extends Omit<ViewedProduct, "collectionIds"> {
  readonly viewed: boolean;
  readonly variantId: string;
  /** PostgreSQL's text of an array */
  readonly collectionIds: string;
}

const MOST_LISTS = 10_000;
const lists = new Map<string, readonly string[]>();

/** Many products are in the same collections: those have one list. */
function elements(text: string): readonly string[] {
  const known = lists.get(text);
  if (known) return known;
  if (lists.size >= MOST_LISTS) lists.clear();
  const list = text === "{}" ? [] : text.slice(1, -1).split(",");
  lists.set(text, list);
  return list;
}

const LARGEST_ID = String(2n ** 63n - 1n);

/** A number beyond the database's is nobody's id, and must not fail those who ask beside it. */
function isKnowable(id: string): boolean {
  return id.length < LARGEST_ID.length || (id.length === LARGEST_ID.length && id <= LARGEST_ID);
}
