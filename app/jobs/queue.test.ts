import { beforeAll, expect, test } from "vitest";
import { insertShop, ownDatabase } from "../../tests/test-database.ts";
import { inShop, pool } from "../database/pool.server.ts";
import { enqueue, queue } from "./queue.server.ts";

ownDatabase();
let shopId: number;

beforeAll(async () => {
  shopId = await insertShop();
});

async function waiting(name: string): Promise<number> {
  const { rows } = await pool().query<{ count: number }>(
    "select count(*)::int as count from pgboss.job where name = $1 and state = 'created'",
    [name],
  );
  return rows[0]?.count ?? 0;
}

test("a job exists if and only if its transaction commits", async () => {
  await expect(
    inShop(shopId, async (db) => {
      await enqueue(db, "value.rebuild", { shopId });
      throw new Error("stop");
    }),
  ).rejects.toThrow("stop");
  expect(await waiting("value.rebuild")).toBe(0);
  await inShop(shopId, (db) => enqueue(db, "value.rebuild", { shopId }));
  await inShop(shopId, (db) => enqueue(db, "value.rebuild", { shopId }));
  expect(await waiting("value.rebuild")).toBe(2);
});

test("with the same key one job waits, however many ask at once", async () => {
  await Promise.all(Array.from({ length: 8 }, () => inShop(shopId, (db) => enqueue(db, "sync.inbox", { shopId }, { once: "inbox" }))));
  await inShop(shopId, (db) => enqueue(db, "sync.inbox", { shopId }, { once: "other" }));
  expect(await waiting("sync.inbox")).toBe(2);
});

test("a job that already waits does not begin before the transaction that needs it has ended", async () => {
  const boss = await queue();
  await inShop(shopId, (db) => enqueue(db, "sync.reconcile", { shopId }, { once: "held" }));
  await inShop(shopId, async (db) => {
    await enqueue(db, "sync.reconcile", { shopId }, { once: "held" });
    expect(await boss.fetch("sync.reconcile")).toEqual([]);
  });
  expect(await boss.fetch("sync.reconcile")).toHaveLength(1);
  await inShop(shopId, (db) => enqueue(db, "sync.reconcile", { shopId }, { once: "held" }));
  expect(await waiting("sync.reconcile")).toBe(1);
});
