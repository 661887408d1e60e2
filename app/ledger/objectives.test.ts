import { beforeEach, expect, test } from "vitest";
import { insertDecision, insertLadder, insertOrder, type SoldLine } from "../../tests/ledger-orders.ts";
import { insertShop, ownDatabase } from "../../tests/test-database.ts";
import { inShop } from "../database/pool.server.ts";
import { rebuildValues } from "../value/rebuild-values.server.ts";
import { attributeOrders } from "./attribute-orders.server.ts";
import { metricValues } from "./metric-values.server.ts";
import type { ObjectiveDraft } from "./objective.ts";
import { archiveObjective, metricMonths, objectives, proposeBaseline, saveObjective } from "./objectives.server.ts";

ownDatabase();
let shopId: number;

const plain: SoldLine = { productId: 30, variantId: 301, unitPrice: 1_000, unitCost: 400 };
const draft: ObjectiveDraft = {
  name: "More orders in April",
  metric: "orders",
  baseline: 2,
  target: 6,
  startsOn: "2026-04-01",
  endsOn: "2026-04-30",
  weight: 2,
  cost: 900,
};

/** In Ho Chi Minh City it is 7 hours later: the guest's order of 31 March, 20:00 UTC, is one of 1 April. */
beforeEach(async () => {
  shopId = await insertShop({ currency: "VND" });
  await insertLadder(shopId);
  await inShop(shopId, (db) => db.run("update shops set timezone = 'Asia/Ho_Chi_Minh' where id = $1", [shopId]));
  const buy = (id: number, at: string, customerId?: number, refunded = 0) =>
    insertOrder(shopId, id, [plain], { at, refunded, ...(customerId ? { customerId } : {}) });
  await buy(1, "2026-01-10T03:00:00Z", 1);
  await buy(2, "2026-01-20T03:00:00Z", 2);
  await buy(3, "2026-03-05T03:00:00Z", 1);
  await buy(4, "2026-03-31T20:00:00Z");
  await buy(5, "2026-04-02T03:00:00Z", 3, 500);
  await buy(6, "2026-04-09T03:00:00Z", 3);
  const decisionId = await insertDecision(shopId, {
    offerId: 1,
    variantId: 101,
    at: "2026-04-03T03:00:00Z",
    events: ["impression", "accept"],
  });
  await insertDecision(shopId, { offerId: 2, variantId: 201, at: "2026-04-03T03:00:00Z", ghost: true, events: ["impression", "accept"] });
  // put into a cart that was not paid for
  await insertDecision(shopId, { offerId: 1, variantId: 101, at: "2026-04-03T03:00:00Z", events: ["impression", "accept"] });
  const tripwire = { productId: 10, variantId: 101, unitPrice: 1_000, discount: 500, unitCost: 700, offerId: 1, decisionId };
  await insertOrder(shopId, 7, [tripwire], { at: "2026-04-03T03:00:00Z", customerId: 1 });
  await insertOrder(shopId, 8, [plain], { at: "2026-04-04T03:00:00Z", customerId: 4, cancelled: true });
  await attributeOrders(shopId, ["7"]);
  await rebuildValues(shopId);
});

test("every metric is what a merchant would count by hand", async () => {
  const [april, empty] = await inShop(shopId, (db) =>
    metricValues(db, [
      { first: "2026-04-01", last: "2026-04-30" },
      { first: "2025-01-01", last: "2025-01-31" },
    ]),
  );
  // Orders 4 (guest), 5, 6 and 7: revenue 1,000 + 1,000 + 1,000 + 500, 500 refunded, cost 400 + 400 + 400 + 700.
  expect(april).toEqual({
    orders: 4,
    new_customers: 1,
    revenue: 3_000,
    profit: 1_100,
    aov: 875,
    apf: 1.5,
    repeat_rate: 1,
    // Won from 1 to 30 January: customers 1 (back after 54 days) and 2 (never).
    retention_90: 0.5,
    offer_accepts: 1,
    tripwire_buyers: 1,
    refund_rate: 0.25,
  });
  expect(empty).toMatchObject({ orders: 0, profit: 0, aov: null, apf: null, repeat_rate: null, retention_90: null, refund_rate: null });
});

test("a later order of the same day of the shop is no return, one after the shop's midnight is", async () => {
  const buy = (id: number, at: string, customerId: number) => insertOrder(shopId, id, [plain], { at, customerId });
  // 16 January in Ho Chi Minh City, from 1 to 17 o'clock
  await buy(21, "2026-01-15T18:00:00Z", 21);
  await buy(22, "2026-01-16T10:00:00Z", 21);
  // half an hour before midnight there and half an hour after it
  await buy(23, "2026-01-16T16:30:00Z", 22);
  await buy(24, "2026-01-16T17:30:00Z", 22);
  // on the 91st day, the first one counted, which is too late
  await buy(25, "2026-01-16T03:00:00Z", 23);
  await buy(26, "2026-04-16T03:00:00Z", 23);
  await rebuildValues(shopId);
  const read = (first: string, last: string) => inShop(shopId, (db) => metricValues(db, [{ first, last }]));
  // those won on 16 January
  expect(await read("2026-04-16", "2026-04-16")).toMatchObject([{ retention_90: 1 / 3 }]);
  expect(await read("2026-01-16", "2026-01-17")).toMatchObject([{ repeat_rate: 1 / 3, apf: 5 / 3 }]);
});

test("an objective stands where its metric stands over as many days, and what a unit cost is told", async () => {
  await saveObjective(shopId, null, draft);
  const ended = await objectives(shopId, new Date("2026-05-02T00:00:00Z"));
  expect(ended.rows[0]?.progress).toMatchObject({
    state: "ended",
    now: 4,
    progress: 0.5,
    expected: 1,
    pace: "behind",
    gained: 2,
    costPerUnit: 450,
  });
  expect(ended.weighted).toBe(0.5);
  // At 10 o'clock of 9 April in Ho Chi Minh City: orders 4 to 7, the one of that morning among them, and none of March.
  const running = await objectives(shopId, new Date("2026-04-09T03:00:00Z"));
  const expected = (8 + 10 / 24) / 30;
  expect(running.rows[0]?.progress).toMatchObject({ state: "running", measured: { first: "2026-04-01", last: "2026-04-09" }, now: 4 });
  expect(running.rows[0]?.progress.expected).toBeCloseTo(expected, 9);
  expect(running.rows[0]?.progress.progress).toBeCloseTo((4 - 2 * expected) / 4, 9);
});

test("objectives that have not begun stand beside those that have, and a rate looks back as long as it lasts", async () => {
  await saveObjective(shopId, null, { ...draft, name: "Later", startsOn: "2026-04-20", endsOn: "2026-04-25" });
  await saveObjective(shopId, null, { ...draft, name: "Rate", metric: "refund_rate", baseline: 0.5, target: 0.1, endsOn: "2026-05-10" });
  const { rows } = await objectives(shopId, new Date("2026-04-10T03:00:00Z"));
  expect(rows.map(({ name, progress }) => [name, progress.state, progress.now, progress.measured?.first])).toEqual([
    ["Later", "upcoming", null, undefined],
    // one refund among the orders 3 to 7
    ["Rate", "running", 0.2, "2026-03-02"],
  ]);
});

test("the baseline proposed is the metric of the equally long period before", async () => {
  expect(await proposeBaseline(shopId, draft)).toEqual({ value: 1, first: "2026-03-02", last: "2026-03-31" });
});

test("whole months only, from after the month the orders begin in", async () => {
  const months = await metricMonths(shopId, new Date("2026-05-02T00:00:00Z"));
  expect(months.map(({ month, values }) => [month, values.orders])).toEqual([
    ["2026-02", 0],
    ["2026-03", 1],
    ["2026-04", 4],
  ]);
  expect(await metricMonths(await insertShop())).toEqual([]);
});

test("an objective is changed, put away and taken out again, and is no other shop's", async () => {
  const made = await saveObjective(shopId, null, draft);
  const id = made.kind === "saved" ? made.id : 0;
  expect(await saveObjective(shopId, id, { ...draft, target: 10 })).toEqual({ kind: "saved", id });
  expect(await archiveObjective(shopId, id, true)).toBe(true);
  const away = await objectives(shopId, new Date("2026-04-20T00:00:00Z"));
  expect(away.rows).toMatchObject([{ id, target: 10, archived: true }]);
  expect(away.weighted).toBeNull();
  await archiveObjective(shopId, id, false);
  expect((await objectives(shopId)).rows[0]?.archived).toBe(false);
  const foreign = await insertShop();
  expect(await saveObjective(foreign, id, draft)).toEqual({ kind: "not_found" });
  expect(await archiveObjective(foreign, id, true)).toBe(false);
  expect((await objectives(foreign)).rows).toEqual([]);
});

test("what cannot be an objective is refused field by field", async () => {
  const errors = async (change: object) => {
    const outcome = await saveObjective(shopId, null, { ...draft, ...change });
    return outcome.kind === "invalid" ? outcome.errors : outcome.kind;
  };
  expect(await errors({ name: " ", weight: 0 })).toEqual({ name: "objective_name_required", weight: "weight_range" });
  expect(await errors({ target: 2 })).toEqual({ target: "target_is_baseline" });
  expect(await errors({ endsOn: "2026-03-01" })).toEqual({ endsOn: "ends_before_start" });
  expect(await errors({ startsOn: "soon", baseline: null })).toEqual({ startsOn: "not_a_day", baseline: "not_a_decimal" });
  expect(await errors({ endsOn: "2036-03-01" })).toEqual({ endsOn: "objective_too_long" });
  expect(await errors({ metric: "refund_rate", target: 5, baseline: 0.1 })).toEqual({ target: "percentage_range" });
  expect(await errors({ metric: "satisfaction" })).toEqual({ metric: "invalid" });
  expect(await saveObjective(shopId, null, null)).toEqual({ kind: "invalid", errors: { form: "invalid" } });
});
