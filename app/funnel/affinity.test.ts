import { expect, test } from "vitest";
import { affinityWith, type Baskets, indexProducts, neighboursOf } from "./affinity.ts";

function baskets(orders: readonly { items: readonly number[]; age: number }[], products: number): Baskets {
  const starts = [0];
  for (const order of orders) starts.push((starts.at(-1) ?? 0) + order.items.length);
  return {
    products,
    starts: Int32Array.from(starts),
    items: Int32Array.from(orders.flatMap((order) => order.items)),
    ages: Float64Array.from(orders, (order) => order.age),
  };
}

test("scores follow the formula, worked out by hand", () => {
  // weights: fresh pair 1, ninety days old pair 1/2, three products of today 2^-0.75
  const data = baskets(
    [
      { items: [0, 1], age: 0 },
      { items: [0, 1], age: 90 },
      { items: [0, 1, 2], age: 0 },
      { items: [2], age: 0 },
    ],
    3,
  );
  const near = neighboursOf(data, 0, indexProducts(data), 10);
  const triple = 2 ** -0.75;
  const n = [1.5 + triple, 1.5 + triple, triple + 1];
  expect([...near.others]).toEqual([1, 2]);
  expect([...near.together]).toEqual([3, 1]);
  expect(near.scores[0]).toBeCloseTo((1.5 + triple) / ((n[0] as number) + 3), 12);
  expect(near.scores[1]).toBeCloseTo(triple / (((n[0] as number) + 3) ** 0.7 * ((n[2] as number) + 3) ** 0.3), 12);
});

test("the scratch space is clean after each product, so asking twice gives the same", () => {
  const data = baskets(
    Array.from({ length: 50 }, (_, at) => ({ items: [at % 7, 7 + (at % 5), 12 + (at % 3)], age: at })),
    15,
  );
  const index = indexProducts(data);
  const first = Array.from({ length: 15 }, (_, product) => neighboursOf(data, product, index, 5));
  const second = Array.from({ length: 15 }, (_, product) => neighboursOf(data, product, index, 5));
  expect(second).toEqual(first);
  expect(index.count.every((value) => value === 0)).toBe(true);
});

test("an order of more than 100 products joins none of them", () => {
  const data = baskets([{ items: Array.from({ length: 101 }, (_, at) => at), age: 0 }], 101);
  expect(neighboursOf(data, 0, indexProducts(data), 10).others).toHaveLength(0);
});

test("a cart's affinity sums its products' neighbours and adds popularity by the size of the cart", () => {
  const rows = [
    { productId: "1", otherIds: ["3", "4"], scores: [0.2, 0.1] },
    { productId: "2", otherIds: ["3"], scores: [0.3] },
    { productId: "0", otherIds: ["4", "5"], scores: [0.5, 0.1] },
  ];
  const affinity = affinityWith(["1", "2"], rows);
  expect(affinity("3")).toBeCloseTo(0.5, 5);
  expect(affinity("4")).toBeCloseTo(0.1 + 0.1 * 2 * 0.5, 5);
  expect(affinity("5")).toBeCloseTo(0.02, 5);
  expect(affinity("9")).toBeGreaterThan(0);
});
