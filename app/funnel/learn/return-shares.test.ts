import fc from "fast-check";
import { expect, test } from "vitest";
import { NO_RETURNS, returnShareOf, returnShares } from "./return-shares.ts";

const shoes = (productId: string, sold: number, returned: number) => ({ productId, productType: "Shoes", sold, returned });

test("a product's share of returns is shrunk to its type's, and that to the shop's", () => {
  const shares = returnShares([shoes("1", 80, 40), shoes("2", 100, 0), { productId: "3", productType: "Mugs", sold: 20, returned: 0 }]);
  // 40 of 200 units: 40 / 220; shoes: (40 + 20 x 40/220) / 200; mugs: (20 x 40/220) / 40
  expect(shares.shop).toBeCloseTo(0.181818, 6);
  expect(new Map(shares.types).get("Shoes")).toBeCloseTo(0.218182, 6);
  expect(new Map(shares.types).get("Mugs")).toBeCloseTo(0.090909, 6);
  const of = returnShareOf(shares);
  expect(of("1", "Shoes")).toBeCloseTo(0.443636, 6);
  expect(of("2", "Shoes")).toBeCloseTo(0.036364, 6);
  expect(of("3", "Mugs")).toBeCloseTo(0.045455, 6);
  // never sold: like its type, or like the shop
  expect(of("4", "Shoes")).toBeCloseTo(0.218182, 6);
  expect(of("5", "Hats")).toBeCloseTo(0.181818, 6);
});

test("a shop to which nothing comes back expects nothing back", () => {
  expect(returnShares([shoes("1", 80, 0)])).toEqual(NO_RETURNS);
  expect(returnShareOf(NO_RETURNS)("1", "Shoes")).toBe(0);
});

test("shares stay within 0 and 1, and of many products those are kept that differ most from their type", () => {
  const units = fc.array(
    fc
      .tuple(fc.nat(3_000), fc.constantFrom("a", "b", "c"), fc.integer({ min: 1, max: 500 }), fc.double({ min: 0, max: 1, noNaN: true }))
      .map(([id, productType, sold, share]) => ({ productId: String(id), productType, sold, returned: Math.floor(sold * share) })),
  );
  fc.assert(
    fc.property(units, (list) => {
      const of = returnShareOf(returnShares(list));
      for (const { productId, productType } of list) expect(of(productId, productType)).toBeGreaterThanOrEqual(0);
      for (const { productId, productType } of list) expect(of(productId, productType)).toBeLessThan(1);
    }),
  );
  const many = Array.from({ length: 3_000 }, (_, at) => shoes(String(at), 100, at === 2_999 ? 90 : at % 2));
  const kept = returnShares(many).products;
  expect(kept).toHaveLength(2_000);
  expect(kept[0]?.[0]).toBe("2999");
});
