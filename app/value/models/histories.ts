/**
 * The order histories of a store's customers, one entry a customer, in columns so that a million of them stay small.
 * Any time unit, the same for recency and age.
 */
export interface Histories {
  /** repeat orders: orders after the first, same-day orders counted as one (x) */
  readonly frequency: ArrayLike<number>;
  /** time from the first to the last order, 0 without repeat orders (t_x) */
  readonly recency: ArrayLike<number>;
  /** time from the first order to the end of the observation (T) */
  readonly age: ArrayLike<number>;
}

/** One customer's history in the units of {@link Histories}. */
export interface History {
  readonly frequency: number;
  readonly recency: number;
  readonly age: number;
}

type HistoryColumn = "frequency" | "recency" | "age" | "spend" | "orders";

/** Data no model can read. `row` counts from 0; callers that read a file turn it into a line. */
export class HistoryError extends Error {
  override name = "HistoryError";
  readonly row: number;
  readonly column: HistoryColumn;
  readonly problem: string;

  constructor(row: number, column: HistoryColumn, problem: string) {
    super(`Row ${row}, ${column}: ${problem}`);
    this.row = row;
    this.column = column;
    this.problem = problem;
  }
}

/**
 * What is wrong with a history, or null.
 * Whole frequency of 0 or more; finite recency and age with 0 <= recency <= age; recency 0 where the frequency is 0.
 */
export function historyProblem(x: number, tx: number, age: number): { column: HistoryColumn; problem: string } | null {
  if (!(x >= 0 && x <= Number.MAX_SAFE_INTEGER) || Math.floor(x) !== x) {
    return { column: "frequency", problem: `${x} is not a whole number of repeat orders, 0 or more.` };
  }
  if (!(age >= 0 && age < Infinity)) return { column: "age", problem: `${age} is not a length of time, 0 or more.` };
  if (!(tx >= 0 && tx < Infinity)) return { column: "recency", problem: `${tx} is not a length of time, 0 or more.` };
  if (tx > age) return { column: "recency", problem: `${tx} is longer than the time since the first order, ${age}.` };
  if (x === 0 && tx > 0) return { column: "recency", problem: `${tx} is not 0 though there is no repeat order.` };
  return null;
}

/** @throws HistoryError naming the first bad row and its column */
export function checkHistories({ frequency, recency, age }: Histories): void {
  if (recency.length !== frequency.length || age.length !== frequency.length) {
    throw new Error(`The columns differ in length: ${frequency.length} frequencies, ${recency.length} recencies, ${age.length} ages.`);
  }
  for (let row = 0; row < frequency.length; row++) {
    const x = frequency[row] as number;
    const tx = recency[row] as number;
    const time = age[row] as number;
    if (x > 0 && tx >= 0 && tx <= time && time < Infinity && x <= Number.MAX_SAFE_INTEGER && Math.floor(x) === x) continue;
    const found = historyProblem(x, tx, time);
    if (found) throw new HistoryError(row, found.column, found.problem);
  }
}
