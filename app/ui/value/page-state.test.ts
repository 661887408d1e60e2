import fc from "fast-check";
import { expect, test } from "vitest";
import { allowedCost } from "../../value/allowed-cost.ts";
import { returningMore } from "../../value/returning-more.ts";
import { wrapWords } from "../charts/wrap-words.ts";
import { relativeChange, signed } from "../signed.ts";
import { chanceWords } from "./chance-words.ts";
import { measureOf } from "./cohort-measure.ts";
import { comparesOf, parseValueState, valueRanges } from "./value-state.ts";

const state = (query: string) => parseValueState(new URLSearchParams(query), "profit");
const now = new Date("2026-04-01T00:00:00Z");
const long = "2020-01-01T00:00:00.000Z";

test("an address that says nothing sensible shows the last year on the shop's own base", () => {
  expect(state("period=century&base=shoes&compare=x")).toEqual({ period: "year", compare: "before", base: "profit" });
  expect(parseValueState(new URLSearchParams(), "net").base).toBe("net");
});

test("the period compared with is as long as the period and ends where it begins", () => {
  expect(valueRanges(state("period=quarter"), now, long)).toEqual({
    from: "2026-01-01T00:00:00.000Z",
    to: "2026-04-01T00:00:00.000Z",
    compareFrom: "2025-10-03T00:00:00.000Z",
    compareTo: "2026-01-01T00:00:00.000Z",
    begins: null,
  });
});

test("a year earlier means the same days, 365 days before", () => {
  const ranges = valueRanges(state("period=quarter&compare=year_before"), now, long);
  expect(ranges).toMatchObject({ compareFrom: "2025-01-01T00:00:00.000Z", compareTo: "2025-04-01T00:00:00.000Z" });
});

test("what a period cannot be compared with becomes what it is compared with first", () => {
  expect(state("period=year&compare=year_before").compare).toBe("before");
  expect(valueRanges(state("period=year&compare=year_before"), now, long).compareFrom).toBe("2024-04-01T00:00:00.000Z");
  expect(state("period=all&compare=before").compare).toBe("none");
  expect(state("period=quarter&compare=year_before").compare).toBe("year_before");
});

test("all time is compared with nothing, and neither is a period when nothing was chosen", () => {
  expect(valueRanges(state("period=all"), now, long)).toMatchObject({ from: null, compareFrom: null });
  expect(valueRanges(state("compare=none"), now, long).compareFrom).toBeNull();
  expect(comparesOf("all")).toEqual(["none"]);
});

test("a period that the orders cover only in part is not compared with", () => {
  const begins = "2025-03-01T00:00:00.000Z";
  expect(valueRanges(state("period=year"), now, begins)).toMatchObject({ compareFrom: null, compareTo: null, begins });
  expect(valueRanges(state("period=quarter"), now, begins)).toMatchObject({ compareFrom: "2025-10-03T00:00:00.000Z", begins: null });
  expect(valueRanges(state("period=all"), now, begins).begins).toBeNull();
});

test("a loss allows no acquisition cost", () => {
  expect(allowedCost(3_000, 0.5)).toBe(1_500);
  expect(allowedCost(-3_000, 0.5)).toBe(0);
});

test("no more customers can return than there are, and none can un-return twice", () => {
  const whatIf = { customers: 200, returned: 150, laterPerReturned: { profit: 10, net: 30, gross: 40 } };
  expect(returningMore(whatIf, 1)).toEqual({ returning: 2, extra: { profit: 20, net: 60, gross: 80 } });
  fc.assert(
    fc.property(fc.integer({ min: -100, max: 100 }), (points) => {
      const { returning } = returningMore(whatIf, points);
      expect(whatIf.returned + returning).toBeGreaterThanOrEqual(0);
      expect(whatIf.returned + returning).toBeLessThanOrEqual(whatIf.customers);
    }),
  );
  expect(returningMore({ ...whatIf, laterPerReturned: null }, 5).extra.net).toBe(0);
});

test("changes say their direction, and nothing before has no percentage", () => {
  expect([signed(0.5, String), signed(-0.5, String), signed(0, String)]).toEqual(["+0.5", "-0.5", "0"]);
  expect([relativeChange(100, 150), relativeChange(0, 5), relativeChange(-5, 5), relativeChange(null, 5)]).toEqual([0.5, null, null, null]);
});

test("the words for a chance never get better as the chance falls", () => {
  const order = ["surely", "likely", "open", "unlikely", "hardly"];
  fc.assert(
    fc.property(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true }), (a, b) => {
      expect(order.indexOf(chanceWords(Math.max(a, b)))).toBeLessThanOrEqual(order.indexOf(chanceWords(Math.min(a, b))));
    }),
  );
});

test("labels break between words and lose none", () => {
  expect(wrapWords("Orders per customer", 9)).toEqual(["Orders", "per", "customer"]);
  fc.assert(
    fc.property(
      fc.array(fc.stringMatching(/^[a-z]{1,12}$/), { minLength: 1, maxLength: 6 }),
      fc.integer({ min: 1, max: 20 }),
      (words, most) => {
        expect(wrapWords(words.join(" "), most).join(" ")).toBe(words.join(" "));
      },
    ),
  );
});

test("a cohort's revenue is before refunds only where the page is, its profit always profit", () => {
  const value = { profit: 1, net: 2, gross: 3 };
  const cell = { age: 1, complete: true, active: 1, retention: 0.5, orders: 1, value, cumulativePerCustomer: value, perActive: value };
  expect([measureOf(cell, "revenue", "profit"), measureOf(cell, "revenue", "gross"), measureOf(cell, "profit", "gross")]).toEqual([
    2, 3, 1,
  ]);
  expect(measureOf({ ...cell, perActive: null }, "survivors", "net")).toBeNull();
  expect(measureOf(cell, "retention", "net")).toBe(0.5);
});
