import fc from "fast-check";
import { expect, test } from "vitest";
import { dayEnd, dayOf, dayStart } from "./shop-day.ts";

const ZONES = ["UTC", "Asia/Ho_Chi_Minh", "America/New_York", "Australia/Lord_Howe", "America/Santiago", "Pacific/Kiritimati"];

test("a day begins at midnight of the shop", () => {
  expect(dayStart("2026-03-01", "Asia/Ho_Chi_Minh")).toBe("2026-02-28T17:00:00.000Z");
  expect(dayEnd("2026-03-01", "Asia/Ho_Chi_Minh")).toBe("2026-03-01T16:59:59.000Z");
});

test("a day on which clocks leap over midnight begins at the leap", () => {
  expect(dayStart("2026-09-06", "America/Santiago")).toBe("2026-09-06T04:00:00.000Z");
});

test("the first and the last second of a day fall on it, and the second before falls on the day before", () => {
  fc.assert(
    fc.property(
      fc.date({ min: new Date("2000-01-02"), max: new Date("2040-12-30"), noInvalidDate: true }),
      fc.constantFrom(...ZONES),
      (date, zone) => {
        const day = date.toISOString().slice(0, 10);
        const start = dayStart(day, zone) as string;
        expect(dayOf(start, zone)).toBe(day);
        expect(dayOf(dayEnd(day, zone) as string, zone)).toBe(day);
        expect(dayOf(new Date(Date.parse(start) - 1000).toISOString(), zone) < day).toBe(true);
      },
    ),
  );
});

test("what is no day is refused", () => {
  for (const day of ["", "2026-02-30", "2026-2-3", "tomorrow"]) expect(dayStart(day, "UTC"), day).toBeNull();
});
