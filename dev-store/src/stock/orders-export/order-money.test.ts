import fc from "fast-check";
import { expect, test } from "vitest";
import { parseAmount, parseDate } from "./cells.ts";
import { divideDiscounts, divideTotal } from "./order-money.ts";

const lines = fc.array(
  fc.record({
    quantity: fc.integer({ min: 1, max: 50 }),
    unitPrice: fc.integer({ min: 0, max: 5_000_000 }),
    discount: fc.integer({ min: 0, max: 9_000_000 }),
  }),
  { minLength: 1, maxLength: 12 },
);

test("lines less discounts are Subtotal to the minor unit, and no line is paid for twice or below nothing", () => {
  fc.assert(
    fc.property(
      lines,
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.integer({ min: 0, max: 20_000_000 }),
      (items, share, discountAmount) => {
        const cost = items.reduce((sum, { quantity, unitPrice }) => sum + quantity * unitPrice, 0);
        const subtotal = Math.floor(cost * share);
        const money = divideDiscounts(items, subtotal, discountAmount);
        expect(money).not.toBeNull();
        let left = 0;
        items.forEach(({ quantity, unitPrice }, index) => {
          const own = money?.lineDiscounts[index] ?? Number.NaN;
          const shared = money?.orderDiscounts[index] ?? Number.NaN;
          const paid = quantity * unitPrice - own - shared;
          expect(Math.min(own, shared, paid)).toBeGreaterThanOrEqual(0);
          left += paid;
        });
        expect(left).toBe(subtotal);
      },
    ),
  );
});

test("a Subtotal above the lines cannot be divided", () => {
  expect(divideDiscounts([{ quantity: 2, unitPrice: 500, discount: 0 }], 1001, 0)).toBeNull();
});

test("a discount a unit is told from a line total by what adds up", () => {
  expect(divideDiscounts([{ quantity: 3, unitPrice: 1000, discount: 100 }], 2700, 0)).toMatchObject({
    lineDiscounts: [300],
    unexplained: 0,
  });
  expect(divideDiscounts([{ quantity: 3, unitPrice: 1000, discount: 100 }], 2900, 0)).toMatchObject({
    lineDiscounts: [100],
    unexplained: 0,
  });
});

test("subtotal, shipping, taxes and tip always make up Total", () => {
  const amount = fc.integer({ min: 0, max: 1_000_000 });
  fc.assert(
    fc.property(amount, fc.option(amount), amount, amount, (subtotal, shipping, tax, total) => {
      const charges = divideTotal(subtotal, shipping, tax, total);
      if (total < subtotal) {
        expect(charges).toBeNull();
        return;
      }
      expect(charges && subtotal + charges.shipping + (charges.taxesIncluded ? 0 : charges.tax) + charges.tip).toBe(total);
      expect(Math.min(charges?.shipping ?? -1, charges?.tip ?? -1)).toBeGreaterThanOrEqual(0);
    }),
  );
});

test("every amount of up to three decimals is read exactly", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 9_000_000_000_000 }), fc.integer({ min: 0, max: 999 }), (whole, thousandths) => {
      expect(parseAmount(`${whole}.${String(thousandths).padStart(3, "0")}`)).toBe(whole * 1000 + thousandths);
    }),
  );
  for (const bad of ["", ".5", "5.", "1e3", "1,000", "-1", "+1", "£5", "0.0001", "99999999999999", "NaN", "1.2.3", "٣"])
    expect(parseAmount(bad)).toBeNull();
  expect(parseAmount("12.5000000")).toBe(12_500);
});

test("dates are read with their offset and only when the calendar has them", () => {
  expect(parseDate("2024-05-01 10:00:00 -0430")).toBe(Date.UTC(2024, 4, 1, 14, 30));
  expect(parseDate("2024-02-29T00:00:00.000Z")).toBe(Date.UTC(2024, 1, 29));
  expect(parseDate("2024-05-01")).toBe(Date.UTC(2024, 4, 1));
  for (const bad of ["", "2023-02-29 00:00:00 +0000", "2024-13-01", "2024-01-01 25:00:00 +0000", "01/02/2024", "1970-01-01", "2024-1-1"])
    expect(parseDate(bad)).toBeNull();
});
