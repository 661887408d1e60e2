import type { Random } from "../../value/models/seeded-random.ts";
import { type Beta, drawBeta } from "./beta-posterior.ts";
import { makeRising } from "./rising.ts";

/** An offered variant with its depths, what is believed of each, and how often it is bought unaided. */
export interface OfferedVariant {
  readonly base: Beta;
  /** by rising depth */
  readonly arms: readonly { readonly id: string; readonly acceptance: Beta; value(acceptance: number, base: number): number }[];
}

/** Chances of each arm of one placement and context; they sum to 1. */
export interface ArmWeight {
  readonly arm: string;
  readonly weight: number;
}

/** The arm of showing no offer. */
export const SHOW_NOTHING = "none";

export interface CompileOptions {
  readonly draws: number;
  /** the least chance of every arm that stays in: what makes outcomes comparable afterwards */
  readonly floor: number;
  /** an arm that is best in fewer draws than this is not offered now */
  readonly leastBest: number;
  readonly mostArms: number;
  /** whether doing nothing competes */
  readonly mayShowNothing: boolean;
}

export const COMPILE: CompileOptions = { draws: 2000, floor: 0.02, leastBest: 0.01, mostArms: 8, mayShowNothing: true };

/**
 * Posterior sampling made into fixed weights: in each draw one arm, or showing nothing, is worth most; the weight of an arm is
 * the share of draws in which it was, with a floor. Arms that are hardly ever best leave the eligible set; nothing never does.
 */
export function compileWeights(variants: readonly OfferedVariant[], random: Random, options: CompileOptions = COMPILE): ArmWeight[] {
  const ids = variants.flatMap((variant) => variant.arms.map((arm) => arm.id));
  const wins = new Float64Array(ids.length);
  const scratch = variants.map(({ arms }) => ({
    values: new Float64Array(arms.length),
    weights: arms.map(({ acceptance }) => acceptance.alpha + acceptance.beta),
  }));
  let nothing = 0;
  for (let draw = 0; draw < options.draws; draw++) {
    let best = options.mayShowNothing ? 0 : -Infinity;
    let bestArm = -1;
    let at = 0;
    variants.forEach((variant, index) => {
      const { values, weights } = scratch[index] as (typeof scratch)[number];
      const base = drawBeta(variant.base, random);
      variant.arms.forEach((arm, depth) => {
        values[depth] = drawBeta(arm.acceptance, random);
      });
      makeRising(values, weights);
      variant.arms.forEach((arm, depth) => {
        const value = arm.value(values[depth] as number, base);
        if (value > best) {
          best = value;
          bestArm = at;
        }
        at++;
      });
    });
    if (bestArm < 0) nothing++;
    else wins[bestArm] = (wins[bestArm] as number) + 1;
  }
  return weightsOfWins(ids, wins, nothing, options);
}

/** Shares of draws won, made into weights: rare winners fall out, the floor is kept, doing nothing always stays. */
export function weightsOfWins(ids: readonly string[], wins: ArrayLike<number>, nothing: number, options: CompileOptions): ArmWeight[] {
  const kept = ids
    .map((arm, at) => ({ arm, share: (wins[at] as number) / options.draws }))
    .filter(({ share }) => share >= options.leastBest)
    .sort((a, b) => b.share - a.share || (a.arm < b.arm ? -1 : 1))
    .slice(0, options.mostArms);
  if (options.mayShowNothing || kept.length === 0) kept.push({ arm: SHOW_NOTHING, share: nothing / options.draws });
  return withFloor(kept, options.floor);
}

function withFloor(arms: readonly { arm: string; share: number }[], floor: number): ArmWeight[] {
  const least = Math.min(floor, 1 / arms.length);
  const spare = arms.map(({ share }) => Math.max(0, share - least));
  const sum = spare.reduce((total, value) => total + value, 0);
  const free = 1 - least * arms.length;
  return arms.map(({ arm }, at) => ({ arm, weight: least + (sum > 0 ? ((spare[at] as number) / sum) * free : free / arms.length) }));
}
