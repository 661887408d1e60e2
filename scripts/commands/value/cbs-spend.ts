import type { Spend } from "../../../app/value/models/group-spend.ts";
import type { CbsFile } from "./read-cbs.ts";

/**
 * What the file knows of spend: over all orders where it has the first order's value, else over the repeat orders alone.
 * Null where it has neither.
 */
export function cbsSpend({ frequency, repeatMean, firstValue }: CbsFile, repeatOnly: boolean): Spend | null {
  if (!repeatMean) return null;
  if (repeatOnly || !firstValue) return { orders: frequency, mean: repeatMean };
  const orders = new Float64Array(frequency.length);
  const mean = new Float64Array(frequency.length);
  for (let i = 0; i < frequency.length; i++) {
    const x = frequency[i] as number;
    orders[i] = x + 1;
    mean[i] = ((firstValue[i] as number) + x * (repeatMean[i] as number)) / (x + 1);
  }
  return { orders, mean };
}
