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

test("one day is one day", () => {
  expect(days(1)).toBe("1 day");
  expect(days(2)).toBe("2 days");
});
