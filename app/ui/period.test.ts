import { expect, test } from "vitest";
import { type Period, shownPeriod } from "./period.ts";
import { parseValueState, USUAL_PERIOD, valueRanges } from "./value/value-state.ts";

const now = new Date("2026-04-01T00:00:00Z");
const shown = (query: string, lastOrderAt: string | null, usual: Period = "year") =>
  shownPeriod({ parameters: new URLSearchParams(query), lastOrderAt, now, usual });

test("a page opens with its usual period, and with another where its address says so", () => {
  expect(shown("", "2026-03-20T00:00:00.000Z", "quarter")).toEqual({
    period: "quarter",
    from: "2026-01-01T00:00:00.000Z",
    until: now,
    quiet: false,
  });
  expect(shown("period=all", null, "quarter")).toMatchObject({ period: "all", from: null });
  expect(shown("period=century", null)).toMatchObject({ period: "year", from: "2025-04-01T00:00:00.000Z", quiet: false });
});

test("a store without an order for 90 days is looked at as of its last order, which is still counted", () => {
  const { until, quiet, from } = shown("", "2011-12-09T12:50:00.000Z");
  expect(quiet).toBe(true);
  expect(until.getTime()).toBeGreaterThan(Date.parse("2011-12-09T12:50:00.000Z"));
  expect(from).toBe("2010-12-09T12:50:01.000Z");
});

test("the same period of a quiet store begins on the same day on Home, Value and Results", () => {
  const last = "2011-12-09T12:50:00.000Z";
  for (const query of ["period=quarter", "period=year", "period=all"]) {
    const value = shown(query, last, USUAL_PERIOD);
    const ranges = valueRanges(parseValueState(new URLSearchParams(query), "net"), value.until, "2009-01-01T00:00:00.000Z");
    expect([shown(query, last, "quarter").from, ranges.from]).toEqual([value.from, value.from]);
  }
});
