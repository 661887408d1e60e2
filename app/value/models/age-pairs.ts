import type { CollapsedHistories } from "./collapse-histories.ts";

/** The distinct (x, T) of a store: what is expected of a customer who is alive depends on these alone. */
export interface AgePairs {
  /** each row's pair */
  readonly pairOf: Int32Array;
  readonly frequency: Float64Array;
  readonly age: Float64Array;
}

export function agePairs(data: CollapsedHistories): AgePairs {
  const width = data.ages.length;
  const known = new Map<number, number>();
  const pairOf = new Int32Array(data.rows);
  const frequency: number[] = [];
  const age: number[] = [];
  for (let row = 0; row < data.rows; row++) {
    const atX = data.frequencyAt[row] as number;
    const atT = data.ageAt[row] as number;
    const key = atX * width + atT;
    let pair = known.get(key);
    if (pair === undefined) {
      pair = frequency.length;
      known.set(key, pair);
      frequency.push(data.frequencies[atX] as number);
      age.push(data.ages[atT] as number);
    }
    pairOf[row] = pair;
  }
  return { pairOf, frequency: Float64Array.from(frequency), age: Float64Array.from(age) };
}
