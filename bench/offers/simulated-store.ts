import { sigmoid } from "../../app/value/models/logistic.ts";
import { drawNormal, type Random } from "../../app/value/models/seeded-random.ts";

export const PRODUCTS = 8;
export const CONTEXTS = 10;
export const DEPTHS = [0, 0.1, 0.2] as const;
export const HOLDOUT = 0.1;

/** A store of which everything is known: what each visitor would do, shown an offer or not. Amounts in minor units. */
export interface SimulatedStore {
  readonly prices: readonly number[];
  readonly costs: readonly number[];
  /** share of visitors of each cart context */
  readonly contextShare: readonly number[];
  /** chance that a product is bought unaided: [context][product] */
  readonly base: readonly (readonly number[])[];
  /** what the store would estimate of `base` from its past orders */
  readonly estimatedBase: readonly (readonly number[])[];
  /** chance that it is bought when offered: [context][product][depth]; rises with depth, never below base */
  readonly acceptance: readonly (readonly (readonly number[])[])[];
}

/**
 * Draws a store. Popular products sell unaided and are accepted often, which is what misleads whoever counts accepts;
 * how far an offer persuades is independent of that.
 */
export function simulatedStore(random: Random): SimulatedStore {
  const normal = () => drawNormal(random);
  const products = Array.from({ length: PRODUCTS }, () => {
    const price = Math.round(2000 * Math.exp(0.6 * normal()));
    return {
      price,
      cost: Math.round(price * (0.4 + 0.4 * random())),
      popularity: -3 + 1.3 * normal(),
      persuasion: 0.2 + 0.5 * normal(),
      sensitivity: 2 * Math.exp(0.5 * normal()),
    };
  });
  const shares = Array.from({ length: CONTEXTS }, () => Math.exp(0.5 * normal()));
  const total = shares.reduce((sum, share) => sum + share, 0);
  const contexts = shares.map(() =>
    products.map(({ popularity, persuasion, sensitivity }) => {
      const liking = popularity + 0.8 * normal();
      const persuaded = Math.max(0, persuasion + 0.4 * normal());
      return {
        base: sigmoid(liking),
        estimated: sigmoid(liking + 0.4 * normal()),
        acceptance: DEPTHS.map((depth) => sigmoid(liking + persuaded + sensitivity * depth)),
      };
    }),
  );
  return {
    prices: products.map(({ price }) => price),
    costs: products.map(({ cost }) => cost),
    contextShare: shares.map((share) => share / total),
    base: contexts.map((row) => row.map(({ base }) => base)),
    estimatedBase: contexts.map((row) => row.map(({ estimated }) => estimated)),
    acceptance: contexts.map((row) => row.map(({ acceptance }) => acceptance)),
  };
}

const FEES = 0.03;

/** Profit of one unit at a depth. */
export function unitProfitOf(store: SimulatedStore, product: number, depth: number): number {
  const paid = (store.prices[product] as number) * (1 - (DEPTHS[depth] as number));
  return paid * (1 - FEES) - (store.costs[product] as number);
}

/** The truth: what showing product and depth adds to expected profit in a context. */
export function trueIncrement(store: SimulatedStore, context: number, product: number, depth: number): number {
  const accepted = store.acceptance[context]?.[product]?.[depth] as number;
  const unaided = store.base[context]?.[product] as number;
  return accepted * unitProfitOf(store, product, depth) - unaided * unitProfitOf(store, product, 0);
}

/** What the best arm of each context adds, showing nothing where no arm adds. */
export function oracleIncrement(store: SimulatedStore, context: number): number {
  let best = 0;
  for (let product = 0; product < PRODUCTS; product++) {
    for (let depth = 0; depth < DEPTHS.length; depth++) best = Math.max(best, trueIncrement(store, context, product, depth));
  }
  return best;
}
