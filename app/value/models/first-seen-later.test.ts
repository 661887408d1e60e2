import { expect, test } from "vitest";
import { collapseHistories } from "./collapse-histories.ts";
import { discountSteps } from "./discount-steps.ts";
import { firstSeenLater } from "./first-seen-later.ts";
import { fitOrderModel } from "./fit-order-model.ts";
import { forecastRows } from "./forecast-rows.ts";
import { laterOrders, type OrderLog, summariseLog } from "./order-log.ts";
import type { OrderModel } from "./order-model.ts";
import { drawGamma, seededRandom } from "./seeded-random.ts";

const YEAR = 365;
const YEARS_BEFORE = 4;
const CUT = YEARS_BEFORE * YEAR;

/** Every order since the opening of a store that follows BG/NBD, over six years; customers arrive for the first five. */
function madeLog({ r, alpha, a, b }: { r: number; alpha: number; a: number; b: number }, customers: number): OrderLog {
  const random = seededRandom(9);
  const log = { customer: [] as number[], day: [] as number[], amount: [] as number[] };
  for (let i = 0; i < customers; i++) {
    let time = random() * (CUT + YEAR);
    const rate = drawGamma(r, random) / alpha;
    const leave = drawGamma(a, random);
    const chance = leave / (leave + drawGamma(b, random));
    for (let order = 0; time < CUT + 2 * YEAR; order++) {
      log.customer.push(i);
      log.day.push(Math.floor(time));
      log.amount.push(10);
      if (order > 0 && random() < chance) break;
      time -= Math.log(random()) / rate;
    }
  }
  return log;
}

test("fitting on customers first seen later undoes most of what a cut-off history does to a year's forecast", () => {
  for (const params of [
    { r: 0.6, alpha: 60, a: 0.6, b: 3 },
    { r: 1, alpha: 45, a: 0.8, b: 6 },
    { r: 0.5, alpha: 40, a: 0.8, b: 2.4 },
  ]) {
    const log = madeLog(params, 14_000);
    const kept = Array.from(log.day, (_, i) => i).filter((i) => (log.day[i] as number) >= CUT);
    const pick = (column: ArrayLike<number>) => kept.map((i) => column[i] as number);
    const cut = { customer: pick(log.customer), day: pick(log.day), amount: pick(log.amount) };
    const { histories, customers } = summariseLog(cut, CUT + YEAR);
    const actual = laterOrders(cut, customers, CUT + YEAR, CUT + 2 * YEAR).orders.reduce((sum, count) => sum + count, 0);
    const data = collapseHistories(histories);
    const bias = (model: OrderModel) => {
      const forecast = forecastRows(model, data, discountSteps(YEAR, 1, 0));
      return forecast.orders.reduce((sum, orders, row) => sum + orders * (data.weight[row] as number), 0) / actual - 1;
    };
    const everyone = bias(fitOrderModel("bg", data).model);
    const later = bias(fitOrderModel("bg", firstSeenLater(data, 1)).model);
    expect(everyone).toBeGreaterThan(0.08);
    expect(Math.abs(later)).toBeLessThan(0.06);
  }
});

test("a store with few customers is fitted on all of them", () => {
  const data = collapseHistories({ frequency: [0, 1, 2], recency: [0, 20, 90], age: [10, 30, 100] });
  expect(firstSeenLater(data, 1)).toBe(data);
});
