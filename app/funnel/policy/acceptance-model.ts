import { sigmoid } from "../../value/models/logistic.ts";
import { solveRidge } from "../affinity/solve-ridge.ts";
import type { Counts } from "./beta-posterior.ts";

/** One context and arm with what happened there. */
export interface AcceptanceCell extends Counts {
  /** chance that the product joins this cart unaided, from the affinity model */
  readonly baseProbability: number;
  /** share of the price taken off, 0 to 1 */
  readonly depth: number;
  /** anything with its own level of acceptance: product, product type, segment; small numbers from 0 */
  readonly groups: readonly number[];
}

/** mu = sigmoid(t0 + t1 logit b0 + t2 d + sum of the groups' levels), with how far single cells stray from it. */
export interface AcceptanceModel {
  readonly coefficients: Float64Array;
  /** coefficients before any data, which the ridge pulls towards */
  readonly start: readonly number[];
  /** the prior of a cell is worth this many trials */
  readonly strength: number;
}

const INTERCEPT = 0;
const AFFINITY = 1;
const DEPTH = 2;
const FIRST_GROUP = 3;
/** Before any data: accepted a little oftener than bought unaided, and oftener still when discounted. */
const OFFERED: readonly number[] = [0.3, 1, 3];
/** Before any data: bought unaided as the affinity model says. */
const UNAIDED: readonly number[] = [0, 1, 0];
/** In observations' worth of precision: the start is weak, groups share a level until they show their own. */
const PRECISION: readonly number[] = [1, 4, 0.25];
const GROUP_PRECISION = 2;
const DEFAULT_STRENGTH = 40;
const STEPS = 8;

export function untrainedAcceptance(groups: number): AcceptanceModel {
  return untrained(OFFERED, groups);
}

/** The same model for purchases without an offer, learned from ghosts: the depth of its cells is 0. */
export function untrainedBase(groups: number): AcceptanceModel {
  return untrained(UNAIDED, groups);
}

function untrained(start: readonly number[], groups: number): AcceptanceModel {
  const coefficients = new Float64Array(FIRST_GROUP + groups);
  coefficients.set(start);
  return { coefficients, start, strength: DEFAULT_STRENGTH };
}

/** The expected acceptance of a cell. */
export function expectedAcceptance(model: AcceptanceModel, cell: Omit<AcceptanceCell, keyof Counts>): number {
  return sigmoid(linear(model.coefficients, cell));
}

/**
 * Ridge logistic regression on counts, by Newton's method from the last model. The coefficient of depth is kept at 0 or above: a
 * discount puts nobody off.
 */
export function fitAcceptance(cells: readonly AcceptanceCell[], last: AcceptanceModel): AcceptanceModel {
  const { start } = last;
  const coefficients = last.coefficients.slice();
  const size = coefficients.length;
  const seen = cells.filter((cell) => cell.trials > 0);
  const hessian = new Float64Array(size * size);
  const step = new Float64Array(size);
  for (let round = 0; round < STEPS; round++) {
    hessian.fill(0);
    for (let at = 0; at < size; at++) {
      const precision = PRECISION[at] ?? GROUP_PRECISION;
      step[at] = precision * ((start[at] ?? 0) - (coefficients[at] as number));
      hessian[at * size + at] = precision;
    }
    for (const cell of seen) {
      const mu = sigmoid(linear(coefficients, cell));
      const residual = cell.successes - cell.trials * mu;
      const weight = cell.trials * mu * (1 - mu);
      const inputs = inputsOf(cell);
      for (const [row, x] of inputs) {
        step[row] = (step[row] as number) + residual * x;
        for (const [column, y] of inputs) {
          if (column <= row) hessian[row * size + column] = (hessian[row * size + column] as number) + weight * x * y;
        }
      }
    }
    solveRidge(hessian, step, size, 1e-9);
    let largest = 0;
    for (let at = 0; at < size; at++) {
      // a bounded step: counts of a few can send Newton's method far away
      const moved = Math.max(-2, Math.min(2, step[at] as number));
      coefficients[at] = (coefficients[at] as number) + moved;
      largest = Math.max(largest, Math.abs(moved));
    }
    coefficients[DEPTH] = Math.max(0, coefficients[DEPTH] as number);
    if (largest < 1e-6) break;
  }
  return { coefficients, start, strength: strengthOf(seen, coefficients) };
}

/** Method of moments: cells stray from mu by mu (1 - mu) / (k + 1) beyond chance; k from 10 to 400. */
function strengthOf(cells: readonly AcceptanceCell[], coefficients: Float64Array): number {
  let beyond = 0;
  let scale = 0;
  let used = 0;
  for (const cell of cells) {
    if (cell.trials < 30) continue;
    const mu = sigmoid(linear(coefficients, cell));
    const spread = mu * (1 - mu);
    beyond += (cell.successes - cell.trials * mu) ** 2 - cell.trials * spread;
    scale += cell.trials * (cell.trials - 1) * spread;
    used++;
  }
  if (used < 20 || scale <= 0) return DEFAULT_STRENGTH;
  const share = beyond / scale;
  return share <= 1 / 401 ? 400 : Math.max(10, 1 / share - 1);
}

/** The sum over {@link inputsOf}; asked at every decision, so without a list. */
function linear(coefficients: Float64Array, { baseProbability, depth, groups }: Omit<AcceptanceCell, keyof Counts>): number {
  let sum = (coefficients[INTERCEPT] ?? 0) + (coefficients[AFFINITY] ?? 0) * logitOf(baseProbability) + (coefficients[DEPTH] ?? 0) * depth;
  for (const group of groups) sum += coefficients[FIRST_GROUP + group] ?? 0;
  return sum;
}

function logitOf(baseProbability: number): number {
  const base = Math.min(1 - 1e-6, Math.max(1e-6, baseProbability));
  return Math.log(base / (1 - base));
}

function inputsOf(cell: Omit<AcceptanceCell, keyof Counts>): [at: number, x: number][] {
  return [
    [INTERCEPT, 1],
    [AFFINITY, logitOf(cell.baseProbability)],
    [DEPTH, cell.depth],
    ...cell.groups.map((group): [number, number] => [FIRST_GROUP + group, 1]),
  ];
}
