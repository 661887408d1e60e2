import fc from "fast-check";
import { expect, test } from "vitest";
import { minorUnits, moneyString } from "../admin-api/money.ts";
import { toDecimal, toHundredths, toMinor } from "./money.ts";

test.each([
  ["HUF", "125.4"],
  ["IDR", "125.4"],
  ["COP", "125.4"],
  ["PKR", "125.4"],
  ["IQD", "12.54"],
  ["USD", "125.4"],
  ["JPY", "12540.0"],
  ["KWD", "12.54"],
])("12540 minor units of %s are %s, whatever is usual to show", (currency, decimal) => {
  expect(toDecimal(12540, currency)).toBe(decimal);
  expect(toMinor(decimal, currency)).toBe(12540);
});

test("the checkout and the Admin API mean the same by an amount in every currency", () => {
  const currencies = fc.constantFrom(...Intl.supportedValuesOf("currency"));
  fc.assert(
    fc.property(currencies, fc.integer({ min: 0, max: 1e12 }), (currency, minor) => {
      expect(toMinor(moneyString(minor, currency), currency)).toBe(minor);
      expect(minorUnits(toDecimal(minor, currency), currency)).toBe(minor);
    }),
  );
});

test("the storefront's hundredths are those of the amount as it is written", () => {
  expect(toHundredths(12540, "HUF")).toBe(12540);
  expect(toHundredths(1000, "JPY")).toBe(100_000);
});
