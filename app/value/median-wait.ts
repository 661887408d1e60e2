import { buysWhileAlive } from "./models/customer-orders.ts";
import type { OrderModel } from "./models/order-model.ts";

const LONGEST_DAYS = 3650;

/**
 * Days after which the next order of a customer who still is one is as likely to have come as not; null beyond ten years.
 * x repeat orders in `age` days.
 */
export function medianWait(model: OrderModel, x: number, age: number): number | null {
  if (buysWhileAlive(model, x, age, LONGEST_DAYS) < 0.5) return null;
  let low = 0;
  let high = LONGEST_DAYS;
  for (let step = 0; step < 40; step++) {
    const middle = (low + high) / 2;
    if (buysWhileAlive(model, x, age, middle) < 0.5) low = middle;
    else high = middle;
  }
  return high;
}
