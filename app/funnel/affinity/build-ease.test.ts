import { expect, test } from "vitest";
import { seededRandom } from "../../value/models/seeded-random.ts";
import { ordersOfProducts } from "./baskets.ts";
import { buildEase, EASE, easeOf } from "./build-ease.ts";
import { baskets, pairedShop, row } from "./sample-baskets.ts";

test("EASE with every product as support is the published closed form", () => {
  // orders of two, so all weigh 1; G is then plain counts
  const data = baskets([{ items: [0, 1] }, { items: [0, 1] }, { items: [1, 2] }, { items: [0, 2] }, { items: [0, 1] }], 3);
  const gram = [
    [4, 3, 1],
    [3, 4, 1],
    [1, 1, 2],
  ];
  const ridge = 5;
  const inverse = invert(gram.map((line, i) => line.map((value, j) => value + (i === j ? ridge : 0))));
  const table = buildEase(data, { ...EASE, ridge, support: 3 });
  for (let i = 0; i < 3; i++) {
    for (const [j, score] of row(table, i)) expect(score).toBeCloseTo(-(inverse[i]?.[j] as number) / (inverse[j]?.[j] as number), 6);
    expect(row(table, i)).toHaveLength(2);
  }
});

test("EASE keeps to the most bought products and drops the weakest weights", () => {
  const random = seededRandom(9);
  const data = baskets(
    Array.from({ length: 400 }, () => ({ items: [...new Set(Array.from({ length: 4 }, () => Math.floor(30 * random() ** 2)))] })),
    30,
  );
  const table = buildEase(data, { ...EASE, mostProducts: 10, keep: 3 });
  const counts = ordersOfProducts(data);
  const active = new Set(table.others);
  expect(active.size).toBeLessThanOrEqual(10);
  for (const product of active) expect(counts.filter((count) => count > (counts[product] as number)).length).toBeLessThan(12);
  for (let product = 0; product < 30; product++) expect(row(table, product).length).toBeLessThanOrEqual(3);
});

test("EASE of several ridges is each as if built alone", () => {
  const data = pairedShop(1000, 16);
  const ridges = easeOf(data, EASE);
  for (const ridge of [5, 50, 5]) expect(ridges(ridge)).toEqual(buildEase(data, { ...EASE, ridge }));
});

function invert(matrix: readonly (readonly number[])[]): number[][] {
  const size = matrix.length;
  const work = matrix.map((line, i) => [...line, ...line.map((_, j) => (i === j ? 1 : 0))]);
  for (let pivot = 0; pivot < size; pivot++) {
    const line = work[pivot] as number[];
    const scale = line[pivot] as number;
    for (let at = 0; at < 2 * size; at++) line[at] = (line[at] as number) / scale;
    work.forEach((other, at) => {
      const factor = other[pivot] as number;
      if (at !== pivot)
        other.forEach((value, k) => {
          other[k] = value - factor * (line[k] as number);
        });
    });
  }
  return work.map((line) => line.slice(size));
}
