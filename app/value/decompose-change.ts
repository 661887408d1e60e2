import type { ValueBase } from "./amounts.ts";

/**
 * The change between two periods, split without rest: guests + customers + apf + aov = change, in whole minor units (Shapley value of
 * the three factors; the mean over all orders in which they could have changed).
 */
export interface Decomposition {
  readonly base: ValueBase;
  readonly before: number;
  readonly after: number;
  readonly change: number;
  readonly customers: number;
  readonly apf: number;
  readonly aov: number;
  readonly guests: number;
}

/** What a period's decomposition is made from; amounts in whole minor units. */
export interface LeverInputs {
  readonly customers: number;
  /** of identified customers */
  readonly orders: number;
  /** of identified customers */
  readonly identified: number;
  /** guests included */
  readonly total: number;
}

/**
 * Splits the change of a store's amount into guests, number of customers, orders a customer and value an order, without rest. The three
 * levers get their Shapley value: the mean, over all orders in which they could have changed one after the other, of what each changed.
 * Where one period has no customer, an order's value and frequency are unknown there, and all of it is the customers'.
 * Rounded to whole minor units; what rounding leaves goes to the lever that was rounded most.
 *
 * Source: Shapley (1953), A Value for n-Person Games; for products of factors: Sun (1998), Energy Economics 20.
 */
export function decomposeChange(base: ValueBase, before: LeverInputs, after: LeverInputs): Decomposition {
  const change = after.total - before.total;
  const identified = after.identified - before.identified;
  const levers = before.customers > 0 && after.customers > 0 ? shapley(factorsOf(before), factorsOf(after)) : [identified, 0, 0];
  const [customers, apf, aov] = roundedTo(identified, levers) as [number, number, number];
  return { base, before: before.total, after: after.total, change, customers, apf, aov, guests: change - identified };
}

function factorsOf({ customers, orders, identified }: LeverInputs): readonly [number, number, number] {
  return [customers, orders / customers, identified / orders];
}

function shapley(from: readonly [number, number, number], to: readonly [number, number, number]): number[] {
  return [0, 1, 2].map((k) => {
    const [i, j] = [(k + 1) % 3, (k + 2) % 3] as const;
    const same = from[i as 0] * from[j as 0] + to[i as 0] * to[j as 0];
    const mixed = from[i as 0] * to[j as 0] + to[i as 0] * from[j as 0];
    return (to[k as 0] - from[k as 0]) * (same / 3 + mixed / 6);
  });
}

/** Whole numbers near `parts` that sum to the whole number `sum`. */
function roundedTo(sum: number, parts: readonly number[]): number[] {
  const rounded = parts.map((part) => Math.round(part) + 0);
  const rest = sum - rounded.reduce((total, part) => total + part, 0);
  if (rest === 0) return rounded;
  const misses = parts.map((part, k) => (part - (rounded[k] as number)) * Math.sign(rest));
  const most = misses.indexOf(Math.max(...misses));
  rounded[most] = (rounded[most] as number) + rest;
  return rounded;
}
