import { beforeEach, expect, test } from "vitest";
import { insertShop, ownDatabase } from "../../../tests/test-database.ts";
import { inShop } from "../../database/pool.server.ts";
import { pruneDecisions } from "./prune-decisions.server.ts";

ownDatabase();
let shopId: number;
const now = new Date("2026-11-21T04:00:00Z");

beforeEach(async () => {
  shopId = await insertShop();
});

/** `count` decisions of one moment, each with an impression; ids are counted from `first`. */
async function decide(first: number, count: number, made: { at: string; offer: number | null }, shop = shopId): Promise<void> {
  await inShop(shop, async (db) => {
    await db.run(
      `insert into decisions (shop_id, id, created_at, placement, visitor, offer_id, candidates)
       select $1, lpad(n::text, 32, '0')::uuid, $4, 'cart', 'v', $5, '[]' from generate_series($2::int, $2::int + $3::int - 1) n`,
      [shop, first, count, made.at, made.offer],
    );
    await db.run(
      "insert into decision_events (shop_id, decision_id, kind, at) select $1, lpad(n::text, 32, '0')::uuid, 'impression', $4 from generate_series($2::int, $2::int + $3::int - 1) n",
      [shop, first, count, made.at],
    );
  });
}

async function left(table: "decisions" | "decision_events", shop = shopId): Promise<number[]> {
  const column = table === "decisions" ? "id" : "decision_id";
  const rows = await inShop(shop, (db) => db.rows<{ id: number }>(`select right(${column}::text, 12)::int as id from ${table} order by 1`));
  return rows.map((row) => row.id);
}

test("decisions without an offer go after 30 days and all after 13 months, with their events, and another shop keeps its own", async () => {
  const other = await insertShop();
  const made = [
    { at: "2026-10-22T04:00:01Z", offer: null },
    { at: "2026-10-22T03:59:59Z", offer: null },
    { at: "2025-10-21T04:00:01Z", offer: 5 },
    { at: "2025-10-21T03:59:59Z", offer: 5 },
  ];
  for (const shop of [shopId, other]) for (const [n, one] of made.entries()) await decide(n + 1, 1, one, shop);
  expect(await pruneDecisions(shopId, now)).toEqual({ decisions: 2, events: 2, exposures: 0 });
  expect(await left("decisions")).toEqual([1, 3]);
  expect(await left("decision_events")).toEqual([1, 3]);
  expect(await left("decisions", other)).toEqual([1, 2, 3, 4]);
  expect(await pruneDecisions(shopId, now)).toEqual({ decisions: 0, events: 0, exposures: 0 });
});

test("what an attribution rests on stays, and small batches get past it, also within one moment", async () => {
  await decide(1, 25, { at: "2025-01-01T00:00:00Z", offer: 5 });
  await decide(26, 5, { at: "2025-01-02T00:00:00Z", offer: null });
  await inShop(shopId, (db) =>
    db.run(
      `insert into attributions (shop_id, order_id, line_id, decision_id, offer_id, ordered_at, quantity, revenue, discount, cost, fees, profit)
       select $1, n, 1, lpad(n::text, 32, '0')::uuid, 5, '2025-01-01', 1, 100, 0, 50, 0, 50 from generate_series(1, 12) n`,
      [shopId],
    ),
  );
  expect(await pruneDecisions(shopId, now, { batch: 4 })).toEqual({ decisions: 18, events: 30, exposures: 0 });
  expect(await left("decisions")).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
  expect(await left("decision_events")).toEqual([]);
  expect(await inShop(shopId, (db) => db.rows("select 1 from attributions"))).toHaveLength(12);
});

test("exposures go with experiments that ended 13 months ago; those of running ones stay, however old", async () => {
  await inShop(shopId, async (db) => {
    for (const [id, endedAt] of [
      [1, "2025-10-21T03:59:59Z"],
      [2, "2025-10-21T04:00:01Z"],
      [3, null],
    ]) {
      await db.run(
        "insert into experiments (shop_id, id, kind, name, status, seed, arms, plans, ended_at) values ($1, $2, 'offer', 'n', 'ended', 's', '[]', '[]', $3)",
        [shopId, id, endedAt],
      );
      await db.run(
        `insert into exposures (shop_id, experiment_id, visitor, arm, plan, decision_id, exposed_at)
         select $1, $2, 'v' || n, 'control', 0, gen_random_uuid(), '2024-01-01' from generate_series(1, 7) n`,
        [shopId, id],
      );
    }
  });
  expect(await pruneDecisions(shopId, now, { batch: 3 })).toEqual({ decisions: 0, events: 0, exposures: 7 });
  expect(await inShop(shopId, (db) => db.rows("select experiment_id as id, count(*)::int from exposures group by 1 order by 1"))).toEqual([
    { id: 2, count: 7 },
    { id: 3, count: 7 },
  ]);
});
