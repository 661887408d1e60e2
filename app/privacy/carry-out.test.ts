import { randomUUID } from "node:crypto";
import { beforeAll, expect, test } from "vitest";
import { insertShop, ownDatabase } from "../../tests/test-database.ts";
import { inShop, pool } from "../database/pool.server.ts";
import { uninstallShop } from "../shopify/shops.server.ts";
import { exportCustomerData, redactCustomerData, redactShopData } from "./carry-out.server.ts";
import { privacyExport, privacyRequests, requestPrivacy } from "./privacy-requests.server.ts";

ownDatabase();
let shopId: number;
let other: number;
const domain = "privacy.myshopify.com";
const CUSTOMER = "770077";

beforeAll(async () => {
  shopId = await insertShop({ domain });
  other = await insertShop();
  for (const shop of [shopId, other]) await fill(shop);
});

async function fill(shop: number): Promise<void> {
  await inShop(shop, async (db) => {
    await db.run("insert into customers (shop_id, id, created_at, updated_at) values ($1, $2, now(), now())", [shop, CUSTOMER]);
    await db.run(
      `insert into orders (shop_id, id, name, customer_id, created_at, processed_at, updated_at, test, subtotal, discounts, refunded, total, visitor)
       values ($1, 1, '#1001', $2, now(), now(), now(), false, 1000, 0, 0, 1000, 'visitor-hash')`,
      [shop, CUSTOMER],
    );
    await db.run(
      `insert into customer_values (shop_id, customer_id, orders, revenue, refunded, discounts, cost, fees, profit, first_order_at, last_order_at)
       values ($1, $2, 1, 1000, 0, 0, 500, 0, 500, now(), now())`,
      [shop, CUSTOMER],
    );
    await db.run(
      `insert into order_values (shop_id, order_id, customer_id, processed_at, day, lines, revenue, gift_cards, refunded, discounts, cost, assumed_cost, fees)
       values ($1, 1, $2, now(), now(), 1, 1000, 0, 0, 0, 500, 0, 0)`,
      [shop, CUSTOMER],
    );
    await db.run(
      "insert into customer_scores (shop_id, customer_id, p_alive, expected_orders, expected_spend, clv, priority) values ($1, $2, 1, 1, 1, 1, 1)",
      [shop, CUSTOMER],
    );
    await db.run(
      "insert into webhook_inbox (shop_id, event_id, topic, resource_id, triggered_at) values ($1, 'e', 'customers/delete', $2, now())",
      [shop, CUSTOMER],
    );
    await db.run("insert into set_aside (shop_id, source, resource, reason, record) values ($1, 'bulk', 'Order', 'r', $2)", [
      shop,
      JSON.stringify({ customer: { id: `gid://shopify/Customer/${CUSTOMER}` } }),
    ]);
    const decision = randomUUID();
    await db.run(
      "insert into decisions (shop_id, id, placement, visitor, customer_id, offer_id, candidates) values ($1, $2, 'cart', 'visitor-hash', $3, 5, '[]')",
      [shop, decision, CUSTOMER],
    );
    await db.run("insert into decision_events (shop_id, decision_id, kind) values ($1, $2, 'accept')", [shop, decision]);
    for (const experiment of [1, 2]) {
      await db.run(
        `insert into exposures (shop_id, experiment_id, visitor, arm, plan, decision_id, exposed_at, customer_id)
         values ($1, $2, 'visitor-hash', 'treatment', 0, $3, now(), $4)`,
        [shop, experiment, decision, CUSTOMER],
      );
    }
    await db.run(
      `insert into attributions (shop_id, order_id, line_id, decision_id, offer_id, customer_id, ordered_at, quantity, revenue, discount, cost, fees, profit)
       values ($1, 1, 1, $2, 5, $3, now(), 1, 100, 0, 50, 0, 50)`,
      [shop, decision, CUSTOMER],
    );
  });
}

async function ask(kind: "customer_data" | "customer_redact" | "shop_redact", eventId = randomUUID()): Promise<number> {
  await requestPrivacy(shopId, {
    kind,
    customerId: kind === "shop_redact" ? null : CUSTOMER,
    eventId,
    topic: kind,
    requestedAt: new Date(),
  });
  return (await privacyRequests(shopId))[0]?.id as number;
}

/** Rows of a shop that still name the customer, by table. */
async function traces(shop: number): Promise<string[]> {
  return inShop(shop, async (db) => {
    const tables = await db.rows<{ name: string }>(
      "select table_name as name from information_schema.columns where table_schema = 'public' and column_name = 'shop_id'",
    );
    const found: string[] = [];
    for (const { name } of tables) {
      const row = await db.row<{ count: number }>(
        `select count(*)::int as count from ${name} t where t::text like '%${CUSTOMER}%' or t::text like '%visitor-hash%'`,
      );
      if (row && row.count > 0) found.push(name);
    }
    return found.sort();
  });
}

test("a request delivered twice is one request", async () => {
  const event = randomUUID();
  await ask("customer_data", event);
  await ask("customer_data", event);
  expect(await privacyRequests(shopId)).toHaveLength(1);
});

test("the export holds the customer's orders, figures and the offers shown, for this shop's merchant only", async () => {
  const id = (await privacyRequests(shopId))[0]?.id as number;
  await exportCustomerData({ shopId, requestId: id });
  expect(await privacyExport(shopId, id)).toMatchObject({
    orders: [{ name: "#1001" }],
    value: { orders: 1, revenue: 1000 },
    offersShown: [{ offer: 5, answers: ["accept"] }],
    experimentsTakenPartIn: 2,
  });
  expect((await privacyRequests(shopId))[0]).toMatchObject({ hasExport: true, completedAt: expect.any(String) });
  expect(await privacyExport(other, id)).toBeNull();
  expect(await privacyRequests(other)).toEqual([]);
});

test("after a redaction nothing names the customer, the shop's figures stay, and another shop's customer is untouched", async () => {
  const before = await traces(other);
  const id = await ask("customer_redact");
  await redactCustomerData({ shopId, requestId: id });
  expect(await traces(shopId)).toEqual([]);
  expect(await traces(other)).toEqual(before);
  expect(
    await inShop(shopId, (db) => db.row("select subtotal::float8, customer_id, visitor from orders where shop_id = $1", [shopId])),
  ).toEqual({ subtotal: 1000, customer_id: null, visitor: null });
  const exposures = await inShop(shopId, (db) => db.rows<{ visitor: string }>("select visitor from exposures where customer_id is null"));
  expect(new Set(exposures.map((row) => row.visitor)).size).toBe(2);
  expect(await inShop(shopId, (db) => db.rows("select 1 from attributions where shop_id = $1", [shopId]))).toHaveLength(1);
  await redactCustomerData({ shopId, requestId: id });
  expect((await privacyRequests(shopId)).find((request) => request.id === id)?.completedAt).not.toBeNull();
});

const GUEST = "770078";

/** What a person did signed out: the order names them, the decisions only its browser or a line of it. */
async function fillGuest(shop: number): Promise<{ seen: string; answered: string; strangers: string }> {
  const [seen, answered, strangers] = [randomUUID(), randomUUID(), randomUUID()];
  await inShop(shop, async (db) => {
    await db.run(
      `insert into orders (shop_id, id, name, customer_id, created_at, processed_at, updated_at, test, subtotal, discounts, refunded, total, visitor)
       values ($1, 2, '#1002', $2, now(), now(), now(), false, 1000, 0, 0, 1000, 'guest-hash')`,
      [shop, GUEST],
    );
    await db.run(
      `insert into order_lines (shop_id, order_id, id, title, quantity, current_quantity, unit_price, discount, offer_id, decision_id)
       values ($1, 2, 1, 'Tea', 1, 1, 1000, 0, 5, $2)`,
      [shop, answered],
    );
    for (const [id, visitor, customerId] of [
      [seen, "guest-hash", null],
      [answered, "no-consent-hash", null],
      [strangers, "guest-hash", "770079"],
    ]) {
      await db.run(
        "insert into decisions (shop_id, id, placement, visitor, customer_id, offer_id, candidates) values ($1, $2, 'cart', $3, $4, 5, '[]')",
        [shop, id, visitor, customerId],
      );
      await db.run(
        `insert into exposures (shop_id, experiment_id, visitor, arm, plan, decision_id, exposed_at, customer_id)
         values ($1, $2, $3, 'treatment', 0, $4, now(), $5)`,
        [shop, customerId ? 8 : 7, visitor, id, customerId],
      );
    }
  });
  return { seen, answered, strangers };
}

test("what a customer did signed out is exported and redacted with them, and what another did on their browser is not", async () => {
  const { seen, answered, strangers } = await fillGuest(shopId);
  const asked = { customerId: GUEST, topic: "t", requestedAt: new Date() };
  await requestPrivacy(shopId, { ...asked, kind: "customer_data", eventId: randomUUID() });
  const exportId = (await privacyRequests(shopId))[0]?.id as number;
  await exportCustomerData({ shopId, requestId: exportId });
  const held = (await privacyExport(shopId, exportId)) as { offersShown: unknown[]; experimentsTakenPartIn: number };
  expect([held.offersShown.length, held.experimentsTakenPartIn]).toEqual([2, 2]);

  await requestPrivacy(shopId, { ...asked, kind: "customer_redact", eventId: randomUUID() });
  await redactCustomerData({ shopId, requestId: (await privacyRequests(shopId))[0]?.id as number });
  for (const [table, id] of [
    ["decisions", "id"],
    ["exposures", "decision_id"],
  ]) {
    const rows = await inShop(shopId, (db) =>
      db.rows<{ id: string; visitor: string }>(`select ${id} as id, visitor from ${table} where ${id} = any($1::uuid[])`, [
        [seen, answered, strangers],
      ]),
    );
    const visitorOf = new Map(rows.map((row) => [row.id, row.visitor]));
    expect(visitorOf.get(strangers)).toBe("guest-hash");
    expect([visitorOf.get(seen), visitorOf.get(answered)]).toEqual([
      expect.stringMatching(/^[\da-f-]{36}$/),
      expect.stringMatching(/^[\da-f-]{36}$/),
    ]);
    expect(visitorOf.get(seen)).not.toBe(visitorOf.get(answered));
  }
});

/** A row in every table of choosing and proving that the other tests leave empty. */
async function fillDerived(shop: number): Promise<void> {
  await inShop(shop, async (db) => {
    await db.run("insert into policy_snapshots (shop_id, version, created_at, outcomes, model) values ($1, 1, now(), 0, '{}')", [shop]);
    await db.run("insert into arm_days values ($1, current_date, 'cart|new|', 5, 1, 1000, 1, 0, 0, 0)", [shop]);
    await db.run(
      "insert into experiments (shop_id, kind, name, status, seed, arms, plans) values ($1, 'global_holdout', 'n', 'running', 's', '[]', '[]')",
      [shop],
    );
    await db.run(
      "insert into experiment_looks (shop_id, experiment_id, day, computed_at, result) values ($1, 1, current_date, now(), '{}')",
      [shop],
    );
    await db.run(
      "insert into objectives (shop_id, name, metric, baseline, target, starts_on, ends_on) values ($1, 'n', 'aov', 1, 2, current_date, current_date)",
      [shop],
    );
  });
}

/** Tables that hold rows of a shop. */
async function tablesOf(shop: number): Promise<string[]> {
  return inShop(shop, async (db) => {
    const tables = await db.rows<{ name: string }>(
      "select table_name as name from information_schema.columns where table_schema = 'public' and column_name = 'shop_id'",
    );
    const found: string[] = [];
    for (const { name } of tables) if (await db.row(`select 1 from ${name} where shop_id = $1 limit 1`, [shop])) found.push(name);
    return found.sort();
  });
}

test("a shop that has left is deleted", async () => {
  for (const shop of [shopId, other]) await fillDerived(shop);
  await ask("shop_redact");
  expect(await uninstallShop(domain, new Date(Date.now() + 1000))).toBe(true);
  await redactShopData({ shopId });
  expect((await pool().query("select 1 from shops where id = $1", [shopId])).rowCount).toBe(0);
  expect(await inShop(shopId, (db) => db.rows("select 1 from orders where shop_id = $1", [shopId]))).toEqual([]);
  expect(await traces(other)).not.toEqual([]);
  expect(await tablesOf(shopId)).toEqual([]);
  expect(await tablesOf(other)).toEqual(
    expect.arrayContaining(["arm_days", "exposures", "experiment_looks", "experiments", "objectives", "policy_snapshots"]),
  );
  await redactShopData({ shopId });
});
