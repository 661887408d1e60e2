export interface LagCorrelation {
  /** months from the metric to the profit */
  readonly lag: number;
  /** pairs of months both were known in */
  readonly months: number;
  /** Pearson's r, -1 to 1; null where one of the two did not vary or fewer than 3 pairs are left */
  readonly r: number | null;
}

/** Fewer months say nothing of lags of half a year. */
export const FEWEST_MONTHS = 12;
const MOST_LAG = 6;
const FEWEST_PAIRS = 3;

/** Months in which both were known. */
export function monthsOfBoth(metric: readonly (number | null)[], profit: readonly (number | null)[]): number {
  return pairsAt(0, metric, profit).length;
}

/**
 * Pearson's correlation of a metric with the profit so many months later, for lags of 0 to 6 months. Both by month, oldest first, null
 * where not known. Null with fewer than 12 months of both. An association: a season or a trend moves both without either causing the other.
 */
export function lagCorrelations(metric: readonly (number | null)[], profit: readonly (number | null)[]): LagCorrelation[] | null {
  if (monthsOfBoth(metric, profit) < FEWEST_MONTHS) return null;
  return Array.from({ length: MOST_LAG + 1 }, (_, lag) => {
    const known = pairsAt(lag, metric, profit);
    return { lag, months: known.length, r: known.length < FEWEST_PAIRS ? null : pearson(known) };
  });
}

function pairsAt(lag: number, metric: readonly (number | null)[], profit: readonly (number | null)[]): [number, number][] {
  return metric.flatMap((x, month): [number, number][] => {
    const y = profit[month + lag];
    return x === null || y === null || y === undefined ? [] : [[x, y]];
  });
}

function pearson(pairs: readonly (readonly [number, number])[]): number | null {
  const mean = (of: 0 | 1) => pairs.reduce((sum, pair) => sum + pair[of], 0) / pairs.length;
  const [meanX, meanY] = [mean(0), mean(1)];
  let both = 0;
  let squaresX = 0;
  let squaresY = 0;
  for (const [x, y] of pairs) {
    both += (x - meanX) * (y - meanY);
    squaresX += (x - meanX) ** 2;
    squaresY += (y - meanY) ** 2;
  }
  if (squaresX === 0 || squaresY === 0) return null;
  return Math.min(1, Math.max(-1, both / Math.sqrt(squaresX * squaresY)));
}
