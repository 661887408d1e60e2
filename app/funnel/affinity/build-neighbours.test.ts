import fc from "fast-check";
import { expect, test } from "vitest";
import { seededRandom } from "../../value/models/seeded-random.ts";
import type { Baskets } from "./baskets.ts";
import { buildNeighbours, type CoPurchases, ENGINE, type EngineSettings } from "./build-neighbours.ts";
import { orderWeights } from "./order-weights.ts";
import { RoughKeys } from "./rough-keys.ts";

interface Order {
  readonly items: readonly number[];
  readonly age: number;
}

function baskets(orders: readonly Order[], products: number): Baskets {
  const starts = [0];
  for (const { items } of orders) starts.push((starts.at(-1) ?? 0) + items.length);
  return {
    products,
    starts: Int32Array.from(starts),
    items: Int32Array.from(orders.flatMap(({ items }) => items)),
    ages: Float64Array.from(orders, ({ age }) => age),
  };
}

/** The formula read off the orders, without any of the build's shortcuts: every pair, every neighbour put in order. */
function naive(orders: readonly Order[], products: number, settings: EngineSettings): CoPurchases {
  const { asymmetry, shrink, largestBasket, keep } = settings;
  const weights = orderWeights(baskets(orders, products), settings.halfLifeDays, settings.sizeDamping);
  const totals = new Array<number>(products).fill(0);
  const together = totals.map(() => new Map<number, { sum: number; count: number }>());
  orders.forEach(({ items }, order) => {
    for (const item of items) totals[item] = (totals[item] as number) + (weights[order] as number);
    if (items.length > largestBasket) return;
    for (const item of items) {
      for (const other of items) {
        const { sum, count } = together[item]?.get(other) ?? { sum: 0, count: 0 };
        if (other !== item) together[item]?.set(other, { sum: Math.fround(sum + (weights[order] as number)), count: count + 1 });
      }
    }
  });
  const damping = (product: number) => ((totals[product] as number) + shrink) ** (asymmetry - 1);
  const rows = together.map((row, product) =>
    [...row]
      .sort(([a, { sum: sumA }], [b, { sum: sumB }]) => sumB * damping(b) - sumA * damping(a) || a - b)
      .slice(0, keep)
      .map(([other, { sum, count }]) => ({
        other,
        score: ((totals[product] as number) + shrink) ** -asymmetry * sum * damping(other),
        count: Math.min(65_535, count),
      })),
  );
  const starts = [0];
  for (const row of rows) starts.push((starts.at(-1) as number) + row.length);
  const entries = rows.flat();
  return {
    table: {
      starts: Int32Array.from(starts),
      others: Int32Array.from(entries, ({ other }) => other),
      scores: Float32Array.from(entries, ({ score }) => score),
      together: Uint16Array.from(entries, ({ count }) => count),
    },
    pairs: together.reduce((sum, row) => sum + row.size, 0) / 2,
  };
}

function expectNaive(orders: readonly Order[], products: number, settings: EngineSettings): void {
  expect(buildNeighbours(baskets(orders, products), settings)).toEqual(naive(orders, products, settings));
}

test("the table is the formula's to the last digit, whatever the orders", () => {
  const order = fc.record({
    items: fc.uniqueArray(fc.nat(29), { minLength: 1, maxLength: 9 }),
    // of one age, and so old that an order counts for almost nothing, or for nothing at all
    age: fc.oneof(fc.constant(0), fc.double({ min: 0, max: 400, noNaN: true }), fc.constantFrom(3000, 9000, 50_000)),
  });
  const settings = fc.record({ keep: fc.integer({ min: 1, max: 30 }), largestBasket: fc.integer({ min: 2, max: 9 }) });
  fc.assert(
    fc.property(fc.array(order, { minLength: 1, maxLength: 80 }), settings, (orders, chosen) => {
      expectNaive(orders, 30, { ...ENGINE, ...chosen });
    }),
  );
});

test("it is so for products of many orders and more neighbours than are kept, with times known or not", () => {
  for (const days of [365, 0]) {
    const random = seededRandom(31);
    const orders = Array.from({ length: 2500 }, () => ({
      items: [...new Set(Array.from({ length: 1 + Math.floor(9 * random()) }, () => Math.floor(200 * random() ** 3)))],
      age: days * random(),
    }));
    expectNaive(orders, 200, ENGINE);
    expectNaive(orders, 200, { ...ENGINE, keep: 7, largestBasket: 4 });
  }
});

test("a pair in more orders than two bytes count is said to be in as many as they do", () => {
  const { table } = buildNeighbours(
    baskets(
      Array.from({ length: 70_000 }, () => ({ items: [1, 0], age: 0 })),
      2,
    ),
  );
  expect([...table.together]).toEqual([65_535, 65_535]);
});

test("the bar is one that enough keys reach, and not many more", () => {
  const random = seededRandom(32);
  const rough = new RoughKeys(1000);
  for (const spread of [0, 1, 8, 60]) {
    for (let at = 0; at < 1000; at++) rough.keys[at] = 2 ** (-spread * random());
    const reached = rough.keys.filter((key) => key >= rough.bar(1000, 100)).length;
    expect(reached).toBeGreaterThanOrEqual(100);
    if (spread > 0) expect(reached).toBeLessThan(160);
  }
  rough.keys.fill(0);
  expect(rough.bar(1000, 100)).toBe(0);
  expect(rough.bar(50, 100)).toBe(0);
});
