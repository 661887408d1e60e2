import { expect, test } from "vitest";
import { popularity } from "./popularity.ts";
import { baskets } from "./sample-baskets.ts";

test("popularity halves every 28 days and is a share of orders", () => {
  const shares = popularity(baskets([{ items: [0] }, { items: [0, 1], age: 28 }], 2));
  expect(shares[0]).toBeCloseTo(1, 12);
  expect(shares[1]).toBeCloseTo(1 / 3, 12);
});
