import fc from "fast-check";
import { expect, test } from "vitest";
import { decimalText, moneyText, parseDecimalText, parseMoneyText, parsePercentText, parseWholeText, percentText } from "./money-text.ts";

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

test("whole numbers are read in the form in which the help beside their field shows them", () => {
  expect(parseWholeText(" 7 ", "en")).toBe(7);
  for (const [text, locale] of [
    ["1,000", "en"],
    ["1.000", "vi"],
    ["1\u00a0000", "vi"],
    ["1000", "en"],
  ] as const)
    expect(parseWholeText(text, locale), text).toBe(1_000);
  expect(parseWholeText("1,000,000", "en")).toBe(1_000_000);
  expect(parseWholeText("1.000.000", "vi")).toBe(1_000_000);
  for (const text of ["", "1.5", "-1", "1e3", "1.000", "1,00", "10,0000", "0,125", "1 2", "1,000 000", "1,000.0"])
    expect(parseWholeText(text, "en"), text).toBeNull();
  for (const text of ["1.00", "1,000", "1.0000", "0.100", "1.000,5"]) expect(parseWholeText(text, "vi"), text).toBeNull();
});

test("a number with groups is not read as one with decimals", () => {
  expect(parseDecimalText("1,000", "en")).toBe(1_000);
  expect(parseDecimalText("1.250,5", "vi")).toBe(1_250.5);
  expect(parseDecimalText("1.250", "en")).toBe(1.25);
  expect(parseDecimalText("1,25", "en")).toBe(1.25);
  expect(parseDecimalText("0,125", "en")).toBe(0.125);
  fc.assert(
    fc.property(fc.nat(10_000_000), fc.constantFrom("en" as const, "vi" as const), (tenThousandths, locale) => {
      expect(parseDecimalText(decimalText(tenThousandths / 10_000, locale), locale)).toBe(tenThousandths / 10_000);
    }),
  );
});
