import fc from "fast-check";
import { expect, test } from "vitest";
import { decomposeChange } from "./decompose-change.ts";

const period = fc
  .record({
    customers: fc.integer({ min: 0, max: 100_000 }),
    more: fc.integer({ min: 0, max: 500_000 }),
    identified: fc.integer({ min: -1e9, max: 1e9 }),
    guests: fc.integer({ min: -1e10, max: 1e10 }),
  })
  .map(({ customers, more, identified, guests }) => ({
    customers,
    orders: customers === 0 ? 0 : customers + more,
    identified: customers === 0 ? 0 : identified,
    total: (customers === 0 ? 0 : identified) + guests,
  }));

test("the parts are whole and sum to the change exactly", () => {
  fc.assert(
    fc.property(period, period, (before, after) => {
      const { customers, apf, aov, guests, change } = decomposeChange("gross", before, after);
      expect([customers, apf, aov, guests].every(Number.isSafeInteger)).toBe(true);
      expect(customers + apf + aov + guests).toBe(change);
      expect(change).toBe(after.total - before.total);
    }),
    { numRuns: 2_000 },
  );
});

test("back again is the same with the other sign", () => {
  fc.assert(
    fc.property(period, period, (before, after) => {
      const there = decomposeChange("net", before, after);
      const back = decomposeChange("net", after, before);
      for (const part of ["customers", "apf", "aov", "guests"] as const) expect(Math.abs(there[part] + back[part])).toBeLessThanOrEqual(1);
    }),
  );
});

test("what did not change gets nothing", () => {
  const before = { customers: 100, orders: 200, identified: 1_000_000, total: 1_000_000 };
  expect(decomposeChange("gross", before, { customers: 150, orders: 300, identified: 1_500_000, total: 1_500_000 })).toMatchObject({
    change: 500_000,
    customers: 500_000,
    apf: 0,
    aov: 0,
    guests: 0,
  });
  expect(decomposeChange("gross", before, { customers: 100, orders: 300, identified: 1_500_000, total: 1_700_000 })).toMatchObject({
    customers: 0,
    apf: 500_000,
    aov: 0,
    guests: 200_000,
  });
});

test("a first period without customers leaves all of it to the customers", () => {
  const nothing = { customers: 0, orders: 0, identified: 0, total: 0 };
  expect(decomposeChange("profit", nothing, { customers: 3, orders: 5, identified: 700, total: 900 })).toEqual({
    base: "profit",
    before: 0,
    after: 900,
    change: 900,
    customers: 700,
    apf: 0,
    aov: 0,
    guests: 200,
  });
});
