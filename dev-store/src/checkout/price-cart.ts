import type { FunctionRunner } from "../functions/function-runner.ts";
import type { Discount, DiscountApplication, Product, Variant } from "../store/model.ts";
import type { Store } from "../store/store.ts";
import { type Cart, type CartLine, sellableVariant } from "./cart.ts";
import { type AppliedDiscount, type Combination, combineDiscounts } from "./combine-discounts.ts";
import type { DiscountableLine, DiscountEffect } from "./discount-effect.ts";
import { type FunctionEffect, functionEffect } from "./function-effects.ts";
import { isActive, nativeEffect } from "./native-effects.ts";

export interface PricingContext {
  runner: Pick<FunctionRunner, "run"> | null;
  /** the logged-in customer, or at checkout the one whose e-mail was given */
  customerId: number | null;
  isAuthenticated: boolean;
  email: string | null;
  /** IETF tag of the storefront's language */
  locale: string;
}

export interface PricedLine {
  readonly line: CartLine;
  readonly variant: Variant;
  readonly product: Product;
  /** minor units of the shop's currency, for one unit before discounts */
  readonly unitPrice: number;
  readonly originalTotal: number;
  readonly allocations: readonly { applicationIndex: number; amount: number; level: "product" | "order" }[];
  /** after product discounts */
  readonly finalTotal: number;
  /** after product and order discounts */
  readonly total: number;
}

export interface EnteredCode {
  readonly code: string;
  readonly state: "applied" | "unknown" | "not_active" | "not_combined" | "no_effect" | "rejected";
  /** set when a Function rejected the code */
  readonly message: string | null;
}

export interface PricedCart {
  readonly cart: Cart;
  readonly currency: string;
  readonly lines: readonly PricedLine[];
  /** lines of the cart that can no longer be bought */
  readonly missing: readonly CartLine[];
  readonly applications: readonly (DiscountApplication & { level: "product" | "order"; discountId: number })[];
  readonly originalSubtotal: number;
  readonly productDiscounts: number;
  readonly orderDiscounts: number;
  readonly totalDiscount: number;
  readonly subtotal: number;
  /** per cent off shipping */
  readonly shippingDiscount: { title: string; code: string | null; numerator: bigint; denominator: bigint } | null;
  readonly codes: readonly EnteredCode[];
  /** why a discount of an app did not take effect, in words for its developer */
  readonly notes: readonly string[];
}

/** Prices a cart with every discount of the store that holds: native ones, entered codes and Discount Functions. */
export async function priceCart(store: Store, cart: Cart, context: PricingContext): Promise<PricedCart> {
  const missing: CartLine[] = [];
  const sellable: { line: CartLine; variant: Variant; product: Product }[] = [];
  for (const line of cart.lines) {
    const variant = sellableVariant(store, line.variantId);
    const product = variant && store.products.get(variant.productId);
    if (variant && product) sellable.push({ line, variant, product });
    else missing.push(line);
  }
  const lines: DiscountableLine[] = sellable.map(({ line, variant }) => ({
    key: line.key,
    quantity: line.quantity,
    unitPrice: variant.price,
  }));
  const { effects, notes, rejected } = await discountEffects(store, cart, sellable, lines, context);
  const combination = combineDiscounts(effects, lines);
  const applications = combination.applied.map(application);
  const priced = sellable.map(({ line, variant, product }): PricedLine => {
    const originalTotal = variant.price * line.quantity;
    const allocations = combination.applied.flatMap(({ allocation, level }, applicationIndex) => {
      const amount = allocation.get(line.key);
      return amount === undefined ? [] : [{ applicationIndex, amount, level }];
    });
    const off = (level: "product" | "order") => allocations.reduce((sum, item) => sum + (item.level === level ? item.amount : 0), 0);
    const finalTotal = originalTotal - off("product");
    return { line, variant, product, unitPrice: variant.price, originalTotal, allocations, finalTotal, total: finalTotal - off("order") };
  });
  const sum = (pick: (line: PricedLine) => number) => priced.reduce((all, line) => all + pick(line), 0);
  const originalSubtotal = sum((line) => line.originalTotal);
  const subtotal = sum((line) => line.total);
  const productDiscounts = originalSubtotal - sum((line) => line.finalTotal);
  const shipping = combination.shipping;
  return {
    cart,
    currency: store.shop.currency,
    lines: priced,
    missing,
    applications,
    originalSubtotal,
    productDiscounts,
    orderDiscounts: originalSubtotal - productDiscounts - subtotal,
    totalDiscount: originalSubtotal - subtotal,
    subtotal,
    shippingDiscount: shipping?.shipping ? { title: shipping.title, code: shipping.code, ...shipping.shipping } : null,
    codes: cart.discountCodes.map((code) => codeState(store, code, effects, combination, rejected)),
    notes,
  };
}

async function discountEffects(
  store: Store,
  cart: Cart,
  sellable: readonly { line: CartLine }[],
  lines: readonly DiscountableLine[],
  context: PricingContext,
): Promise<{ effects: DiscountEffect[]; notes: string[]; rejected: Map<string, string> }> {
  if (lines.length === 0) return { effects: [], notes: [], rejected: new Map() };
  const now = store.now();
  const active = [...store.discounts.values()].filter((discount) => isActive(discount, now));
  const entered = active.filter((discount) => discount.code !== null && cart.discountCodes.includes(discount.code.toUpperCase()));
  const effects: DiscountEffect[] = [];
  for (const discount of [...active.filter((item) => item.kind === "automatic_basic"), ...entered]) {
    const effect = nativeEffect(discount, lines);
    if (effect) effects.push(effect);
  }
  const notes: string[] = [];
  const rejected = new Map<string, string>();
  const keyOf = new Map(sellable.map(({ line }, index) => [`gid://shopify/CartLine/${index}`, line.key]));
  for (const discount of active.filter((item) => item.kind === "automatic_app")) {
    const outcome = await runFunction(store, cart, discount, sellable, lines, keyOf, entered, context);
    if (typeof outcome === "string") {
      notes.push(outcome);
      continue;
    }
    effects.push(outcome.effect);
    notes.push(...outcome.notes.map((note) => `${discount.title}: ${note}`));
    for (const { code, message } of outcome.rejectedCodes) rejected.set(code, message);
  }
  return { effects: effects.filter((effect) => effect.code === null || !rejected.has(effect.code.toUpperCase())), notes, rejected };
}

async function runFunction(
  store: Store,
  cart: Cart,
  discount: Discount,
  sellable: readonly { line: CartLine }[],
  lines: readonly DiscountableLine[],
  keyOf: ReadonlyMap<string, string>,
  entered: readonly Discount[],
  context: PricingContext,
): Promise<FunctionEffect | string> {
  if (!context.runner) return `${discount.title}: this store was started without a Function runner.`;
  const result = await context.runner.run(store, discount, {
    lines: sellable.map(({ line }, index) => ({
      id: `gid://shopify/CartLine/${index}`,
      variantId: line.variantId,
      quantity: line.quantity,
      properties: line.properties,
    })),
    attributes: cart.attributes,
    enteredCodes: entered.flatMap((item) => (item.code === null ? [] : [item.code])),
    customerId: context.customerId,
    isAuthenticated: context.isAuthenticated,
    email: context.email,
    locale: context.locale,
  });
  // A Function that fails gives no discount and the order goes on, as on Shopify.
  if (!result.ok) return `${discount.title}: ${result.message}`;
  return functionEffect(discount, result.operations, lines, keyOf, store.shop.currency);
}

function application(applied: AppliedDiscount, index: number): PricedCart["applications"][number] {
  const { effect, level, value } = applied;
  return {
    index,
    level,
    discountId: effect.discountId,
    kind: effect.code === null ? "automatic" : "code",
    // "If an automatic discount applies, the notification displays this message … If a discount code is entered, the code instead."
    title: effect.code ?? applied.message ?? effect.title,
    code: effect.code,
    value: value.kind === "percentage" ? { kind: "percentage", percentage: Number(value.text) } : { kind: "fixed", amount: value.amount },
    allocationMethod: level === "order" || (value.kind === "fixed" && !value.each) ? "ACROSS" : "EACH",
    targetSelection: applied.targetsAllLines ? "ALL" : level === "order" ? "ENTITLED" : "EXPLICIT",
  };
}

function codeState(
  store: Store,
  code: string,
  effects: readonly DiscountEffect[],
  combination: Combination,
  rejected: ReadonlyMap<string, string>,
): EnteredCode {
  const rejection = rejected.get(code);
  if (rejection !== undefined) return { code, state: "rejected", message: rejection };
  const state = (): EnteredCode["state"] => {
    const applied = [...combination.applied.map((item) => item.effect), ...(combination.shipping ? [combination.shipping] : [])];
    if (applied.some((effect) => effect.code?.toUpperCase() === code)) return "applied";
    if (effects.some((effect) => effect.code?.toUpperCase() === code)) return "not_combined";
    const known = [...store.discounts.values()].find((discount) => discount.code?.toUpperCase() === code);
    if (!known) return "unknown";
    return isActive(known, store.now()) ? "no_effect" : "not_active";
  };
  return { code, state: state(), message: null };
}
