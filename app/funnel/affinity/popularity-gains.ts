import { type AffinityParts, engineShare, type ProductFacts, popularFirst, popularShare, type Recipe } from "./rank-cart.ts";
import { DEPTH, type NextItemCase } from "./score-ranking.ts";

const TOUCHED = 1;
const IN_CART = 2;

/** Gains as of rankingGains, one array for each share of popularity in the recipe. */
export type PopularityGains = (
  parts: Pick<AffinityParts, "engine" | "ease">,
  recipe: Recipe,
  cases: readonly NextItemCase[],
) => Float64Array[];

/**
 * What rankingGains says of a recipe with one share of popularity after another, to the last digit, for the price of one: the
 * neighbours of a cart are read once, and of each target only its rank is found, not who comes before it.
 */
export function popularityGains(facts: ProductFacts, shares: readonly number[]): PopularityGains {
  const { products, popularity, orders } = facts;
  const kinds = shares.length;
  const sums = new Float64Array(products * kinds);
  const marks = new Uint8Array(products);
  const touched = new Int32Array(products);
  const factors = new Float64Array(kinds);
  const popular = new Map<string, Int32Array>();
  const popularOf = (recipe: Recipe) => {
    const key = String(recipe.popularity > 0 && recipe.engine > 0);
    const made = popular.get(key) ?? popularFirst(facts, recipe);
    popular.set(key, made);
    return made;
  };
  const isBefore = (score: number, product: number, targetScore: number, target: number) =>
    score > targetScore ||
    (score === targetScore &&
      ((orders[product] as number) > (orders[target] as number) ||
        ((orders[product] as number) === (orders[target] as number) && product < target)));

  return (parts, recipe, cases) => {
    const mixes = shares.map((share) => ({ ...recipe, popularity: share }));
    const orderedBy = mixes.map(popularOf);
    const gains = shares.map(() => new Float64Array(cases.length));
    let seen = 0;
    const add = (table: AffinityParts["engine"], product: number, factor: number) => {
      const { starts, others, scores } = table;
      for (let at = starts[product] as number; at < (starts[product + 1] as number); at++) {
        const other = others[at] as number;
        if (marks[other] === 0) {
          marks[other] = TOUCHED;
          touched[seen++] = other;
          for (let kind = 0; kind < kinds; kind++) sums[other * kinds + kind] = (factors[kind] as number) * (popularity[other] as number);
        }
        const score = factor * (scores[at] as number);
        for (let kind = 0; kind < kinds; kind++) sums[other * kinds + kind] = (sums[other * kinds + kind] as number) + score;
      }
    };
    /** Products before the target, as far as it matters. */
    const rankOf = (target: number, kind: number) => {
      const factor = factors[kind] as number;
      const own = marks[target] === TOUCHED ? (sums[target * kinds + kind] as number) : factor * (popularity[target] as number);
      let before = 0;
      for (let at = 0; at < seen && before < DEPTH; at++) {
        const product = touched[at] as number;
        const score = sums[product * kinds + kind] as number;
        // most end here, without a call
        if (score < own || product === target) continue;
        if (isBefore(score, product, own, target)) before++;
      }
      for (const product of orderedBy[kind] as Int32Array) {
        if (before >= DEPTH) break;
        if (marks[product] !== 0) continue;
        // the target itself is not before itself
        if (!isBefore(factor * (popularity[product] as number), product, own, target)) break;
        before++;
      }
      return before;
    };
    cases.forEach(({ cart, target }, at) => {
      if (target < 0) return;
      seen = 0;
      mixes.forEach((mix, kind) => {
        factors[kind] = popularShare(mix, cart.length);
      });
      const share = engineShare(recipe, cart.length);
      for (const product of cart) marks[product] = IN_CART;
      for (const product of cart) {
        if (share > 0) add(parts.engine, product, share);
        if (recipe.ease && parts.ease) add(parts.ease, product, 1);
      }
      for (let kind = 0; kind < kinds && marks[target] !== IN_CART; kind++) {
        const before = rankOf(target, kind);
        if (before < DEPTH) (gains[kind] as Float64Array)[at] = 1 / Math.log2(before + 2);
      }
      for (let i = 0; i < seen; i++) marks[touched[i] as number] = 0;
      for (const product of cart) marks[product] = 0;
    });
    return gains;
  };
}
