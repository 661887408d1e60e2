import type { Random } from "../../value/models/seeded-random.ts";
import { drawBeta } from "./beta-posterior.ts";
import { incrementalProfit } from "./incremental-profit.ts";
import { makeRising } from "./rising.ts";
import { type ArmWeight, type OfferedVariant, WEIGHT_RULES, weightsOfWins } from "./weights-of-wins.ts";

/**
 * What `armWeights` approximates, for tests: posterior sampling with draws from the Beta distributions themselves. In each draw one arm,
 * or showing nothing, is worth most; the weight of an arm is the share of draws in which it was.
 */
export function exactWeights(variants: readonly OfferedVariant[], random: Random, draws: number): ArmWeight[] {
  const ids = variants.flatMap((variant) => variant.arms.map((arm) => arm.id));
  const wins = new Float64Array(ids.length);
  let nothing = 0;
  for (let draw = 0; draw < draws; draw++) {
    let best = 0;
    let bestArm = -1;
    let at = 0;
    for (const { base, arms } of variants) {
      const bought = drawBeta(base, random);
      const accepted = Float64Array.from(arms, ({ acceptance }) => drawBeta(acceptance, random));
      makeRising(
        accepted,
        arms.map(({ acceptance }) => acceptance.alpha + acceptance.beta),
      );
      for (const [depth, arm] of arms.entries()) {
        const value = incrementalProfit(arm.worth, accepted[depth] as number, bought);
        if (value > best) {
          best = value;
          bestArm = at;
        }
        at++;
      }
    }
    if (bestArm < 0) nothing++;
    else wins[bestArm] = (wins[bestArm] as number) + 1;
  }
  return weightsOfWins({ ids, wins, nothing, draws }, WEIGHT_RULES);
}
