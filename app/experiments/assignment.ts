import { hashUnit } from "../funnel/policy/hash-unit.ts";

/** From, inclusive, to, exclusive, within [0, 1]. */
export type BucketRange = readonly [number, number];

/** The range of buckets of each variation: its weight's share of [0, 1), of which `coverage` is used. Bad weights count as equal ones. */
export function bucketRanges(variations: number, coverage = 1, weights: readonly number[] | null = null): BucketRange[] {
  const used = Math.min(1, Math.max(0, coverage));
  const sum = (weights ?? []).reduce((total, weight) => total + weight, 0);
  const usable = weights && weights.length === variations && sum >= 0.99 && sum <= 1.01;
  const shares = usable ? weights : equalWeights(variations);
  let from = 0;
  return shares.map((share) => {
    const start = from;
    from += share;
    return [start, start + used * share] as const;
  });
}

export function equalWeights(variations: number): number[] {
  return variations < 1 ? [] : Array.from({ length: variations }, () => 1 / variations);
}

/** The variation whose range holds the bucket; -1: none, the unit takes no part. */
export function chooseVariation(bucket: number, ranges: readonly BucketRange[]): number {
  return ranges.findIndex(([from, to]) => bucket >= from && bucket < to);
}

/** A slice of all units, so that two experiments never meet in one. */
export interface Namespace {
  readonly name: string;
  readonly from: number;
  readonly to: number;
}

export function inNamespace(id: string, namespace: Namespace): boolean {
  const bucket = hashUnit(`__${namespace.name}`, id, 1);
  return bucket >= namespace.from && bucket < namespace.to;
}

/**
 * Whether a unit belongs to the global holdout, which sees no offers at all: decided before everything else,
 * by a seed of its own. `share` of all units, in [0, 1].
 */
export function inHoldout(shopSeed: string, id: string, share: number): boolean {
  return hashUnit(`holdout:${shopSeed}`, id) < share;
}
