import { expect, test } from "vitest";
import { CHART, chartGeometry } from "./chart-geometry.ts";
import { customerListSearch, parseCustomerList, searchedNumber } from "./customer-list-state.ts";
import { everyMonth } from "./every-month.ts";
import { setupSteps } from "./setup-steps.ts";
import { syncShare } from "./sync-share.ts";

const list = (query: string) => parseCustomerList(new URLSearchParams(query));

test("an address that says nothing sensible shows the first page by profit", () => {
  expect(list("sort=shoesize&direction=up&page=-3&group=strangers")).toEqual({
    sort: "profit",
    direction: "desc",
    page: 1,
    search: "",
    group: null,
  });
});

test("a change of order begins at the first page, a change of page keeps order and search", () => {
  const state = list("q=ada&sort=orders&direction=asc&page=4");
  expect(customerListSearch(state, { sort: "revenue" })).toBe("?q=ada&sort=revenue&direction=asc");
  expect(list(customerListSearch(state, { page: 5 }))).toEqual({ ...state, page: 5 });
});

test("a group's address lists it by what is at stake, and paging stays in the group", () => {
  const state = list("group=at_risk&sort=priority");
  expect(state).toMatchObject({ group: "at_risk", sort: "priority", page: 1 });
  expect(customerListSearch(state, { page: 2 })).toBe("?group=at_risk&sort=priority&page=2");
  expect(customerListSearch(state, { group: "new" })).toBe("?group=new&sort=priority");
});

test("costs count as known when none is assumed or the merchant agreed, and only after the sync", () => {
  const state = { synced: true, assumedCostShare: 0.4, costsConfirmed: false, blockSeen: false, liveOffers: 0, offerSold: false };
  expect(setupSteps(state)).toEqual({ sync: true, costs: false, block: false, offer: false, accepted: false });
  expect(setupSteps({ ...state, costsConfirmed: true }).costs).toBe(true);
  expect(setupSteps({ ...state, assumedCostShare: 0 }).costs).toBe(true);
  expect(setupSteps({ ...state, assumedCostShare: null }).costs, "nothing is known before the first order").toBe(false);
  expect(setupSteps({ ...state, synced: false, assumedCostShare: 0 }).costs).toBe(false);
});

test("a sync's share grows with what is loaded and never passes one", () => {
  const progress = (loaded: number) => ({
    kind: "first" as const,
    status: "running" as const,
    startedAt: null,
    finishedAt: null,
    estimateSeconds: null,
    setAside: 0,
    error: null,
    ordersFrom: null,
    parts: [
      { part: "products" as const, stage: "done" as const, found: 5, loaded: 5 },
      { part: "customers" as const, stage: "waiting" as const, found: 0, loaded: 0 },
      { part: "orders" as const, stage: "downloading" as const, found: 100, loaded },
    ],
  });
  expect(syncShare(progress(0))).toBeCloseTo(0.1);
  expect(syncShare(progress(50))).toBeCloseTo(0.5);
  expect(syncShare(progress(500))).toBeLessThanOrEqual(1);
  expect(syncShare({ ...progress(0), parts: [] })).toBe(0);
});

test("bars stand on one another inside the picture, in proportion to their money", () => {
  const month = (name: string, newRevenue: number, returningRevenue: number) => ({
    month: name,
    orders: 1,
    newRevenue,
    returningRevenue,
    guestRevenue: 0,
  });
  const { months, ticks } = chartGeometry([month("2026-01", 100, 300), month("2026-02", 0, -50)]);
  const [first, second] = months[0]?.bars ?? [];
  expect((second?.height ?? 0) / (first?.height ?? 1)).toBeCloseTo(3);
  expect((second?.y ?? 0) + (second?.height ?? 0)).toBeCloseTo(first?.y ?? -1);
  for (const bar of months.flatMap((one) => one.bars)) {
    expect(bar.y).toBeGreaterThanOrEqual(CHART.top);
    expect(bar.height).toBeGreaterThanOrEqual(0);
    expect(bar.x + bar.width).toBeLessThanOrEqual(CHART.width);
  }
  expect(ticks[0]?.value).toBe(0);
});

test("months without an order stand in the chart with zeros, also over the turn of a year", () => {
  const month = (name: string, orders: number) => ({ month: name, orders, newRevenue: orders, returningRevenue: 0, guestRevenue: 0 });
  expect(everyMonth([month("2025-11", 2), month("2026-02", 1)])).toEqual([
    month("2025-11", 2),
    month("2025-12", 0),
    month("2026-01", 0),
    month("2026-02", 1),
  ]);
  expect(everyMonth([])).toEqual([]);
});

test("more than a year without an order is one place in the chart, marked as such", () => {
  const month = (name: string, orders: number) => ({ month: name, orders, newRevenue: orders, returningRevenue: 0, guestRevenue: 0 });
  const rows = everyMonth([month("2011-12", 2), month("2026-11", 1)]);
  expect(rows).toEqual([month("2011-12", 2), { ...month("2012-01", 0), until: "2026-10" }, month("2026-11", 1)]);
  expect(chartGeometry(rows).months.map(({ gap }) => gap)).toEqual([false, true, false]);
  expect(everyMonth([month("2025-10", 2), month("2026-11", 1)])).toHaveLength(14);
});

test("a customer's number is searched as one only when the database can hold it", () => {
  expect(searchedNumber("#5012345678901")).toBe("5012345678901");
  expect(searchedNumber("99999999999999999999")).toBeNull();
  expect(searchedNumber("ann")).toBeNull();
});
