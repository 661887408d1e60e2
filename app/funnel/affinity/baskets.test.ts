import { expect, test } from "vitest";
import { pickOrders, youngestOrders } from "./baskets.ts";
import { baskets } from "./sample-baskets.ts";

test("picking orders keeps their products and counts ages from the youngest", () => {
  const picked = pickOrders(
    baskets(
      [
        { items: [0, 1], age: 9 },
        { items: [2], age: 5 },
        { items: [1, 2], age: 3 },
      ],
      3,
    ),
    [0, 1],
  );
  expect([...picked.items]).toEqual([0, 1, 2]);
  expect([...picked.starts]).toEqual([0, 2, 3]);
  expect([...picked.ages]).toEqual([4, 0]);
});

test("the youngest orders are taken whole, the later of equal age", () => {
  const ages = [9, 3, 5, 3, 5, 1];
  const data = baskets(
    ages.map((age, at) => ({ items: [at], age })),
    6,
  );
  const taken = (most: number) => [...youngestOrders(data, most).items];
  expect([1, 2, 3, 4, 5, 6, 7].map(taken)).toEqual([
    [5],
    [3, 5],
    [1, 3, 5],
    [1, 3, 4, 5],
    [1, 2, 3, 4, 5],
    [0, 1, 2, 3, 4, 5],
    [0, 1, 2, 3, 4, 5],
  ]);
  expect([...youngestOrders(data, 3).ages]).toEqual([2, 2, 0]);
});
