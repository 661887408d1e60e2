import fc from "fast-check";
import { expect, test } from "vitest";
import { moneyText, parseMoneyText, parsePercentText, parseWholeText, percentText } from "./money-text.ts";

test("amounts are read as they are written in each language", () => {
  expect(parseMoneyText("1,200.50", "USD", "en")).toBe(120_050);
  expect(parseMoneyText("1.200,50", "USD", "vi")).toBe(120_050);
  expect(parseMoneyText("200.000", "VND", "vi")).toBe(200_000);
  expect(parseMoneyText("12.50", "GBP", "vi")).toBe(1_250);
  expect(parseMoneyText("12,5", "GBP", "en")).toBe(1_250);
});

test("what is no amount of the currency is refused, not rounded", () => {
  for (const text of ["", "-1", "abc", "1.234", "1e5", "12.", "£5", "1,23,456.00"])
    expect(parseMoneyText(text, "USD", "en"), text).toBeNull();
  expect(parseMoneyText("0.5", "JPY", "en")).toBeNull();
});

test("an amount shown in a field is read back as the same amount", () => {
  fc.assert(
    fc.property(
      fc.nat(1_000_000_000),
      fc.constantFrom("USD", "VND", "KWD"),
      fc.constantFrom("en" as const, "vi" as const),
      (amount, currency, locale) => {
        const text = moneyText(amount, currency, locale);
        expect(parseMoneyText(text, currency, locale)).toBe(amount);
      },
    ),
  );
});

test("percentages keep two decimals, and basis points come back as they were", () => {
  expect(parsePercentText("12.5")).toBe(1_250);
  expect(parsePercentText("12,5")).toBe(1_250);
  for (const text of ["", "1.234", "-5", "x"]) expect(parsePercentText(text)).toBeNull();
  fc.assert(
    fc.property(fc.nat(10_000), fc.constantFrom("en" as const, "vi" as const), (points, locale) => {
      expect(parsePercentText(percentText(points, locale))).toBe(points);
    }),
  );
});

test("whole numbers are digits only", () => {
  expect(parseWholeText(" 7 ")).toBe(7);
  for (const text of ["", "1.5", "-1", "1e3"]) expect(parseWholeText(text)).toBeNull();
});
