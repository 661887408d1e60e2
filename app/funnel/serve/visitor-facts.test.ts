import { beforeEach, expect, test } from "vitest";
import { ask, insertAskedShop, live, now, order, other, visitor } from "../../../tests/asked-shop.ts";
import { ownDatabase } from "../../../tests/test-database.ts";
import { inShop } from "../../database/pool.server.ts";
import type { DecideRequest } from "./decide-request.ts";
import { recordDecisionEvent } from "./decision-events.server.ts";
import { visitorHash } from "./visitor-hash.server.ts";

ownDatabase();
let shopId: number;

beforeEach(async () => {
  shopId = await insertAskedShop();
});

test("first-time means no completed order before this moment; cancelled and test orders are none", async () => {
  await live(shopId, {
    stage: "tripwire",
    productIds: ["10"],
    audience: "first_time_buyers",
    discount: { kind: "percentage", value: 6_000 },
    lossBudget: 10_000,
  });
  expect((await ask(shopId, { customerId: "5" })).kind).toBe("offer");
  await order(shopId, { id: 1, customerId: 5, at: "2026-03-16T00:00:00Z" });
  expect((await ask(shopId, { customerId: "5" })).kind).toBe("offer");
  await order(shopId, { id: 2, customerId: 5 });
  expect(await ask(shopId, { customerId: "5" })).toMatchObject({ reason: "not_in_audience" });
  expect((await ask(shopId)).kind).toBe("offer");
  await inShop(shopId, (db) => db.run("update orders set cancelled_at = now() where id = 2"));
  expect((await ask(shopId, { customerId: "5" })).kind).toBe("offer");
});

test("what an identified customer bought lately is not offered again", async () => {
  await live(shopId);
  await order(shopId, { id: 1, customerId: 5, at: "2026-02-01T00:00:00Z", products: [20] });
  expect(await ask(shopId, { customerId: "5" })).toMatchObject({ reason: "recently_bought" });
  expect((await ask(shopId)).kind).toBe("offer");
  expect((await ask(shopId, { customerId: "5", now: new Date("2026-04-03T00:00:00Z") })).kind).toBe("offer");
});

test("a decline holds for fourteen days, for this visitor and this offer", async () => {
  await live(shopId);
  const view = await ask(shopId);
  if (view.kind !== "offer") throw new Error("no offer");
  expect(await recordDecisionEvent(shopId, { decisionId: view.decisionId, kind: "decline" }, now)).toEqual({ kind: "recorded" });
  expect(await ask(shopId)).toMatchObject({ reason: "declined_recently" });
  expect((await ask(shopId, { visitor: "f".repeat(32) })).kind).toBe("offer");
  expect((await ask(shopId, { now: new Date("2026-03-29T12:00:01Z") })).kind).toBe("offer");
});

test("impressions of a day are capped, and free again the day after", async () => {
  await live(shopId);
  await inShop(shopId, (db) => db.run("update shops set offer_rules = '{\"impressionsADay\": 2}' where id = $1", [shopId]));
  for (const _ of [1, 2]) {
    const view = await ask(shopId);
    if (view.kind !== "offer") throw new Error("no offer");
    await recordDecisionEvent(shopId, { decisionId: view.decisionId, kind: "impression" }, now);
  }
  expect(await ask(shopId)).toMatchObject({ reason: "frequency_cap" });
  expect((await ask(shopId, { visitor: other(3) })).kind).toBe("offer");
  expect((await ask(shopId, { now: new Date("2026-03-16T12:00:01Z") })).kind).toBe("offer");
});

/** As the ledger would after an order that took the offer. */
async function sold(view: Awaited<ReturnType<typeof ask>>, values: { order: number; discount?: number; profit?: number; at?: string }) {
  if (view.kind !== "offer") throw new Error("no offer");
  await inShop(shopId, (db) =>
    db.run(
      `insert into attributions (shop_id, order_id, line_id, decision_id, offer_id, ordered_at, quantity, revenue, discount, cost, fees, profit)
       values ($1, $2, 1, $3, $4, $5, 1, 900, $6, 500, 0, $7)`,
      [shopId, values.order, view.decisionId, view.offerId, values.at ?? now, values.discount ?? 100, values.profit ?? 400],
    ),
  );
}

test("limits: a visitor's own orders, a day's orders, the discount given away, a rest after an order", async () => {
  await live(shopId, { perCustomerLimit: 1, dailyLimit: 2, discountBudget: 700 });
  const later = (seconds: number) => new Date(now.getTime() + seconds * 1000);
  await sold(await ask(shopId), { order: 1 });
  expect(await ask(shopId)).toMatchObject({ reason: "customer_limit" });
  await sold(await ask(shopId, { visitor: other(2) }), { order: 2 });
  expect(await ask(shopId, { visitor: other(3), now: later(16) })).toMatchObject({ reason: "daily_limit" });
  const tomorrow = new Date("2026-03-16T00:00:01Z");
  const shown = await ask(shopId, { visitor: other(3), now: tomorrow });
  await sold(shown, { order: 3, discount: 301, at: "2026-03-16T00:00:02Z" });
  // 501 given, 200 more would be 701
  expect(await ask(shopId, { visitor: other(4), now: new Date(tomorrow.getTime() + 16_000) })).toMatchObject({ reason: "budget_spent" });
  await inShop(shopId, async (db) => {
    await db.run("update offers set per_customer_limit = null, daily_limit = null, discount_budget = null, updated_at = clock_timestamp()");
    await db.run("update shops set offer_rules = '{\"coolOffHours\": 24}' where id = $1", [shopId]);
  });
  expect(await ask(shopId, { now: new Date("2026-03-16T11:59:59Z") })).toMatchObject({ reason: "cool_off" });
  expect((await ask(shopId, { now: new Date("2026-03-16T12:00:00Z") })).kind).toBe("offer");
});

test("the depth a visitor was given holds for fourteen days though others are given another", async () => {
  const id = await live(shopId, { depthsBp: [0, 500, 1_000] });
  const depthOf = async (values: Partial<DecideRequest> = {}) => {
    const view = await ask(shopId, { kept: true, ...values });
    return view.kind === "offer" ? view.price.amount - view.discountedPrice.amount : null;
  };
  const first = await depthOf();
  const others = await Promise.all(Array.from({ length: 40 }, (_, n) => depthOf({ visitor: other(n) })));
  expect(new Set(others)).toEqual(new Set([0, 100, 200]));
  // whatever the weights become, and though an A/B test had made it of what the engine chose
  await inShop(shopId, (db) =>
    db.run("update decisions set arm = $1, depth_bp = 500 where visitor = $2", [`${id}:20:1000`, visitorHash(shopId, visitor)]),
  );
  expect(await depthOf({ now: new Date("2026-03-29T11:59:59Z") })).toBe(100);
  await inShop(shopId, (db) => db.run("delete from decisions where created_at > $1", [now]));
  expect(await depthOf({ now: new Date("2026-03-29T12:00:01Z") })).toBe(first);
});

test("reloading draws nothing anew for who may not be remembered: a guest has the shallowest depth, a customer always the same", async () => {
  await live(shopId, { depthsBp: [0, 500, 1_000] });
  let pages = 0;
  const depthsOf = async (customerId: string | null) => {
    const views = await Promise.all(Array.from({ length: 6 }, () => ask(shopId, { visitor: other(pages++), kept: false, customerId })));
    return [...new Set(views.map((view) => (view.kind === "offer" ? view.price.amount - view.discountedPrice.amount : null)))];
  };
  expect(await depthsOf(null)).toEqual([0]);
  expect(await inShop(shopId, (db) => db.rows("select distinct propensity, depth_bp from decisions"))).toEqual([
    { propensity: 1, depth_bp: 0 },
  ]);
  const customers = await Promise.all(Array.from({ length: 60 }, (_, n) => depthsOf(String(500 + n))));
  expect(customers.map((depths) => depths.length)).toEqual(customers.map(() => 1));
  expect(new Set(customers.flat())).toEqual(new Set([0, 100, 200]));
});
