import fc from "fast-check";
import { expect, test } from "vitest";
import { allocate, formatDecimal, formatMoney, parseDecimal } from "./money.ts";

test("decimal strings become minor units exactly", () => {
  expect(parseDecimal("139.12", "GBP")).toBe(13912);
  expect(parseDecimal("0.1", "GBP")).toBe(10);
  expect(parseDecimal("-3", "GBP")).toBe(-300);
  expect(parseDecimal("1000000", "VND")).toBe(1_000_000);
  expect(parseDecimal("1.2345", "KWD")).toBe(1235);
  expect(parseDecimal("0.005", "GBP")).toBe(1);
  expect(parseDecimal("-0.004", "GBP")).toBe(0);
});

test("what is not a decimal number is null", () => {
  for (const text of ["", "1,5", "1e3", "NaN", "£3", ".", "99999999999999999999"]) expect(parseDecimal(text, "GBP")).toBeNull();
});

test("formatting and parsing round-trip in every currency", () => {
  fc.assert(
    fc.property(fc.integer({ min: -1e12, max: 1e12 }), fc.constantFrom("GBP", "VND", "JPY", "KWD", "HUF", "IDR"), (amount, currency) => {
      expect(parseDecimal(formatDecimal(amount, currency), currency)).toBe(amount);
    }),
  );
});

test("parts sum to the whole and none differs from its share by more than one", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 1e9 }),
      fc.array(fc.integer({ min: 0, max: 10_000 }), { minLength: 1, maxLength: 30 }),
      (total, weights) => {
        const parts = allocate(total, weights);
        expect(parts.reduce((a, b) => a + b, 0)).toBe(total);
        const sum = weights.reduce((a, b) => a + b, 0);
        if (sum > 0)
          for (const [index, part] of parts.entries()) expect(Math.abs(part - (total * (weights[index] as number)) / sum)).toBeLessThan(1);
      },
    ),
  );
});

test("people read money in their own locale", () => {
  expect(formatMoney({ amount: 123450, currency: "GBP" }, "en")).toBe("£1,234.50");
  expect(formatMoney({ amount: 1_000_000, currency: "VND" }, "vi")).toBe("1.000.000\u00a0₫");
});
