import type { Beta } from "./beta-posterior.ts";
import type { Worth } from "./incremental-profit.ts";

/** An offered variant with its depths, what is believed of each, and how often it is bought unaided. */
export interface OfferedVariant {
  readonly base: Beta;
  /** by rising depth */
  readonly arms: readonly { readonly id: string; readonly acceptance: Beta; readonly worth: Worth }[];
}

/** Chances of each arm of one placement and context; they sum to 1. */
export interface ArmWeight {
  readonly arm: string;
  readonly weight: number;
}

/** The arm of showing no offer. */
export const SHOW_NOTHING = "none";

export interface WeightRules {
  /** the least chance of every arm that stays in: what makes outcomes comparable afterwards */
  readonly floor: number;
  /** an arm that is best in fewer draws than this share is not offered now */
  readonly leastBest: number;
  readonly mostArms: number;
  /** whether doing nothing competes */
  readonly mayShowNothing: boolean;
}

export const WEIGHT_RULES: WeightRules = { floor: 0.02, leastBest: 0.01, mostArms: 8, mayShowNothing: true };

/** In how many draws each arm, or doing nothing, was worth most. */
export interface Wins {
  readonly ids: readonly string[];
  readonly wins: ArrayLike<number>;
  readonly nothing: number;
  readonly draws: number;
}

/** Shares of draws won, made into weights: rare winners fall out, the floor is kept, doing nothing always stays. */
export function weightsOfWins({ ids, wins, nothing, draws }: Wins, rules: WeightRules): ArmWeight[] {
  const kept = ids
    .map((arm, at) => ({ arm, share: (wins[at] as number) / draws }))
    .filter(({ share }) => share >= rules.leastBest)
    .sort((a, b) => b.share - a.share || (a.arm < b.arm ? -1 : 1))
    .slice(0, rules.mostArms);
  if (rules.mayShowNothing || kept.length === 0) kept.push({ arm: SHOW_NOTHING, share: nothing / draws });
  return withFloor(kept, rules.floor);
}

function withFloor(arms: readonly { arm: string; share: number }[], floor: number): ArmWeight[] {
  const least = Math.min(floor, 1 / arms.length);
  const spare = arms.map(({ share }) => Math.max(0, share - least));
  const sum = spare.reduce((total, value) => total + value, 0);
  const free = 1 - least * arms.length;
  return arms.map(({ arm }, at) => ({ arm, weight: least + (sum > 0 ? ((spare[at] as number) / sum) * free : free / arms.length) }));
}
