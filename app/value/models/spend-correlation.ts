import type { Spend } from "./group-spend.ts";

/**
 * Pearson correlation of the number of orders and their mean value over customers with two orders or more: Gamma-Gamma takes it as 0, and
 * says little wrong below about 0.3. Null with fewer than three such customers or where all are alike.
 * Source: Fader and Hardie (2013), The Gamma-Gamma Model of Monetary Value, section 4.
 */
export function spendCorrelation({ orders, mean }: Spend): number | null {
  let count = 0;
  let sumN = 0;
  let sumZ = 0;
  for (let i = 0; i < orders.length; i++) {
    if ((orders[i] as number) < 2) continue;
    count++;
    sumN += orders[i] as number;
    sumZ += mean[i] as number;
  }
  if (count < 3) return null;
  let both = 0;
  let squareN = 0;
  let squareZ = 0;
  for (let i = 0; i < orders.length; i++) {
    if ((orders[i] as number) < 2) continue;
    const n = (orders[i] as number) - sumN / count;
    const z = (mean[i] as number) - sumZ / count;
    both += n * z;
    squareN += n * n;
    squareZ += z * z;
  }
  return squareN > 0 && squareZ > 0 ? both / Math.sqrt(squareN * squareZ) : null;
}
