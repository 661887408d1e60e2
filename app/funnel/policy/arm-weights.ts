import { sigmoid } from "../../value/models/logistic.ts";
import { drawNormal, seededRandom } from "../../value/models/seeded-random.ts";
import type { Beta } from "./beta-posterior.ts";
import { fnv1a32 } from "./hash-unit.ts";
import { incrementalProfit } from "./incremental-profit.ts";
import { nearSigmoid } from "./near-sigmoid.ts";
import { makeRising } from "./rising.ts";
import { type ArmWeight, type OfferedVariant, WEIGHT_RULES, type WeightRules, weightsOfWins } from "./weights-of-wins.ts";

/** Normals are drawn once for all decisions, in mirrored pairs: the same beliefs always give the same weights. */
const DRAWS = 256;
const NORMALS = 1 << 13;
/** More products are not drawn for: those that could be worth most, if all went well with them. */
const MOST_VARIANTS = 8;
/** how many deviations of the logit "well" is */
const WELL = 2;
const normals = mirroredNormals();

/**
 * Posterior sampling made into fixed weights: in each draw one arm, or showing nothing, is worth most; the weight of an arm is the share of
 * draws in which it was, with a floor. For a cart that is waiting: 256 fixed draws, a Beta distribution taken for the logit-normal of the same mean and variance of its logit. Deterministic: an arm's draws hang on its own name alone, so that
 * whichever arms stand beside it, it is believed in as much. In the simulator it earns what exact draws earn.
 */
export function armWeights(variants: readonly OfferedVariant[], rules: WeightRules = WEIGHT_RULES): ArmWeight[] {
  const prepared = mostPromising(variants.map(prepare));
  const ids = prepared.flatMap(({ arms }) => arms.map((arm) => arm.id));
  // In each draw, the most that any arm so far is worth, and which; -1: showing nothing.
  const most = new Float64Array(DRAWS).fill(rules.mayShowNothing ? 0 : -Infinity);
  const best = new Int32Array(DRAWS).fill(-1);
  let first = 0;
  for (const variant of prepared) {
    drawVariant(variant, first, { most, best });
    first += variant.arms.length;
  }
  const wins = new Float64Array(ids.length);
  let nothing = 0;
  for (const arm of best) {
    if (arm < 0) nothing++;
    else wins[arm] = (wins[arm] as number) + 1;
  }
  return weightsOfWins({ ids, wins, nothing, draws: DRAWS }, rules);
}

/** One thread draws for one cart at a time, into the same arrays. */
const bought = new Float64Array(DRAWS);
let accepted = new Float64Array(DRAWS);

/** All draws of one variant, the arms of which are numbered from `first`. */
function drawVariant({ base, arms, weights }: Prepared, first: number, { most, best }: { most: Float64Array; best: Int32Array }): void {
  const depths = arms.length;
  if (accepted.length < DRAWS * depths) accepted = new Float64Array(DRAWS * depths);
  drawInto(bought, base, 0, 1);
  for (let depth = 0; depth < depths; depth++) drawInto(accepted, arms[depth] as Drawn, depth, depths);
  for (let from = 0; depths > 1 && from < DRAWS * depths; from += depths) makeRising(accepted, weights, from);
  for (let depth = 0; depth < depths; depth++) {
    const { worth } = arms[depth] as Prepared["arms"][number];
    for (let draw = 0; draw < DRAWS; draw++) {
      const value = incrementalProfit(worth, accepted[draw * depths + depth] as number, bought[draw] as number);
      if (!(value > (most[draw] as number))) continue;
      most[draw] = value;
      best[draw] = first + depth;
    }
  }
}

type Prepared = ReturnType<typeof prepare>;

function prepare({ base, arms }: OfferedVariant) {
  return {
    base: logitNormal(base, arms[0]?.id ?? "", 1),
    arms: arms.map(({ id, acceptance, worth }) => ({ ...logitNormal(acceptance, id, 0), id, worth })),
    weights: arms.map(({ acceptance }) => acceptance.alpha + acceptance.beta),
  };
}

function mostPromising(variants: Prepared[]): Prepared[] {
  if (variants.length <= MOST_VARIANTS) return variants;
  return variants
    .map((variant, at) => ({
      variant,
      at,
      worth: Math.max(
        ...variant.arms.map((arm) => incrementalProfit(arm.worth, sigmoid(arm.mean + WELL * arm.deviation), sigmoid(variant.base.mean))),
      ),
    }))
    .sort((a, b) => b.worth - a.worth || a.at - b.at)
    .slice(0, MOST_VARIANTS)
    .map(({ variant }) => variant);
}

interface Drawn {
  /** of the logit */
  readonly mean: number;
  readonly deviation: number;
  /** where its normals begin */
  readonly from: number;
}

/** The logit of a Beta(alpha, beta) has mean psi(alpha) - psi(beta) and variance psi'(alpha) + psi'(beta). */
function logitNormal({ alpha, beta }: Beta, name: string, part: number): Drawn {
  const mean = digamma(alpha) - digamma(beta);
  return {
    mean,
    deviation: Math.sqrt(trigamma(alpha) + trigamma(beta)),
    // an even place keeps mirrored pairs together
    from: (Math.imul(fnv1a32(name) ^ (part * 0x5bd1e995), 0x9e3779b1) >>> 0) & (NORMALS - 2),
  };
}

/** Every `step`-th place from `first` on. */
function drawInto(into: Float64Array, { mean, deviation, from }: Drawn, first: number, step: number): void {
  for (let draw = 0; draw < DRAWS; draw++) into[first + draw * step] = nearSigmoid(mean + deviation * (normals[from + draw] as number));
}

/** Where one begins near the end, it goes on as the first do. */
function mirroredNormals(): Float64Array {
  const random = seededRandom(20_261_121);
  const values = new Float64Array(NORMALS + DRAWS);
  for (let at = 0; at < NORMALS; at += 2) {
    values[at] = drawNormal(random);
    values[at + 1] = -(values[at] as number);
  }
  values.copyWithin(NORMALS, 0, DRAWS);
  return values;
}

/** psi(x), x > 0. Source: Abramowitz and Stegun 6.3.18, after the recurrence 6.3.5 has brought x to 6 or more. */
export function digamma(x: number): number {
  let shift = 0;
  let at = x;
  for (; at < 6; at++) shift -= 1 / at;
  const square = 1 / (at * at);
  return shift + Math.log(at) - 0.5 / at - square * (1 / 12 - square * (1 / 120 - square / 252));
}

/** psi'(x), x > 0. Source: Abramowitz and Stegun 6.4.12, after 6.4.6. */
export function trigamma(x: number): number {
  let shift = 0;
  let at = x;
  for (; at < 6; at++) shift += 1 / (at * at);
  const inverse = 1 / at;
  const square = inverse * inverse;
  return shift + inverse + square / 2 + square * inverse * (1 / 6 - square * (1 / 30 - square / 42));
}
