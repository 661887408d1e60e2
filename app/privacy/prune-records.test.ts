import { randomUUID } from "node:crypto";
import { beforeAll, expect, test } from "vitest";
import { insertShop, ownDatabase } from "../../tests/test-database.ts";
import { inShop } from "../database/pool.server.ts";
import { failedEvents } from "../orders/failed-events.server.ts";
import { privacyRequests, requestPrivacy } from "./privacy-requests.server.ts";
import { pruneRecords } from "./prune-records.server.ts";

const DAY_MS = 24 * 60 * 60_000;
const NOW = new Date();
ownDatabase();
let shopId: number;
let other: number;
const daysAgo = (days: number) => new Date(NOW.getTime() - days * DAY_MS);

beforeAll(async () => {
  shopId = await insertShop();
  other = await insertShop();
  for (const shop of [shopId, other]) await fill(shop);
});

async function fill(shop: number): Promise<void> {
  await inShop(shop, async (db) => {
    for (const [name, days, attempts, processed] of [
      ["old", 31, 0, true],
      ["young", 29, 0, true],
      ["given up", 400, 8, false],
    ] as const) {
      await db.run(
        "insert into webhook_inbox (shop_id, event_id, topic, triggered_at, received_at, processed_at, attempts) values ($1, $2, 't', $3::timestamptz, $3::timestamptz, case when $4 then $3::timestamptz end, $5)",
        [shop, name, daysAgo(days), processed, attempts],
      );
    }
    for (const days of [91, 89])
      await db.run(
        "insert into set_aside (shop_id, source, resource, reason, record, created_at) values ($1, 's', 'orders', $2, '{}', $3)",
        [shop, `${days}`, daysAgo(days)],
      );
    for (const [days, id] of [
      [61, 1],
      [59, 2],
    ])
      await db.run(
        "insert into privacy_requests (shop_id, kind, customer_id, requested_at, completed_at, export) values ($1, 'customer_data', $2, $3::timestamptz, $3::timestamptz, '{}')",
        [shop, id, daysAgo(days as number)],
      );
  });
}

const ofShop = (shop: number, sql: string) => inShop(shop, async (db) => (await db.rows<{ of: string }>(sql)).map((row) => row.of));
const EVENTS = "select event_id as of from webhook_inbox order by received_at";
const ASIDE = "select reason as of from set_aside order by id";

test("what was worked off goes after a month, what was set aside after three, a customer's copy after two; what failed stays", async () => {
  expect(await pruneRecords(shopId, NOW)).toEqual({ events: 1, setAside: 1, exports: 1 });
  expect(await ofShop(shopId, EVENTS)).toEqual(["given up", "young"]);
  expect((await failedEvents(shopId)).total).toBe(1);
  expect(await ofShop(shopId, ASIDE)).toEqual(["89"]);
  // that it was asked and done stays known; of whom does not
  expect(await privacyRequests(shopId)).toMatchObject([
    { customerId: "2", hasExport: true },
    { customerId: null, hasExport: false, completedAt: expect.any(String) },
  ]);
  expect(await pruneRecords(shopId, NOW)).toEqual({ events: 0, setAside: 0, exports: 0 });
  expect([(await ofShop(other, EVENTS)).length, (await ofShop(other, ASIDE)).length]).toEqual([3, 2]);
});

test("a privacy request whose job was given up is begun again", async () => {
  const ask = (kind: "customer_redact" | "shop_redact") =>
    requestPrivacy(shopId, { kind, customerId: "7", eventId: randomUUID(), topic: kind, requestedAt: daysAgo(2) });
  await ask("customer_redact");
  await ask("shop_redact");
  const jobs = () => ofShop(shopId, "select name as of from pgboss.job where name like 'privacy.%' and state = 'created' order by name");
  await inShop(shopId, (db) => db.run("delete from pgboss.job where name like 'privacy.%'"));
  expect(await jobs()).toEqual([]);
  for (let time = 0; time < 2; time++) await pruneRecords(shopId, NOW);
  expect(await jobs()).toEqual(["privacy.customer_redact", "privacy.shop_redact"]);
});
