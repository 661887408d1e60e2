import type { Spend } from "../models/group-spend.ts";
import type { Histories } from "../models/histories.ts";

/** What the models know of a shop's customers, one entry each, by rising id. Days count from 1970; money in minor units. */
export interface CustomerColumns {
  readonly ids: BigInt64Array;
  readonly firstDay: Int32Array;
  readonly lastDay: Int32Array;
  /** days with a paid order, 1 or more */
  readonly orderDays: Int32Array;
  /** net revenue of those days */
  readonly spend: Float64Array;
}

/** The histories as of the end of a day, in days. An order that is later than that day ends its customer's own observation. */
export function historiesOf({ firstDay, lastDay, orderDays }: CustomerColumns, asOf: number): Histories {
  const count = orderDays.length;
  const frequency = new Int32Array(count);
  const recency = new Int32Array(count);
  const age = new Int32Array(count);
  for (let i = 0; i < count; i++) {
    const first = firstDay[i] as number;
    const last = lastDay[i] as number;
    frequency[i] = (orderDays[i] as number) - 1;
    recency[i] = last - first;
    age[i] = Math.max(asOf, last) - first;
  }
  return { frequency, recency, age };
}

/** Spend over all days with an order, the first included. */
export function spendOf({ orderDays, spend }: CustomerColumns): Spend {
  return { orders: orderDays, mean: spend.map((total, i) => total / (orderDays[i] as number)) };
}
