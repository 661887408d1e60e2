import { expect, test } from "vitest";
import { insertShop, ownDatabase } from "../../../tests/test-database.ts";
import { inShop } from "../../database/pool.server.ts";
import { addModel } from "../../value/fit/value-models.server.ts";
import { newCustomerForecast } from "../../value/new-customer-forecast.ts";
import { acquiredValue } from "./acquired-value.server.ts";

ownDatabase();
const now = Date.parse("2026-03-15T12:00:00Z");

const wonIn = (shopId: number) => inShop(shopId, (db) => acquiredValue(db, now));

/** Customers of two orders each; of the second the profit is half of the customer's. */
async function shopWith(customers: number, profitOf: string): Promise<number> {
  const shopId = await insertShop();
  await inShop(shopId, (db) =>
    db.run(
      `insert into customer_values (shop_id, customer_id, orders, revenue, refunded, discounts, cost, fees, profit, first_order_at, last_order_at)
       select $1, n, 2, 0, 0, 0, 0, 0, ${profitOf}, now(), now() from generate_series(1, $2::int) n`,
      [shopId, customers],
    ),
  );
  return shopId;
}

test("without a fit a customer won is worth what is sure of the shop's mean, and nothing is known below a hundred", async () => {
  expect(await wonIn(await shopWith(99, "1000"))).toBeNull();
  expect(await wonIn(await shopWith(100, "1000"))).toBe(500);
  // half bring 0 and half 1,000 later: 500, less 1.2816 deviations of the mean
  const even = await wonIn(await shopWith(100, "2000 * (n % 2)"));
  expect(even).toBeCloseTo(500 - (1.2816 * 500 * Math.sqrt(100 / 99)) / 10, 6);
  // the same mean, from one customer alone
  expect(await wonIn(await shopWith(100, "case when n = 1 then 100000 else 0 end"))).toBe(0);
});

test("by a fit a customer won is worth the forecast, taken down as far as the shop's own lies above its lower end", async () => {
  const model = { name: "bg", params: { r: 0.6, alpha: 40, a: 0.8, b: 2.5 } } as const;
  const gammaGamma = { p: 6, q: 4, v: 3_000 };
  const fitted = { model, gammaGamma, doubtRoot: null, pastError: null };
  const worth = async (low: number) => {
    const shopId = await insertShop();
    const estimate = { mean: 1_000_000, low, high: 1_500_000 };
    const forecast = {
      asOf: "2026-03-15",
      customers: 100,
      orderAgain: 10,
      orders: estimate,
      clv: estimate,
      perNet: { profit: 0.25, net: 1, gross: 1.1 },
      label: "model",
      warnings: [],
      repeatCustomers: 10,
      historyDays: 365,
      beginsInTheMiddle: false,
    } as const;
    await inShop(shopId, (db) =>
      addModel(db, { fittedAt: new Date(now), fitMs: 1, fitted, repeatOrders: 10, forecast, detail: {} as never }),
    );
    return wonIn(shopId);
  };
  const mean = newCustomerForecast(model, gammaGamma).clv * 0.25;
  expect(mean).toBeGreaterThan(0);
  expect(await worth(1_000_000)).toBeCloseTo(mean, 6);
  expect(await worth(700_000)).toBeCloseTo(0.7 * mean, 6);
  expect(await worth(0)).toBe(0);
});
