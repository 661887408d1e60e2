import fc from "fast-check";
import { expect, test } from "vitest";
import { seededRandom } from "../../value/models/seeded-random.ts";
import { buildNeighbours, type CoPurchases, ENGINE, type EngineSettings } from "./build-neighbours.ts";
import { orderWeights } from "./order-weights.ts";
import { RoughKeys } from "./rough-keys.ts";
import { baskets, row } from "./sample-baskets.ts";

interface Order {
  readonly items: readonly number[];
  readonly age: number;
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

test("co-purchase scores follow the formula, worked out by hand", () => {
  const data = baskets([{ items: [0, 1] }, { items: [0, 1], age: 90 }, { items: [0, 1, 2] }, { items: [2] }], 3);
  const { table, pairs } = buildNeighbours(data);
  const triple = 2 ** -0.75;
  const n = [1.5 + triple, 1.5 + triple, triple + 1] as const;
  expect(pairs).toBe(3);
  expect(row(table, 0).map(([other]) => other)).toEqual([1, 2]);
  expect(row(table, 0)[0]?.[1]).toBeCloseTo((1.5 + triple) / (n[0] + 3), 6);
  expect(row(table, 0)[1]?.[1]).toBeCloseTo(triple / ((n[0] + 3) ** 0.7 * (n[2] + 3) ** 0.3), 6);
  expect([...table.together.subarray(0, 2)]).toEqual([3, 1]);
});

test("the kept neighbours are the best of all, whatever the orders", () => {
  const order = fc.record({ items: fc.uniqueArray(fc.nat(19), { minLength: 1, maxLength: 8 }), age: fc.nat(300) });
  fc.assert(
    fc.property(fc.array(order, { minLength: 1, maxLength: 60 }), (orders) => {
      const data = baskets(orders, 20);
      const all = buildNeighbours(data, { ...ENGINE, keep: 20 }).table;
      const few = buildNeighbours(data, { ...ENGINE, keep: 4 }).table;
      for (let product = 0; product < 20; product++) {
        expect(row(few, product)).toEqual(row(all, product).slice(0, 4));
        const scores = row(all, product).map(([, score]) => score);
        expect(scores).toEqual([...scores].sort((a, b) => b - a));
        expect(row(all, product).every(([other]) => other !== product)).toBe(true);
      }
    }),
  );
});

test("an order of more than 100 products joins none of them", () => {
  const data = baskets([{ items: Array.from({ length: 101 }, (_, at) => at) }], 101);
  expect(buildNeighbours(data).table.others).toHaveLength(0);
});

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
