import { expect, test } from "vitest";
import { type BestSeller, type BestSellersBeside, bestSellersBeside, bestSellersOf } from "./best-sellers.ts";

const seller = (productId: string, values: Partial<BestSeller> = {}): BestSeller => ({
  productId,
  productType: "Mug",
  collectionIds: [],
  price: 100,
  popularity: 0.1,
  ...values,
});
const idsOf = ({ related, others }: BestSellersBeside) => [
  ...related.map(({ productId }) => [productId, true]),
  ...others.map(({ productId }) => [productId, false]),
];
const all = { keep: 10, allows: () => true };

test("related are those of a product type or a collection that stands beside, the rest comes by popularity x sqrt(price)", () => {
  const list = bestSellersOf([
    seller("1", { productType: "Hat", popularity: 0.5 }),
    seller("2", { productType: "Hat", popularity: 0.3, price: 400 }), // 0.3 x 20 is more than 0.5 x 10
    seller("3"),
    seller("4", { productType: "Bag", collectionIds: ["7"] }),
    seller("5", { productType: "" }),
  ]);
  expect(idsOf(bestSellersBeside(list, [{ productType: "Mug", collectionIds: ["7"] }], all))).toEqual([
    ["3", true],
    ["4", true],
    ["2", false],
    ["1", false],
    ["5", false],
  ]);
  // no type is no type in common
  expect(idsOf(bestSellersBeside(list, [{ productType: "", collectionIds: [] }], all)).filter(([, related]) => related)).toEqual([]);
  expect(idsOf(bestSellersBeside(list, [], { keep: 2, allows: (id) => id !== "2" }))).toEqual([
    ["1", false],
    ["3", false],
  ]);
});

test("lists are bounded however many products there are", () => {
  const many = bestSellersOf(Array.from({ length: 2_000 }, (_, at) => seller(String(at), { popularity: at, collectionIds: ["7"] })));
  expect([many.all.length, many.ofType.get("Mug")?.length, many.ofCollection.get("7")?.length]).toEqual([200, 60, 60]);
  expect(many.all[0]?.productId).toBe("1999");
});
