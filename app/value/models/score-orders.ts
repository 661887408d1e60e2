/** Continuous ranked probability score of a whole number of orders: sum over y of (F(y) - [actual <= y])^2; 0 is perfect, lower is better. */
export function crpsOfOrders(alive: number, whileAlive: ArrayLike<number>, actual: number): number {
  let told = 1 - alive;
  let score = 0;
  const last = Math.max(whileAlive.length, Math.ceil(actual) + 1);
  for (let y = 0; y < last; y++) {
    told += alive * (whileAlive[y] ?? 0);
    const miss = Math.min(1, told) - (actual <= y ? 1 : 0);
    score += miss * miss;
  }
  return score;
}

/**
 * Chance that a customer who bought had been given a higher score than one who did not, ties counting half; null where all or none bought.
 * Source: Hanley and McNeil (1982), The meaning and use of the area under a ROC curve.
 */
export function areaUnderCurve(scores: ArrayLike<number>, bought: (customer: number) => boolean): number | null {
  const order = Array.from({ length: scores.length }, (_, i) => i).sort((a, b) => (scores[a] as number) - (scores[b] as number));
  let ranks = 0;
  let buyers = 0;
  for (let from = 0; from < order.length; ) {
    let to = from + 1;
    while (to < order.length && scores[order[to] as number] === scores[order[from] as number]) to++;
    const rank = (from + to + 1) / 2;
    for (let at = from; at < to; at++) {
      if (!bought(order[at] as number)) continue;
      buyers++;
      ranks += rank;
    }
    from = to;
  }
  const others = order.length - buyers;
  return buyers > 0 && others > 0 ? (ranks - (buyers * (buyers + 1)) / 2) / (buyers * others) : null;
}

/**
 * Share of all that was spent that the tenth of customers with the highest scores spent; customers with the same score at the edge count
 * in part. Null where nothing was spent.
 */
export function topDecileShare(scores: ArrayLike<number>, spent: ArrayLike<number>): number | null {
  const order = Array.from({ length: scores.length }, (_, i) => i).sort((a, b) => (scores[b] as number) - (scores[a] as number));
  const wanted = Math.max(1, Math.round(scores.length / 10));
  let total = 0;
  for (let i = 0; i < spent.length; i++) total += spent[i] as number;
  if (!(total > 0)) return null;
  let captured = 0;
  for (let from = 0; from < order.length && from < wanted; ) {
    let to = from;
    let group = 0;
    while (to < order.length && scores[order[to] as number] === scores[order[from] as number])
      group += spent[order[to++] as number] as number;
    captured += group * Math.min(1, (wanted - from) / (to - from));
    from = to;
  }
  return captured / total;
}

/** One group of customers of like forecast. */
export interface ReliabilityBin {
  readonly customers: number;
  /** mean probability of buying that was forecast */
  readonly forecast: number;
  /** share that bought */
  readonly bought: number;
}

const SMALLEST_GROUP = 20;

/** Forecast against outcome in ten groups of equal size by rising forecast; fewer where a group would have under 20 customers. */
export function reliabilityByDecile(chances: ArrayLike<number>, bought: (customer: number) => boolean): ReliabilityBin[] {
  const order = Array.from({ length: chances.length }, (_, i) => i).sort((a, b) => (chances[a] as number) - (chances[b] as number));
  const bins: ReliabilityBin[] = [];
  const groups = Math.max(1, Math.min(10, Math.floor(order.length / SMALLEST_GROUP)));
  for (let bin = 0; bin < groups && order.length > 0; bin++) {
    const group = order.slice(Math.floor((bin * order.length) / groups), Math.floor(((bin + 1) * order.length) / groups));
    let forecast = 0;
    let buyers = 0;
    for (const customer of group) {
      forecast += chances[customer] as number;
      if (bought(customer)) buyers++;
    }
    bins.push({ customers: group.length, forecast: forecast / group.length, bought: buyers / group.length });
  }
  return bins;
}
