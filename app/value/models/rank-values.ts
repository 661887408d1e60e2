/** The distinct values of a column in rising order, and each entry's place among them. */
export interface Ranked {
  readonly values: Float64Array;
  readonly rank: Int32Array;
}

const LARGEST_TABLE = 1 << 22;

/** Ranks finite values of 0 or more. Whole numbers, such as days, take one pass over a table; others are sorted. */
export function rankValues(column: ArrayLike<number>): Ranked {
  let largest = 0;
  let whole = true;
  for (let row = 0; row < column.length; row++) {
    const value = column[row] as number;
    if (value > largest) largest = value;
    if (Math.floor(value) !== value) whole = false;
  }
  return whole && largest < LARGEST_TABLE && largest < 64 * column.length + 1024 ? rankWhole(column, largest) : rankAny(column);
}

function rankWhole(column: ArrayLike<number>, largest: number): Ranked {
  const place = new Int32Array(largest + 1);
  for (let row = 0; row < column.length; row++) place[column[row] as number] = 1;
  let count = 0;
  for (let value = 0; value <= largest; value++) if (place[value] === 1) place[value] = ++count;
  const values = new Float64Array(count);
  for (let value = 0; value <= largest; value++) if (place[value] !== 0) values[(place[value] as number) - 1] = value;
  const rank = new Int32Array(column.length);
  for (let row = 0; row < column.length; row++) rank[row] = (place[column[row] as number] as number) - 1;
  return { values, rank };
}

function rankAny(column: ArrayLike<number>): Ranked {
  const sorted = Float64Array.from(column).sort();
  let count = 0;
  for (let at = 0; at < sorted.length; at++) if (at === 0 || sorted[at] !== sorted[at - 1]) sorted[count++] = sorted[at] as number;
  const values = sorted.slice(0, count);
  const rank = new Int32Array(column.length);
  for (let row = 0; row < column.length; row++) {
    const value = column[row] as number;
    let low = 0;
    let high = count - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((values[middle] as number) < value) low = middle + 1;
      else high = middle;
    }
    rank[row] = low;
  }
  return { values, rank };
}
