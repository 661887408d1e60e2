const SHRINK = 20;

/**
 * The chance that a product joins a cart unaided: the mean over the cart's products i of (n_ij + k p_j) / (n_i + k), k = 20, with n
 * unweighted orders and p the product's share of recent orders. A pair below the table's best counts as never seen together.
 */
export function baseProbability(
  facts: { readonly orders: ArrayLike<number>; readonly popularity: ArrayLike<number> },
  together: (inCart: number, product: number) => number,
  cart: readonly number[],
  product: number,
): number {
  const share = facts.popularity[product] as number;
  if (cart.length === 0) return share;
  let sum = 0;
  for (const other of cart) sum += (together(other, product) + SHRINK * share) / ((facts.orders[other] as number) + SHRINK);
  return Math.min(1, sum / cart.length);
}

/** Products that the table has beside one of the cart, with the orders that have both. */
export interface KeptTogether {
  readonly others: ArrayLike<number>;
  readonly together: ArrayLike<number>;
}

/** {@link baseProbability} for hundreds of products of one cart: what its products say of their neighbours is summed once. `rows`: one for each product of the cart. */
export function baseProbabilities(
  facts: { readonly orders: ArrayLike<number>; readonly popularity: ArrayLike<number> },
  cart: readonly number[],
  rows: readonly KeptTogether[],
): (product: number) => number {
  if (cart.length === 0) return (product) => facts.popularity[product] as number;
  const beyond = new Map<number, number>();
  let ofShare = 0;
  for (const [at, product] of cart.entries()) {
    const { others, together } = rows[at] as KeptTogether;
    const weight = 1 / (((facts.orders[product] as number) + SHRINK) * cart.length);
    ofShare += SHRINK * weight;
    for (let i = 0; i < others.length; i++) {
      const other = others[i] as number;
      beyond.set(other, (beyond.get(other) ?? 0) + (together[i] as number) * weight);
    }
  }
  return (product) => Math.min(1, ofShare * (facts.popularity[product] as number) + (beyond.get(product) ?? 0));
}

/** logit p becomes slope x logit p + shift. */
export interface Calibration {
  readonly slope: number;
  readonly shift: number;
}

/**
 * Platt's scaling: the slope and shift that fit outcomes best, by Newton's method with a weak prior of no change. Slope stays
 * above 0, so that the order of products holds. Source: Platt (1999), Probabilistic Outputs for Support Vector Machines.
 */
export function calibrate(predicted: ArrayLike<number>, happened: ArrayLike<number>): Calibration {
  let slope = 1;
  let shift = 0;
  for (let step = 0; step < 30; step++) {
    let gradientSlope = 1 - slope;
    let gradientShift = -shift;
    let slopeSlope = 1;
    let slopeShift = 0;
    let shiftShift = 1;
    for (let at = 0; at < predicted.length; at++) {
      const x = logit(predicted[at] as number);
      const p = 1 / (1 + Math.exp(-slope * x - shift));
      const residual = (happened[at] as number) - p;
      const weight = p * (1 - p);
      gradientSlope += residual * x;
      gradientShift += residual;
      slopeSlope += weight * x * x;
      slopeShift += weight * x;
      shiftShift += weight;
    }
    const determinant = slopeSlope * shiftShift - slopeShift * slopeShift;
    const bounded = (value: number) => Math.max(-1, Math.min(1, value));
    const slopeStep = bounded((shiftShift * gradientSlope - slopeShift * gradientShift) / determinant);
    const shiftStep = bounded((slopeSlope * gradientShift - slopeShift * gradientSlope) / determinant);
    slope = Math.max(0.05, slope + slopeStep);
    shift += shiftStep;
    if (Math.abs(slopeStep) + Math.abs(shiftStep) < 1e-9) break;
  }
  return { slope, shift };
}

export const AS_IT_IS: Calibration = { slope: 1, shift: 0 };

export function calibrated(probability: number, { slope, shift }: Calibration): number {
  return 1 / (1 + Math.exp(-slope * logit(probability) - shift));
}

function logit(probability: number): number {
  const p = Math.min(1 - 1e-6, Math.max(1e-6, probability));
  return Math.log(p / (1 - p));
}
