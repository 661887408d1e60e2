import type { Objective } from "./minimise.ts";

const NEAR_WALL = 1e-3;

/** The shape of a posterior near its peak: a normal distribution. */
export interface Laplace {
  /** covariance, row by row, or null where the function has no proper peak */
  readonly covariance: Float64Array | null;
  /** lower triangle with covariance = L L', row by row */
  readonly root: Float64Array | null;
  /** ln integral of exp(-objective) around the peak, without the peak's own value; null with the covariance */
  readonly logVolume: number | null;
}

/**
 * Laplace's approximation at the minimum of a negative log posterior: second derivatives by differencing the analytic gradient, two
 * evaluations a dimension. Source: Tierney and Kadane (1986), Accurate Approximations for Posterior Moments and Marginal Densities.
 */
export function laplace(objective: Objective, at: Float64Array): Laplace {
  const size = at.length;
  const hessian = new Float64Array(size * size);
  const up = new Float64Array(size);
  const down = new Float64Array(size);
  const step = 1e-4;
  for (let i = 0; i < size; i++) {
    const moved = Float64Array.from(at);
    moved[i] = (at[i] as number) + step;
    objective(moved, up);
    moved[i] = (at[i] as number) - step;
    objective(moved, down);
    for (let j = 0; j < size; j++) hessian[i * size + j] = ((up[j] as number) - (down[j] as number)) / (2 * step);
  }
  const symmetric = hessian.map((part, k) => (part + (hessian[(k % size) * size + Math.floor(k / size)] as number)) / 2);
  const lower = cholesky(symmetric, size);
  if (!lower) return { covariance: null, root: null, logVolume: null };
  const covariance = inverseFrom(lower, size);
  let logDeterminant = 0;
  for (let i = 0; i < size; i++) logDeterminant += 2 * Math.log(lower[i * size + i] as number);
  return {
    covariance,
    root: cholesky(covariance, size),
    logVolume: (size / 2) * Math.log(2 * Math.PI) - logDeterminant / 2,
  };
}

/**
 * Whether a search ended at a peak, and not at a wall it was kept within nor on a ridge, where the function rises ever more slowly and a
 * search ends somewhere: the doubt of each coordinate is smaller than the way to its wall.
 */
export function isPeak(at: Float64Array, { covariance }: Laplace, walls: readonly number[]): boolean {
  if (!covariance) return false;
  return at.every((value, i) => {
    const way = (walls[i] as number) - Math.abs(value);
    return way > NEAR_WALL && Math.sqrt(covariance[i * at.length + i] as number) < way;
  });
}

/** The doubt of a sample that is `share` of all data, as it is for all of them: the covariance shrinks with the data. */
export function scaled({ covariance, root, logVolume }: Laplace, share: number): Laplace {
  if (!covariance || !root || logVolume === null) return { covariance: null, root: null, logVolume: null };
  const size = Math.round(Math.sqrt(covariance.length));
  return {
    covariance: covariance.map((part) => part * share),
    root: root.map((part) => part * Math.sqrt(share)),
    logVolume: logVolume + (size / 2) * Math.log(share),
  };
}

/** The lower triangle L with matrix = L L', or null where the matrix is not positive definite. */
function cholesky(matrix: Float64Array, size: number): Float64Array | null {
  const lower = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = matrix[i * size + j] as number;
      for (let k = 0; k < j; k++) sum -= (lower[i * size + k] as number) * (lower[j * size + k] as number);
      if (i !== j) lower[i * size + j] = sum / (lower[j * size + j] as number);
      else if (sum > 0 && sum < Infinity) lower[i * size + i] = Math.sqrt(sum);
      else return null;
    }
  }
  return lower;
}

function inverseFrom(lower: Float64Array, size: number): Float64Array {
  const inverse = new Float64Array(size * size);
  for (let column = 0; column < size; column++) {
    const part = new Float64Array(size);
    for (let i = 0; i < size; i++) {
      let sum = i === column ? 1 : 0;
      for (let k = 0; k < i; k++) sum -= (lower[i * size + k] as number) * (part[k] as number);
      part[i] = sum / (lower[i * size + i] as number);
    }
    for (let i = size - 1; i >= 0; i--) {
      let sum = part[i] as number;
      for (let k = i + 1; k < size; k++) sum -= (lower[k * size + i] as number) * (part[k] as number);
      part[i] = sum / (lower[i * size + i] as number);
    }
    for (let i = 0; i < size; i++) inverse[i * size + column] = part[i] as number;
  }
  return inverse;
}
