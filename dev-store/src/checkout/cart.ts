import { createHash, randomUUID } from "node:crypto";
import type { Variant } from "../store/model.ts";
import { isOnline, type Store } from "../store/store.ts";

export interface CartLine {
  /** `<variant id>:<digest of the properties>`, as in Shopify's cart: equal lines have equal keys */
  key: string;
  variantId: number;
  quantity: number;
  properties: Record<string, string>;
}

export interface Cart {
  readonly token: string;
  /** newest first, as Shopify lists them */
  lines: CartLine[];
  note: string | null;
  attributes: Record<string, string>;
  /** entered discount codes, in upper case, in the order entered */
  discountCodes: string[];
  createdAt: number;
  updatedAt: number;
}

export type CartRefusal =
  | { reason: "unknown_variant"; variantId: number }
  | { reason: "sold_out"; title: string }
  | { reason: "not_enough"; title: string; available: number }
  | { reason: "bad_quantity" }
  | { reason: "no_such_line" }
  | { reason: "too_many_lines" };

export type CartOutcome<T = null> = { ok: true; value: T } | { ok: false; refusal: CartRefusal };

/** Shopify's limit: a cart holds at most 500 different lines. */
const MAX_LINES = 500;

export function newCart(now: number): Cart {
  return {
    token: randomUUID().replaceAll("-", ""),
    lines: [],
    note: null,
    attributes: {},
    discountCodes: [],
    createdAt: now,
    updatedAt: now,
  };
}

export function lineKey(variantId: number, properties: Record<string, string>): string {
  const entries = Object.entries(properties).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return `${variantId}:${createHash("md5").update(JSON.stringify(entries)).digest("hex")}`;
}

/** A variant a shopper may buy; null when it does not exist, its product is not in the online store or is sold by subscription only. */
export function sellableVariant(store: Store, variantId: number): Variant | null {
  const variant = store.variants.get(variantId);
  const product = variant && store.products.get(variant.productId);
  return variant && isOnline(product) && !product?.requiresSellingPlan ? variant : null;
}

/** Units that may still be sold; Infinity when stock is not tracked or overselling is allowed. */
export function availableUnits(variant: Variant): number {
  return variant.tracked && variant.inventoryPolicy === "DENY" ? Math.max(0, variant.inventoryQuantity) : Number.POSITIVE_INFINITY;
}

/** Adds all of the items or none of them; equal variant and properties merge into one line. Gives the touched lines. */
export function addLines(
  store: Store,
  cart: Cart,
  items: { variantId: number; quantity: number; properties: Record<string, string> }[],
): CartOutcome<CartLine[]> {
  const lines = cart.lines.map((line) => ({ ...line }));
  const touched: CartLine[] = [];
  for (const item of items) {
    if (!Number.isInteger(item.quantity) || item.quantity < 1) return refuse({ reason: "bad_quantity" });
    const variant = sellableVariant(store, item.variantId);
    if (!variant) return refuse({ reason: "unknown_variant", variantId: item.variantId });
    const key = lineKey(item.variantId, item.properties);
    let line = lines.find((candidate) => candidate.key === key);
    if (line) line.quantity += item.quantity;
    else {
      line = { key, variantId: item.variantId, quantity: item.quantity, properties: item.properties };
      lines.unshift(line);
    }
    const short = shortage(store, variant, lines);
    if (short) return refuse(short);
    if (!touched.includes(line)) touched.push(line);
  }
  if (lines.length > MAX_LINES) return refuse({ reason: "too_many_lines" });
  save(store, cart, lines);
  return { ok: true, value: touched };
}

/** Sets a line's quantity (0 removes it) and, when given, replaces its properties. */
export function changeLine(
  store: Store,
  cart: Cart,
  key: string,
  change: { quantity?: number; properties?: Record<string, string> },
): CartOutcome<CartLine | null> {
  const index = cart.lines.findIndex((line) => line.key === key);
  const current = cart.lines[index];
  if (!current) return refuse({ reason: "no_such_line" });
  const quantity = change.quantity ?? current.quantity;
  if (!Number.isInteger(quantity) || quantity < 0) return refuse({ reason: "bad_quantity" });
  const properties = change.properties ?? current.properties;
  const changed: CartLine = { ...current, quantity, properties, key: lineKey(current.variantId, properties) };
  let lines = cart.lines.map((line, at) => (at === index ? changed : { ...line }));
  const twin = lines.find((line, at) => at !== index && line.key === changed.key);
  if (twin) {
    changed.quantity += twin.quantity;
    lines = lines.filter((line) => line !== twin);
  }
  lines = lines.filter((line) => line.quantity > 0);
  const variant = sellableVariant(store, current.variantId);
  if (variant && quantity > current.quantity) {
    const short = shortage(store, variant, lines);
    if (short) return refuse(short);
  }
  save(store, cart, lines);
  return { ok: true, value: changed.quantity > 0 ? changed : null };
}

/** What the stock cannot cover of what the lines together ask of this variant. */
export function shortage(store: Store, variant: Variant, lines: readonly CartLine[]): CartRefusal | null {
  const wanted = lines.reduce((sum, line) => sum + (line.variantId === variant.id ? line.quantity : 0), 0);
  const available = availableUnits(variant);
  if (wanted <= available) return null;
  const title = variantName(store, variant);
  return available === 0 ? { reason: "sold_out", title } : { reason: "not_enough", title, available };
}

export function variantName(store: Store, variant: Variant): string {
  const title = store.products.get(variant.productId)?.title ?? "";
  return variant.title === "Default Title" ? title : `${title} - ${variant.title}`;
}

function save(store: Store, cart: Cart, lines: CartLine[]): void {
  cart.lines = lines;
  cart.updatedAt = store.now();
}

function refuse(refusal: CartRefusal): { ok: false; refusal: CartRefusal } {
  return { ok: false, refusal };
}
