import { checkHistories, type Histories } from "./histories.ts";
import { type Ranked, rankValues } from "./rank-values.ts";

/**
 * The distinct (x, t_x, T) of a store with how many customers share each: all a likelihood needs. Rows rise by x, then t_x, then T;
 * each holds places in the lists of distinct values.
 */
export interface CollapsedHistories {
  readonly customers: number;
  readonly rows: number;
  readonly frequencies: Float64Array;
  readonly recencies: Float64Array;
  readonly ages: Float64Array;
  readonly frequencyAt: Int32Array;
  readonly recencyAt: Int32Array;
  readonly ageAt: Int32Array;
  /** customers per row */
  readonly weight: Float64Array;
  /** each customer's row */
  readonly rowOf: Int32Array;
}

/**
 * Collapses histories by three counting sorts, in time proportional to the customers.
 * @throws HistoryError for invalid data
 */
export function collapseHistories(histories: Histories): CollapsedHistories {
  checkHistories(histories);
  const customers = histories.frequency.length;
  const age = rankValues(histories.age);
  const recency = rankValues(histories.recency);
  const frequency = rankValues(histories.frequency);
  let order: Int32Array = new Int32Array(customers);
  for (let at = 0; at < customers; at++) order[at] = at;
  for (const column of [age, recency, frequency]) order = sortedBy(column, order);

  const rowOf = new Int32Array(customers);
  const first = new Int32Array(customers);
  let rows = 0;
  let x = -1;
  let tx = -1;
  let t = -1;
  for (let at = 0; at < customers; at++) {
    const here = order[at] as number;
    const hereX = frequency.rank[here] as number;
    const hereTx = recency.rank[here] as number;
    const hereT = age.rank[here] as number;
    if (hereX !== x || hereTx !== tx || hereT !== t) {
      first[rows++] = at;
      x = hereX;
      tx = hereTx;
      t = hereT;
    }
    rowOf[here] = rows - 1;
  }
  const frequencyAt = new Int32Array(rows);
  const recencyAt = new Int32Array(rows);
  const ageAt = new Int32Array(rows);
  const weight = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    const from = first[row] as number;
    const one = order[from] as number;
    frequencyAt[row] = frequency.rank[one] as number;
    recencyAt[row] = recency.rank[one] as number;
    ageAt[row] = age.rank[one] as number;
    weight[row] = (row + 1 < rows ? (first[row + 1] as number) : customers) - from;
  }
  return {
    customers,
    rows,
    frequencies: frequency.values,
    recencies: recency.values,
    ages: age.values,
    frequencyAt,
    recencyAt,
    ageAt,
    weight,
    rowOf,
  };
}

function sortedBy({ values, rank }: Ranked, order: Int32Array): Int32Array {
  const next = new Int32Array(values.length + 1);
  for (let at = 0; at < rank.length; at++) {
    const place = (rank[at] as number) + 1;
    next[place] = (next[place] as number) + 1;
  }
  for (let place = 1; place < next.length; place++) next[place] = (next[place] as number) + (next[place - 1] as number);
  const sorted = new Int32Array(order.length);
  for (let at = 0; at < order.length; at++) {
    const entry = order[at] as number;
    const place = rank[entry] as number;
    const to = next[place] as number;
    sorted[to] = entry;
    next[place] = to + 1;
  }
  return sorted;
}

/** Every `step`-th row, for a quick first fit. Rows are sorted, so that the sample keeps the store's shape. */
export function sampleRows(all: CollapsedHistories, step: number): CollapsedHistories {
  return pickRows(all, (row) => row % step === 0);
}

/** The rows that `keep` says, for a fit; they say nothing any more of which customer is in which row. */
export function pickRows(all: CollapsedHistories, keep: (row: number) => boolean): CollapsedHistories {
  const kept: number[] = [];
  let customers = 0;
  for (let row = 0; row < all.rows; row++) {
    if (!keep(row)) continue;
    kept.push(row);
    customers += all.weight[row] as number;
  }
  const pick = (from: Int32Array) => Int32Array.from(kept, (row) => from[row] as number);
  return {
    ...all,
    customers,
    rows: kept.length,
    frequencyAt: pick(all.frequencyAt),
    recencyAt: pick(all.recencyAt),
    ageAt: pick(all.ageAt),
    weight: Float64Array.from(kept, (row) => all.weight[row] as number),
    rowOf: new Int32Array(0),
  };
}

/** Customers with an order on a second day. */
export function repeatCustomers(data: CollapsedHistories): number {
  let count = 0;
  for (let row = 0; row < data.rows; row++) {
    if ((data.frequencies[data.frequencyAt[row] as number] as number) > 0) count += data.weight[row] as number;
  }
  return count;
}
