import { expect, test } from "vitest";
import { formats } from "./formats.ts";

const { percent, days } = formats("en", "GBP", "Europe/London");

test("less than all is never written as all", () => {
  expect(percent(1)).toBe("100%");
  expect(percent(0.9996)).toBe("99%");
  expect(percent(0.9996, 1)).toBe("99.9%");
  expect(percent(0.994)).toBe("99%");
  expect(percent(0.5)).toBe("50%");
});

test("a factor keeps three digits, however small, so that its product can be checked", () => {
  const { factor } = formats("en", "USD", "UTC");
  expect([20.3812, 1234.5, 0.1784, 0.000424, 0].map(factor)).toEqual(["20.38", "1,234.5", "0.178", "0.000424", "0"]);
  expect(factor(0.000000000012)).toBe("0");
});

test("one day is one day", () => {
  expect(days(1)).toBe("1 day");
  expect(days(2)).toBe("2 days");
});

test("an axis reads in full below a thousand, without decimals where no tick has any", () => {
  const { moneyShort } = formats("en", "GBP", "Europe/London");
  const axis = (ticks: number[]) => ticks.map((tick) => moneyShort(tick, ticks));
  expect(axis([0, 5, 10, 15, 20])).toEqual(["£0.00", "£0.05", "£0.10", "£0.15", "£0.20"]);
  expect(axis([0, 50_000, 100_000, 150_000])).toEqual(["£0", "£500", "£1K", "£1.5K"]);
  expect(axis([-2_000, 0, 2_000])).toEqual(["-£20", "£0", "£20"]);
  expect(moneyShort(4_240)).toBe("£42.40");
  expect(moneyShort(99_999)).toBe("£999.99");
  expect(moneyShort(99_999.6)).toBe("£1K");
  expect(formats("vi", "VND", "Asia/Ho_Chi_Minh").moneyShort(999).replace(/\s/, " ")).toBe("999 ₫");
});

test("a single day is no range of days", () => {
  const plain = (text: string) => text.replaceAll(/\s/g, " ");
  const { range } = formats("en", "GBP", "Europe/London");
  expect(plain(range("2026-11-21T10:00:00Z", "2026-11-21T18:00:00Z"))).toBe("Nov 21, 2026");
  expect(plain(range("2026-11-21T12:00:00Z", "2026-11-23T12:00:00Z"))).toBe("Nov 21, 2026 – Nov 23, 2026");
  expect(plain(range("2025-12-30T12:00:00Z", "2026-01-02T12:00:00Z"))).toBe("Dec 30, 2025 – Jan 2, 2026");
  const vietnamese = formats("vi", "VND", "Asia/Ho_Chi_Minh");
  expect(plain(vietnamese.range("2026-11-21T05:00:00Z", "2026-11-21T06:00:00Z"))).toBe("21 thg 11, 2026");
});

test("a single month is no range of months", () => {
  const { monthRange } = formats("en", "GBP", "Europe/London");
  expect(monthRange("2026-03", "2026-03")).toBe("Mar 2026");
  expect(monthRange("2025-12", "2026-03")).toBe("Dec 2025 – Mar 2026");
  expect(formats("vi", "VND", "Asia/Ho_Chi_Minh").monthRange("2025-12", "2026-03")).toBe("thg 12 2025 – thg 3 2026");
});
