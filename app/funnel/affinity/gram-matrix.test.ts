import { expect, test } from "vitest";
import { seededRandom } from "../../value/models/seeded-random.ts";
import { EASE } from "./build-ease.ts";
import { gramMatrix } from "./gram-matrix.ts";
import { orderWeights } from "./order-weights.ts";
import { baskets } from "./sample-baskets.ts";

test("the Gram matrix is the sum over orders of the weights of both products", () => {
  const random = seededRandom(17);
  const orders = Array.from({ length: 200 }, () => ({
    items: [...new Set(Array.from({ length: 1 + Math.floor(6 * random()) }, () => Math.floor(12 * random())))],
    age: 300 * random(),
  }));
  const data = baskets(orders, 12);
  const weights = orderWeights(data, EASE.halfLifeDays, EASE.sizeDamping);
  const { size, products, cells } = gramMatrix(data, { ...EASE, mostProducts: 9 });
  expect(size).toBe(9);
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      let sum = 0;
      orders.forEach(({ items }, order) => {
        if (items.includes(products[row] as number) && items.includes(products[column] as number)) sum += weights[order] as number;
      });
      expect(cells[row * size + column]).toBeCloseTo(sum, 4);
    }
  }
});
