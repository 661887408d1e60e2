import type { DiscountableLine, OrderCandidate, ProductCandidate } from "./discount-effect.ts";
import { divideHalfUp } from "./money.ts";

/** minor units off, by line key; lines that get nothing are absent */
export type Allocation = ReadonlyMap<string, number>;

/**
 * What one product candidate takes off each line. Percentages round half up on each line in minor
 * units; a fixed amount spread over several lines is shared by price, largest remainder first, so that
 * the shares add up to it. No line goes below zero.
 */
export function allocateProduct(candidate: ProductCandidate, lines: readonly DiscountableLine[]): Map<string, number> {
  const bases = new Map<string, { base: number; units: number; unitPrice: number }>();
  for (const [key, wanted] of mergeTargets(candidate.targets)) {
    const line = lines.find((item) => item.key === key);
    if (!line) continue;
    const units = Math.min(wanted ?? line.quantity, line.quantity);
    if (units > 0) bases.set(line.key, { base: units * line.unitPrice, units, unitPrice: line.unitPrice });
  }
  const value = candidate.value;
  if (value.kind === "fixed" && !value.each) {
    return spread(value.amount, new Map([...bases].map(([key, { base }]) => [key, base])));
  }
  const result = new Map<string, number>();
  for (const [key, { base, units, unitPrice }] of bases) {
    const amount = value.kind === "percentage" ? percentageOf(base, value) : Math.min(value.amount, unitPrice) * units;
    if (amount > 0) result.set(key, Math.min(amount, base));
  }
  return result;
}

/** What one order candidate takes off each line of what the lines cost after product discounts. */
export function allocateOrder(candidate: OrderCandidate, remaining: ReadonlyMap<string, number>): Map<string, number> {
  const bases = new Map([...remaining].filter(([key]) => !candidate.excludedKeys.includes(key)));
  const subtotal = total(bases);
  const amount = candidate.value.kind === "percentage" ? percentageOf(subtotal, candidate.value) : candidate.value.amount;
  return spread(amount, bases);
}

/** Shares an amount over lines in proportion to their price. Sum of shares = min(amount, sum of prices). */
export function spread(amount: number, bases: ReadonlyMap<string, number>): Map<string, number> {
  const sum = BigInt(total(bases));
  if (sum === 0n || amount <= 0) return new Map();
  const capped = BigInt(amount) < sum ? BigInt(amount) : sum;
  const shares = [...bases].map(([key, base]) => {
    const product = capped * BigInt(base);
    return { key, base, share: product / sum, remainder: product % sum };
  });
  let left = capped - shares.reduce((done, { share }) => done + share, 0n);
  // Ties are settled by price and then by key, never by position: the order of lines must not matter.
  shares.sort((a, b) => compare(b.remainder, a.remainder) || compare(b.base, a.base) || compare(a.key, b.key));
  for (const item of shares) {
    if (left === 0n) break;
    item.share += 1n;
    left -= 1n;
  }
  return new Map(shares.filter(({ share }) => share > 0n).map(({ key, share }) => [key, Number(share)]));
}

export function percentageOf(base: number, percent: { numerator: bigint; denominator: bigint }): number {
  return Number(divideHalfUp(BigInt(base) * percent.numerator, 100n * percent.denominator));
}

export function total(amounts: ReadonlyMap<string, number>): number {
  let sum = 0;
  for (const amount of amounts.values()) sum += amount;
  return sum;
}

/** "When multiple cart lines share the same type and ID … combines their quantities … null if any is null" (Functions schema). */
function mergeTargets(targets: ProductCandidate["targets"]): Map<string, number | null> {
  const merged = new Map<string, number | null>();
  for (const { key, quantity } of targets) {
    const known = merged.get(key);
    merged.set(key, known === null || quantity === null ? null : (known ?? 0) + quantity);
  }
  return merged;
}

/** -1, 0 or 1 */
export function compare<T extends bigint | number | string>(a: T, b: T): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
