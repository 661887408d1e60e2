import type { SpendGroups } from "./gamma-gamma-likelihood.ts";
import { HistoryError } from "./histories.ts";
import { rankValues } from "./rank-values.ts";

/** What customers spend, one entry a customer, in any one money unit. */
export interface Spend {
  /** orders the mean is over: all orders, or the repeat orders alone; 0 where there are none */
  readonly orders: ArrayLike<number>;
  /** mean value of those orders; not read where there are none */
  readonly mean: ArrayLike<number>;
}

/**
 * Groups spend for the Gamma-Gamma fit, in units of the mean spend, which it returns. Customers without an order or whose orders came
 * to nothing (all refunded, say) are left out: the model knows only positive spend.
 * @throws HistoryError for negative or non-finite values
 */
export function groupSpend({ orders, mean }: Spend): { groups: SpendGroups; unit: number } {
  if (orders.length !== mean.length) throw new Error(`The columns differ in length: ${orders.length} orders, ${mean.length} means.`);
  const used = new Float64Array(orders.length);
  let customers = 0;
  let sum = 0;
  for (let row = 0; row < orders.length; row++) {
    const n = orders[row] as number;
    if (!(n >= 0 && n <= Number.MAX_SAFE_INTEGER) || Math.floor(n) !== n) {
      throw new HistoryError(row, "orders", `${n} is not a whole number of orders, 0 or more.`);
    }
    if (n === 0) continue;
    const z = mean[row] as number;
    if (!(z >= 0 && z < Infinity)) throw new HistoryError(row, "spend", `${z} is not an amount, 0 or more.`);
    if (z === 0) continue;
    used[row] = n;
    customers++;
    sum += z;
  }
  const unit = customers > 0 ? sum / customers : 1;
  const { values, rank } = rankValues(used);
  // The customers left out, if any, are the first group of the ranking.
  const skip = values[0] === 0 ? 1 : 0;
  const start = new Int32Array(values.length - skip + 1);
  for (let row = 0; row < rank.length; row++) {
    const group = (rank[row] as number) - skip;
    if (group >= 0) start[group + 1] = (start[group + 1] as number) + 1;
  }
  for (let group = 1; group < start.length; group++) start[group] = (start[group] as number) + (start[group - 1] as number);
  const next = start.slice();
  const totals = new Float64Array(customers);
  const logMeans = new Float64Array(values.length - skip);
  for (let row = 0; row < rank.length; row++) {
    const group = (rank[row] as number) - skip;
    if (group < 0) continue;
    const z = (mean[row] as number) / unit;
    const at = next[group] as number;
    totals[at] = z * (used[row] as number);
    next[group] = at + 1;
    logMeans[group] = (logMeans[group] as number) + Math.log(z);
  }
  return { groups: { customers, orders: values.slice(skip), start, totals, logMeans }, unit };
}

/** Every `step`-th customer of every group. */
export function sampleSpend({ orders, start, totals }: SpendGroups, step: number): SpendGroups {
  const picked: number[] = [];
  const starts = new Int32Array(orders.length + 1);
  const logMeans = new Float64Array(orders.length);
  for (let group = 0; group < orders.length; group++) {
    for (let at = start[group] as number; at < (start[group + 1] as number); at++) {
      if (at % step !== 0) continue;
      const total = totals[at] as number;
      picked.push(total);
      logMeans[group] = (logMeans[group] as number) + Math.log(total / (orders[group] as number));
    }
    starts[group + 1] = picked.length;
  }
  return { customers: picked.length, orders, start: starts, totals: Float64Array.from(picked), logMeans };
}
