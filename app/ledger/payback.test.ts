import { expect, test } from "vitest";
import { type PaybackRow, paybackCohort } from "./payback.ts";

const row = (firstDay: string, age: number, customers: number, profit: number): PaybackRow => ({
  firstDay,
  age,
  customers,
  profit,
  tripwire: age === 0 ? profit : 0,
  maximizer: 0,
  core: 0,
  later: age === 0 ? 0 : profit,
});

test("a cohort pays back on the day its cumulated profit a customer reaches zero", () => {
  const rows = [row("2026-03-01", 0, 4, -2_000), row("2026-03-01", 3, 1, 800), row("2026-03-01", 5, 2, 1_400)];
  const cohort = paybackCohort(rows, "2026-03-11", 1);
  expect(cohort).toMatchObject({ customers: 4, tripwire: -2_000, later: 2_200, paidBackOn: 5 });
  expect(cohort?.curve).toEqual([-500, -500, -500, -300, -300, 50, 50, 50, 50, 50, 50]);
});

test("what is not paid back yet says so, and a first order in profit pays back at once", () => {
  expect(paybackCohort([row("2026-03-01", 0, 2, -100)], "2026-03-03", 1)?.paidBackOn).toBeNull();
  expect(paybackCohort([row("2026-03-01", 0, 2, 100)], "2026-03-03", 1)?.paidBackOn).toBe(0);
  expect(paybackCohort([], "2026-03-03", 1)).toBeNull();
});

test("a day's profit is shared among those watched that long only", () => {
  const rows = [row("2026-03-01", 0, 1, -100), row("2026-03-01", 2, 1, 60), row("2026-03-04", 0, 3, -300)];
  // From day 2 on only the first customer has been watched; half of four would be two.
  expect(paybackCohort(rows, "2026-03-05", 0.5)?.curve).toEqual([-100, -100]);
  expect(paybackCohort(rows, "2026-03-05", 0.25)?.curve).toEqual([-100, -100, -40, -40, -40]);
  expect(paybackCohort(rows, "2026-03-05", 1)?.curve).toEqual([-100, -100]);
});
