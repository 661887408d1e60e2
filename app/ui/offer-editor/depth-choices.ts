const STEP = 500;
/** a list holds the discount itself and so many others */
const MOST = 4;

/**
 * Lesser discounts to choose among, basis points, rising: none, 5, 10 and 15 % below a discount of at most 20 %, else quarters
 * of it. What is chosen already stays to be seen.
 */
export function depthChoices(discountBp: number, chosen: readonly number[]): number[] {
  const step = discountBp <= STEP * MOST ? STEP : discountBp / MOST;
  const offered = Array.from({ length: MOST }, (_, at) => Math.round((at * step) / STEP) * STEP).filter((depth) => depth < discountBp);
  return [...new Set([...offered, ...chosen])].sort((a, b) => a - b);
}
