/** The function to make small; writes its gradient. May answer with a value that is not finite, which counts as too large. */
export type Objective = (at: Float64Array, gradient: Float64Array) => number;

interface Minimum {
  readonly at: Float64Array;
  readonly value: number;
  /** row by row; an estimate of the inverse of the second derivatives */
  readonly inverseHessian: Float64Array;
  readonly converged: boolean;
  readonly evaluations: number;
}

interface MinimiseOptions {
  /** the scale of the function, for example the number of customers: the gradient counts as zero at 1e-7 of it */
  readonly scale: number;
  readonly inverseHessian?: Float64Array;
}

const MOST_ITERATIONS = 200;
const LARGEST_STEP = 2;
const GRADIENT_TOLERANCE = 1e-7;
// At a million customers the value has no more digits to give, and the gradient alone would have it search for ever.
const NO_PROGRESS = 1e-13;
const NO_DIGITS_LEFT = 1e-10;

/**
 * BFGS with a backtracking line search. Stops at a gradient of zero, or after two steps in a row without relative progress; converged means
 * either. A start without a finite value is where it ends, not converged.
 * Source: Nocedal and Wright (2006), Numerical Optimization, algorithm 6.1, formula 6.17.
 */
export function minimise(objective: Objective, start: Float64Array, options: MinimiseOptions): Minimum {
  const size = start.length;
  const at = Float64Array.from(start);
  const gradient = new Float64Array(size);
  let value = objective(at, gradient);
  let evaluations = 1;
  const scale = Math.max(1, options.scale);
  let inverse = options.inverseHessian ? Float64Array.from(options.inverseHessian) : identity(size, 1 / scale);
  let fresh = options.inverseHessian === undefined;
  let stalls = 0;
  let converged = Number.isFinite(value) && isFlat(gradient, scale);
  const next = new Float64Array(size);
  const nextGradient = new Float64Array(size);
  for (let iteration = 0; iteration < MOST_ITERATIONS && !converged && Number.isFinite(value); iteration++) {
    let direction = negativeProduct(inverse, gradient);
    let slope = dot(direction, gradient);
    if (!(slope < 0)) {
      inverse = identity(size, 1 / scale);
      fresh = true;
      direction = negativeProduct(inverse, gradient);
      slope = dot(direction, gradient);
    }
    let largest = 0;
    for (const part of direction) largest = Math.max(largest, Math.abs(part));
    let step = largest > LARGEST_STEP ? LARGEST_STEP / largest : 1;
    let found = Number.NaN;
    for (let tries = 0; tries < 50; tries++) {
      for (let i = 0; i < size; i++) next[i] = (at[i] as number) + step * (direction[i] as number);
      found = objective(next, nextGradient);
      evaluations++;
      if (found <= value + 1e-4 * step * slope && nextGradient.every(Number.isFinite)) break;
      const parabola = (-slope * step * step) / (2 * (found - value - slope * step));
      step = parabola > 0.1 * step && parabola < 0.5 * step ? parabola : step * (Number.isFinite(found) ? 0.4 : 0.1);
      found = Number.NaN;
    }
    if (Number.isNaN(found)) {
      // A step that promises less than the value has digits fails by rounding alone.
      converged = -slope <= NO_DIGITS_LEFT * Math.abs(value);
      break;
    }
    update(inverse, at, next, gradient, nextGradient, fresh);
    fresh = false;
    stalls = Math.abs(found - value) <= NO_PROGRESS * Math.abs(found) ? stalls + 1 : 0;
    at.set(next);
    gradient.set(nextGradient);
    value = found;
    converged = isFlat(gradient, scale) || stalls >= 2;
  }
  return { at, value, inverseHessian: inverse, converged, evaluations };
}

function isFlat(gradient: Float64Array, scale: number): boolean {
  return gradient.every((part) => Math.abs(part) <= GRADIENT_TOLERANCE * scale);
}

function identity(size: number, factor: number): Float64Array {
  const matrix = new Float64Array(size * size);
  for (let i = 0; i < size; i++) matrix[i * size + i] = factor;
  return matrix;
}

function dot(left: Float64Array, right: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < left.length; i++) sum += (left[i] as number) * (right[i] as number);
  return sum;
}

function negativeProduct(matrix: Float64Array, vector: Float64Array): Float64Array {
  const size = vector.length;
  return vector.map((_, i) => -dot(matrix.subarray(i * size, (i + 1) * size), vector));
}

function update(
  inverse: Float64Array,
  at: Float64Array,
  next: Float64Array,
  gradient: Float64Array,
  nextGradient: Float64Array,
  fresh: boolean,
): void {
  const size = at.length;
  const move = next.map((part, i) => part - (at[i] as number));
  const change = nextGradient.map((part, i) => part - (gradient[i] as number));
  const curvature = dot(move, change);
  if (!(curvature > 1e-14 * Math.sqrt(dot(move, move) * dot(change, change)))) return;
  if (fresh) inverse.set(identity(size, curvature / dot(change, change)));
  const product = negativeProduct(inverse, change);
  const spread = (curvature - dot(change, product)) / (curvature * curvature);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) {
      const crossed = (product[i] as number) * (move[j] as number) + (move[i] as number) * (product[j] as number);
      inverse[i * size + j] = (inverse[i * size + j] as number) + spread * (move[i] as number) * (move[j] as number) + crossed / curvature;
    }
  }
}
