import { fnv1a32 } from "./hash-unit.ts";
import type { ArmWeight } from "./weights-of-wins.ts";

export interface ChosenArm {
  readonly arm: string;
  /** the exact chance that this visitor's kind got this arm, among the eligible ones */
  readonly propensity: number;
  readonly eligible: readonly string[];
}

/**
 * The visitor's arm under a snapshot: weighted rendezvous hashing, the smallest -ln(u) / weight. The same visitor keeps the arm as
 * long as the weights do; when they change, or an arm falls out (sold, in the cart), only as many visitors move as must.
 * `seed` names the placement, never the snapshot. null when no arm is eligible.
 * Source: Wang and Schindelhauer, weighted distributed hash tables (2009).
 */
export function chooseArm(
  weights: readonly ArmWeight[],
  seed: string,
  visitor: string,
  isEligible: (arm: string) => boolean = () => true,
): ChosenArm | null {
  const eligible = weights.filter(({ arm, weight }) => weight > 0 && isEligible(arm));
  let best: ArmWeight | null = null;
  let least = Infinity;
  let total = 0;
  for (const entry of eligible) {
    total += entry.weight;
    const cost = -Math.log(uniform(`${seed}\u0000${entry.arm}\u0000${visitor}`)) / entry.weight;
    if (cost < least) {
      least = cost;
      best = entry;
    }
  }
  return best && { arm: best.arm, propensity: best.weight / total, eligible: eligible.map(({ arm }) => arm) };
}

/** In (0, 1). FNV alone leaves names that end alike close together, so its bits are mixed (MurmurHash3's finaliser). */
function uniform(text: string): number {
  let hash = fnv1a32(text);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (((hash ^ (hash >>> 16)) >>> 0) + 0.5) / 4_294_967_296;
}
