/** A cart and the product that joined it next. -1: the product was never seen before. */
export interface NextItemCase {
  readonly cart: readonly number[];
  readonly target: number;
}

export interface RankingScore {
  /** share of cases with the target among the first ten */
  readonly hr10: number;
  /** mean of 1 / log2(rank + 1), 0 beyond ten */
  readonly ndcg10: number;
  readonly n: number;
}

/** How far down a target still counts. */
export const DEPTH = 10;

/** Products best first, as many as asked for where there are as many that `allows` lets through. */
export type Ranker = (
  cart: readonly number[],
  keep: number,
  allows?: (product: number) => boolean,
) => readonly { readonly product: number; readonly score: number }[];

/** How high `rank` puts the targets. */
export function scoreRanking(cases: readonly NextItemCase[], rank: Ranker): RankingScore {
  return scoreOf(rankingGains(cases, rank));
}

/** What each case earns, 1 / log2(rank + 1) within the first ten: to compare two rankers case by case. */
export function rankingGains(cases: readonly NextItemCase[], rank: Ranker): Float64Array {
  return Float64Array.from(cases, ({ cart, target }) => {
    const at = target < 0 ? -1 : rank(cart, DEPTH).findIndex((entry) => entry.product === target);
    return at < 0 || at >= DEPTH ? 0 : 1 / Math.log2(at + 2);
  });
}

export function scoreOf(gains: Float64Array): RankingScore {
  const n = gains.length;
  if (n === 0) return { hr10: 0, ndcg10: 0, n };
  let hits = 0;
  let sum = 0;
  for (const gain of gains) {
    if (gain > 0) hits++;
    sum += gain;
  }
  return { hr10: hits / n, ndcg10: sum / n, n };
}

/** Whether `gains` beat `than` by more than one standard error of their paired difference. */
export function clearlyBetter(gains: Float64Array, than: Float64Array): boolean {
  let sum = 0;
  let squares = 0;
  for (let at = 0; at < gains.length; at++) {
    const difference = (gains[at] as number) - (than[at] as number);
    sum += difference;
    squares += difference * difference;
  }
  const n = gains.length;
  return n > 1 && sum > Math.sqrt((Math.max(0, squares - (sum * sum) / n) * n) / (n - 1));
}
