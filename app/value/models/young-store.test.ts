import { expect, test } from "vitest";
import { collapseHistories } from "./collapse-histories.ts";
import { expectedOrdersOfNewCustomer } from "./customer-orders.ts";
import { fitOrderModel } from "./fit-order-model.ts";
import { forecastStore } from "./forecast-store.ts";
import { seededRandom } from "./seeded-random.ts";

/** So many customers who came evenly over so many days, and none of them twice. */
function noneBack(customers: number, days: number) {
  const age = Array.from({ length: customers }, (_, i) => (customers === 1 ? days : Math.round((i * days) / (customers - 1))));
  const none = age.map(() => 0);
  return { frequency: none, recency: none, age };
}

function forecastOf(histories: ReturnType<typeof noneBack>) {
  const each = histories.age.map(() => 1);
  return forecastStore({ histories, spend: { orders: each, mean: each.map(() => 50) }, random: seededRandom(1), draws: 100 });
}

test("being young does not raise a store's forecast: what other stores' experience says is the most it tells while nobody comes back", () => {
  const opening = forecastOf(noneBack(1, 0)).totals.orders.mean;
  expect(opening).toBeLessThan(1.6);
  for (const customers of [1, 4, 10, 40]) {
    let before = Infinity;
    for (const days of [0, 1, 3, 7, 14, 30, 60, 90, 180]) {
      const { evidence, totals } = forecastOf(noneBack(customers, days));
      expect(evidence.label).toBe("early");
      const each = totals.orders.mean / customers;
      expect(each).toBeLessThanOrEqual(opening * (1 + 1e-6));
      expect(each).toBeLessThanOrEqual(before * (1 + 1e-6));
      expect(totals.clv.mean / customers).toBeLessThan(100);
      before = each;
    }
  }
});

test("the day a store opens, how many customers came says nothing of how often they come back", () => {
  const each = [1, 10, 400].map((customers) => forecastOf(noneBack(customers, 0)).totals.orders.mean / customers);
  for (const orders of each) expect(orders).toBeCloseTo(each[0] as number, 6);
});

test("a young store is fitted alike in days and in weeks", () => {
  const days = { frequency: [0, 1, 0, 2, 0, 0], recency: [0, 7, 0, 21, 0, 0], age: [7, 14, 28, 35, 35, 14] };
  const weeks = { ...days, recency: days.recency.map((day) => day / 7), age: days.age.map((day) => day / 7) };
  const inDays = fitOrderModel("mbg", collapseHistories(days)).model;
  const inWeeks = fitOrderModel("mbg", collapseHistories(weeks), { unitDays: 7 }).model;
  expect(expectedOrdersOfNewCustomer(inWeeks, 52)).toBeCloseTo(expectedOrdersOfNewCustomer(inDays, 364), 5);
});
