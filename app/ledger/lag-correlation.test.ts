import { expect, test } from "vitest";
import { lagCorrelations, monthsOfBoth } from "./lag-correlation.ts";

const noise = [3, 9, 1, 7, 4, 8, 2, 6, 5, 9, 1, 8, 3, 7, 2];

test("profit that follows the metric two months later shows at lag two", () => {
  const profit = noise.map((_, month) => (month < 2 ? 4 : 10 * (noise[month - 2] ?? 0) + 3));
  const found = lagCorrelations(noise, profit);
  expect(found?.map(({ lag, months }) => [lag, months])).toEqual([0, 1, 2, 3, 4, 5, 6].map((lag) => [lag, 15 - lag]));
  expect(found?.[2]?.r).toBeCloseTo(1, 12);
  expect(Math.abs(found?.[0]?.r ?? 1)).toBeLessThan(0.9);
});

test("Pearson's r is the one of the textbook", () => {
  const x = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];
  const y = [2, 1, 4, 3, 6, 5, 8, 7, 10, 9, 12, 11];
  // sum of (x - 6.5)(y - 6.5) = 137, both sums of squares 143
  expect(lagCorrelations(x, y)?.[0]?.r).toBeCloseTo(137 / 143, 12);
});

test("fewer than twelve months of both say nothing, months not known are left out", () => {
  expect(lagCorrelations(noise.slice(0, 11), noise.slice(0, 11))).toBeNull();
  expect(lagCorrelations([null, ...noise.slice(0, 11)], noise.slice(0, 12))).toBeNull();
  expect(monthsOfBoth([null, null, ...noise.slice(0, 11)], [...noise.slice(0, 12), null])).toBe(10);
  expect(lagCorrelations([null, ...noise.slice(0, 12)], [5, ...noise.slice(0, 12)])?.[0]).toMatchObject({ months: 12 });
});

test("what never varies has no correlation", () => {
  expect(lagCorrelations(Array(12).fill(4), noise.slice(0, 12))?.[0]?.r).toBeNull();
});
