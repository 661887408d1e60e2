import { expect, test } from "vitest";
import type { ActiveDiscount } from "../shopify/active-discount.ts";
import { stackedSale } from "./stacked-sale.ts";

const unit = { price: 10_000, productId: "1", variantId: "11", collectionIds: ["5"] };
const own = { kind: "percentage", value: 2_000 } as const;

function discount(values: Partial<ActiveDiscount>): ActiveDiscount {
  return {
    title: "Sale",
    code: false,
    product: false,
    order: true,
    combinesWith: { productDiscounts: true, orderDiscounts: false },
    takes: { kind: "percentage", value: 1_000 },
    only: null,
    minimum: 0,
    ...values,
  };
}

test("an order discount comes off what the offer leaves", () => {
  expect(stackedSale(unit, own, [])).toEqual({ paid: 8_000, with: [] });
  expect(stackedSale(unit, own, [discount({})])).toEqual({ paid: 7_200, with: ["Sale"] });
});

test("order discounts that do not hold together come off once, the greatest", () => {
  const two = [discount({}), discount({ title: "Big", takes: { kind: "percentage", value: 3_000 } })];
  expect(stackedSale(unit, own, two)).toEqual({ paid: 5_600, with: ["Big"] });
  const both = two.map((one) => ({ ...one, combinesWith: { productDiscounts: true, orderDiscounts: true } }));
  expect(stackedSale(unit, own, both)).toEqual({ paid: 4_800, with: ["Big", "Sale"] });
});

test("a line has one product discount, the greater one", () => {
  const other = discount({ product: true, order: false, takes: { kind: "percentage", value: 5_000 } });
  expect(stackedSale(unit, own, [other])).toEqual({ paid: 5_000, with: ["Sale"] });
  expect(stackedSale(unit, own, [{ ...other, takes: { kind: "amount", value: 500, each: true } }])).toEqual({ paid: 8_000, with: [] });
});

test("an amount off the order is the unit's part of the smallest order that has it", () => {
  const amount = discount({ takes: { kind: "amount", value: 2_000, each: false } });
  expect(stackedSale(unit, own, [{ ...amount, minimum: 32_000 }]).paid).toBe(7_500);
  expect(stackedSale(unit, own, [amount]).paid).toBe(6_000);
});

test("what does not combine, covers other products or cannot be known takes nothing off", () => {
  const only = { productIds: ["2"], variantIds: [], collectionIds: ["6"], complete: true };
  const others = [
    discount({ combinesWith: { productDiscounts: false, orderDiscounts: true } }),
    discount({ only }),
    discount({ takes: null }),
  ];
  expect(stackedSale(unit, own, others)).toEqual({ paid: 8_000, with: [] });
  expect(stackedSale(unit, own, [discount({ only: { ...only, collectionIds: ["5"] } })]).paid).toBe(7_200);
  expect(stackedSale(unit, own, [discount({ only: { ...only, complete: false } })]).paid).toBe(7_200);
});
