import fc from "fast-check";
import { expect, test } from "vitest";
import { averageOrderValue } from "./aov.ts";
import { averagePurchaseFrequency } from "./apf.ts";
import { customerLifetimeValue } from "./clv.ts";
import { customerValueOf } from "./customer-value.ts";
import { lifespanDays, meanLifespanDays, YEAR_DAYS } from "./lifespan.ts";

test("100 orders worth 100,000,000 VND have an average order value of 1,000,000", () => {
  expect(averageOrderValue(100_000_000, 100)).toBe(1_000_000);
});

test("1,000 orders from 10 customers have a purchase frequency of 100", () => {
  expect(averagePurchaseFrequency(1000, 10)).toBe(100);
});

test("Customer Value is what the same customers brought, shared among them", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 1e12 }),
      fc.integer({ min: 1, max: 1e6 }),
      fc.integer({ min: 1, max: 1e6 }),
      (revenue, orders, customers) => {
        const value = customerValueOf(averageOrderValue(revenue, orders), averagePurchaseFrequency(orders, customers));
        expect(value).toBeCloseTo(revenue / customers, 3);
      },
    ),
  );
});

test("a lifespan is counted in days with decimals, and one order has none", () => {
  expect(lifespanDays(new Date("2026-01-01T00:00:00Z"), new Date("2026-01-02T12:00:00Z"))).toBe(1.5);
  expect(lifespanDays(new Date("2026-01-01T00:00:00Z"), new Date("2026-01-01T00:00:00Z"))).toBe(0);
  expect(meanLifespanDays(3, 2)).toBe(1.5);
});

test("the five steps: 2 orders of 50 a year for three years are worth 300", () => {
  expect(customerLifetimeValue({ revenue: 1000, orders: 20, customers: 10, days: YEAR_DAYS }, 3 * YEAR_DAYS)).toBeCloseTo(300, 9);
});

test("half a year of data is scaled to a year", () => {
  const half = customerLifetimeValue({ revenue: 500, orders: 10, customers: 10, days: YEAR_DAYS / 2 }, YEAR_DAYS / 4);
  expect(half).toBeCloseTo(50 * 2 * 0.25, 9);
});

test("less than 90 days of data, or nobody, give no lifetime value", () => {
  expect(customerLifetimeValue({ revenue: 500, orders: 10, customers: 10, days: 89 }, 20)).toBeNull();
  expect(customerLifetimeValue({ revenue: 0, orders: 0, customers: 0, days: 200 }, 0)).toBeNull();
});

test("nothing sold is worth nothing, not a division by zero", () => {
  expect(averageOrderValue(0, 0)).toBe(0);
  expect(averagePurchaseFrequency(0, 0)).toBe(0);
  expect(meanLifespanDays(0, 0)).toBe(0);
});
