import { type Allocation, allocateOrder, allocateProduct, compare, total } from "./allocate.ts";
import type { DiscountableLine, DiscountEffect, EffectValue } from "./discount-effect.ts";

export interface AppliedDiscount {
  readonly effect: DiscountEffect;
  readonly level: "product" | "order";
  readonly message: string | null;
  readonly value: EffectValue;
  readonly targetsAllLines: boolean;
  readonly allocation: Allocation;
}

export interface Combination {
  /** product discounts first, then order discounts, oldest discount first */
  readonly applied: readonly AppliedDiscount[];
  readonly shipping: DiscountEffect | null;
  readonly totalDiscount: number;
}

/**
 * Which discounts hold together and what each takes off.
 *
 * The rules, and where they come from:
 * 1. Two discounts hold together only when each one's `combinesWith` names the other's class
 *    (Shopify Help, "Combining discounts"; DiscountCombinesWith in the Admin API).
 * 2. Of the groups that may hold together the one that takes most off is applied (Help: "the best
 *    discount for the customer"). Equal groups: the one with the older discount.
 * 3. "By default, only one product discount applies per line" (DiscountCombinesWith): the candidate that
 *    takes most off that line. What a losing candidate would have taken off is not moved to another line.
 * 4. Product discounts come first; order discounts are reckoned on what is left, each on that same
 *    amount and not one upon the other, and never take it below zero (Help, "Calculation order").
 * 5. A Function's candidates go through their operation's selection strategy first: FIRST, MAXIMUM or
 *    ALL; ALL "doesn't override discount combination or stacking rules" (Functions schema).
 *
 * A discount of several classes is treated as combining only where all of its classes that take effect
 * may; Shopify does not document that case. Tags on the same line (Plus) are not modelled.
 */
export function combineDiscounts(effects: readonly DiscountEffect[], lines: readonly DiscountableLine[]): Combination {
  const useful = [...effects].sort((a, b) => a.discountId - b.discountId).filter((effect) => classesOf(effect).length > 0);
  let best: { combination: Combination; ids: number[]; shippingPercent: number } | null = null;
  for (const group of maximalGroups(useful)) {
    const combination = apply(group, lines);
    const shippingPercent = combination.shipping?.shipping ? percent(combination.shipping.shipping) : 0;
    const ids = group.map((effect) => effect.discountId);
    if (
      !best ||
      combination.totalDiscount > best.combination.totalDiscount ||
      (combination.totalDiscount === best.combination.totalDiscount &&
        (shippingPercent > best.shippingPercent || (shippingPercent === best.shippingPercent && older(ids, best.ids))))
    ) {
      best = { combination, ids, shippingPercent };
    }
  }
  return best?.combination ?? { applied: [], shipping: null, totalDiscount: 0 };
}

type DiscountClass = "product" | "order" | "shipping";

function classesOf(effect: DiscountEffect): DiscountClass[] {
  const classes: DiscountClass[] = [];
  if (effect.product.some((operation) => operation.candidates.length > 0)) classes.push("product");
  if (effect.order.some((operation) => operation.candidates.length > 0)) classes.push("order");
  if (effect.shipping) classes.push("shipping");
  return classes;
}

function holdTogether(a: DiscountEffect, b: DiscountEffect): boolean {
  const allows = (one: DiscountEffect, other: DiscountEffect) =>
    classesOf(other).every((kind) => one.combinesWith[`${kind}Discounts` as const]);
  return allows(a, b) && allows(b, a);
}

/** Every group of discounts that hold together and to which none can be added (Bron and Kerbosch, 1973). */
function maximalGroups(effects: readonly DiscountEffect[]): DiscountEffect[][] {
  const groups: DiscountEffect[][] = [];
  const friends = new Map(
    effects.map((effect) => [effect, new Set(effects.filter((other) => other !== effect && holdTogether(effect, other)))]),
  );
  const extend = (group: DiscountEffect[], open: DiscountEffect[], done: DiscountEffect[]): void => {
    if (open.length === 0 && done.length === 0) groups.push(group);
    const pivot = [...open, ...done].sort((a, b) => (friends.get(b)?.size ?? 0) - (friends.get(a)?.size ?? 0))[0];
    let remaining = open;
    let seen = done;
    for (const effect of open.filter((candidate) => !pivot || !friends.get(pivot)?.has(candidate))) {
      const near = friends.get(effect) ?? new Set();
      extend(
        [...group, effect],
        remaining.filter((other) => near.has(other)),
        seen.filter((other) => near.has(other)),
      );
      remaining = remaining.filter((other) => other !== effect);
      seen = [...seen, effect];
    }
  };
  if (effects.length > 0) extend([], [...effects], []);
  return groups.map((group) => group.sort((a, b) => a.discountId - b.discountId));
}

function apply(group: readonly DiscountEffect[], lines: readonly DiscountableLine[]): Combination {
  const offers = group.flatMap((effect) => productOffers(effect, lines));
  const winners = new Map<string, AppliedDiscount>();
  for (const line of lines) {
    for (const offer of offers) {
      const amount = offer.allocation.get(line.key) ?? 0;
      if (amount > (winners.get(line.key)?.allocation.get(line.key) ?? 0)) winners.set(line.key, offer);
    }
  }
  const applied: AppliedDiscount[] = [];
  for (const offer of offers) {
    const allocation = new Map([...offer.allocation].filter(([key]) => winners.get(key) === offer));
    if (allocation.size > 0) applied.push({ ...offer, allocation });
  }

  const remaining = new Map(lines.map((line) => [line.key, line.unitPrice * line.quantity]));
  subtract(remaining, applied);
  const base: ReadonlyMap<string, number> = new Map(remaining);
  for (const effect of group) {
    for (const offer of orderOffers(effect, base)) {
      const allocation = new Map<string, number>();
      for (const [key, amount] of offer.allocation) {
        const capped = Math.min(amount, remaining.get(key) ?? 0);
        if (capped > 0) allocation.set(key, capped);
      }
      if (allocation.size === 0) continue;
      const order = { ...offer, allocation };
      applied.push(order);
      subtract(remaining, [order]);
    }
  }
  const shipping = group
    .filter((effect) => effect.shipping !== null)
    .sort((a, b) => (b.shipping && a.shipping ? percent(b.shipping) - percent(a.shipping) : 0))[0];
  return { applied, shipping: shipping ?? null, totalDiscount: applied.reduce((sum, item) => sum + total(item.allocation), 0) };
}

function productOffers(effect: DiscountEffect, lines: readonly DiscountableLine[]): AppliedDiscount[] {
  return effect.product.flatMap(({ strategy, candidates }) => {
    const offers = candidates.map((candidate) => ({
      effect,
      level: "product" as const,
      message: candidate.message,
      value: candidate.value,
      targetsAllLines: candidate.selectsAll,
      allocation: allocateProduct(candidate, lines),
    }));
    return select(strategy, offers);
  });
}

function orderOffers(effect: DiscountEffect, base: ReadonlyMap<string, number>): AppliedDiscount[] {
  return effect.order.flatMap(({ strategy, candidates }) => {
    const offers = candidates.map((candidate) => ({
      effect,
      level: "order" as const,
      message: candidate.message,
      value: candidate.value,
      targetsAllLines: candidate.excludedKeys.length === 0,
      allocation: allocateOrder(candidate, base),
    }));
    return select(strategy, offers);
  });
}

function select(strategy: "FIRST" | "MAXIMUM" | "ALL", offers: AppliedDiscount[]): AppliedDiscount[] {
  const effective = offers.filter((offer) => offer.allocation.size > 0);
  if (strategy === "ALL") return effective;
  if (strategy === "FIRST") return effective.slice(0, 1);
  return effective.sort((a, b) => total(b.allocation) - total(a.allocation)).slice(0, 1);
}

function subtract(remaining: Map<string, number>, applied: readonly AppliedDiscount[]): void {
  for (const { allocation } of applied) {
    for (const [key, amount] of allocation) remaining.set(key, (remaining.get(key) ?? 0) - amount);
  }
}

function older(a: readonly number[], b: readonly number[]): boolean {
  for (let at = 0; at < Math.max(a.length, b.length); at += 1) {
    const order = compare(a[at] ?? Number.POSITIVE_INFINITY, b[at] ?? Number.POSITIVE_INFINITY);
    if (order !== 0) return order < 0;
  }
  return false;
}

function percent({ numerator, denominator }: { numerator: bigint; denominator: bigint }): number {
  return Number(numerator) / Number(denominator);
}
