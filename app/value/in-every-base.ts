import type { Amounts, Estimates, ValueBase } from "./amounts.ts";
import type { Estimate } from "./models/store-totals.ts";

/** One result for each base. */
export function byBase<T>(of: (base: ValueBase) => T): Record<ValueBase, T> {
  return { profit: of("profit"), net: of("net"), gross: of("gross") };
}

/** Net revenue in every base, by what one unit of it came with. */
export function inEveryBase(net: number, perNet: Amounts): Amounts {
  return byBase((base) => net * perNet[base]);
}

/** An estimate of net revenue in every base; where a unit loses money its low end is the worse one. */
export function estimatesInEveryBase(net: Estimate, perNet: Amounts): Estimates {
  return byBase((base) => {
    const ends = [net.low * perNet[base], net.high * perNet[base]] as const;
    return { mean: net.mean * perNet[base], low: Math.min(...ends), high: Math.max(...ends) };
  });
}

/** Amounts shared by a number; null by none. */
export function perOne(amounts: Amounts, count: number): Amounts | null {
  return count > 0 ? byBase((base) => amounts[base] / count) : null;
}

export function sumAmounts(all: readonly Amounts[]): Amounts {
  return byBase((base) => all.reduce((sum, amounts) => sum + amounts[base], 0));
}
