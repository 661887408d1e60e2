import { expect, test } from "vitest";
import { fallbackOrder } from "./fallback-order.ts";

test("while data are few, what is bought together comes first, dear products ahead of cheap ones, and what is popular last", () => {
  const others = { related: [{ productId: "3" }], others: [{ productId: "2" }, { productId: "1" }] };
  const together = [
    { productId: "5", score: 0.4 },
    { productId: "4", score: 0.2 },
  ];
  // 0.2 x 30 is more than 0.4 x 10
  const order = fallbackOrder(together, (id) => (id === "4" ? 900 : 100), others);
  expect(order.map(({ productId, source }) => [productId, source])).toEqual([
    ["4", "bought_together"],
    ["5", "bought_together"],
    ["3", "related"],
    ["2", "popular"],
    ["1", "popular"],
  ]);
});
