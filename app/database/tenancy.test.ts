import { beforeAll, expect, test } from "vitest";
import { insertShop, ownDatabase } from "../../tests/test-database.ts";
import { inShop, pool, runInShop, shopReader } from "./pool.server.ts";
import { prismaInShop } from "./prisma.server.ts";

ownDatabase();
let shopA: number;
let shopB: number;

beforeAll(async () => {
  shopA = await insertShop();
  shopB = await insertShop();
  await inShop(shopA, (db) => db.run("insert into customers (shop_id, id, created_at, updated_at) values ($1, 1, now(), now())", [shopA]));
});

test("a query that forgets the shop sees only the transaction's shop", async () => {
  expect(await inShop(shopA, (db) => db.rows("select id from customers"))).toEqual([{ id: "1" }]);
  expect(await inShop(shopB, (db) => db.rows("select id from customers"))).toEqual([]);
});

test("without a shop nothing is seen", async () => {
  expect((await pool().query("select * from customers")).rows).toEqual([]);
});

test("a read without a transaction sees its shop alone, and leaves nothing behind on the connection, whatever became of it", async () => {
  const ids = "select id from customers where id = any($1::bigint[])";
  const read = (shopId: number, name?: string) => shopReader(shopId).rows(ids, [[1, 2]], name);
  for (const name of [undefined, "tenancy: ids"])
    for (let time = 0; time < 2; time++) expect(await Promise.all([read(shopA, name), read(shopB, name)])).toEqual([[{ id: "1" }], []]);
  await expect(shopReader(shopA).rows("select 1 / $1::int", [0])).rejects.toThrow("division by zero");
  await expect(shopReader(shopA).rows("select no_such_column", [], "tenancy: wrong")).rejects.toThrow("no_such_column");
  await expect(shopReader(shopA).rows("select no_such_column", [], "tenancy: wrong")).rejects.toThrow("no_such_column");
  expect(await shopReader(shopB).row(ids, [[1]])).toBeNull();
  expect((await pool().query("select id from customers")).rows).toEqual([]);
  expect(
    (await pool().query("select current_setting('app.shop_id', true) as shop, current_setting('plan_cache_mode') as mode")).rows,
  ).toEqual([{ shop: "", mode: "auto" }]);
});

test("statements sent together see their shop, are answered each by itself, and all hold or none", async () => {
  const count = { text: "select count(*)::int as n from customers where shop_id = $1", values: [shopA], name: "how many" };
  const add = (id: number) => ({
    text: "insert into customers (shop_id, id, created_at, updated_at) values ($1, $2, now(), now())",
    values: [shopA, id],
    name: "one more",
  });
  expect(await runInShop(shopA, [count, add(77), count])).toEqual([[{ n: 1 }], [], [{ n: 2 }]]);
  // the second cannot be: the first is undone, and what was never reached is sent again the next time
  await expect(runInShop(shopA, [add(78), add(78), { text: "select 1 as later", values: [], name: "later" }])).rejects.toThrow(
    "duplicate key",
  );
  expect(
    await Promise.all(
      Array.from({ length: 30 }, () => runInShop(shopA, [count, { text: "select 1 as later", values: [], name: "later" }])),
    ),
  ).toEqual(Array.from({ length: 30 }, () => [[{ n: 2 }], [{ later: 1 }]]));
  await expect(
    runInShop(shopA, [
      { text: "insert into customers (shop_id, id, created_at, updated_at) values ($1, 1, now(), now())", values: [shopB] },
    ]),
  ).rejects.toThrow("row-level security");
  await inShop(shopA, (db) => db.run("delete from customers where id = 77"));
});

test("a row for another shop is refused", async () => {
  await expect(
    inShop(shopB, (db) => db.run("insert into customers (shop_id, id, created_at, updated_at) values ($1, 2, now(), now())", [shopA])),
  ).rejects.toThrow(/row-level security/);
});

test("Prisma stands behind the same wall", async () => {
  expect(await prismaInShop(shopB, (tx) => tx.customer.count())).toBe(0);
  expect(await prismaInShop(shopA, (tx) => tx.customer.count())).toBe(1);
});

test("every table that belongs to a shop has row-level security", async () => {
  const { rows } = await pool().query(
    `select c.relname from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'shop_id'
     where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace and not c.relrowsecurity`,
  );
  expect(rows).toEqual([]);
});

test("an error in the work rolls everything back", async () => {
  await expect(
    inShop(shopA, async (db) => {
      await db.run("delete from customers");
      throw new Error("stop");
    }),
  ).rejects.toThrow("stop");
  expect(await inShop(shopA, (db) => db.rows("select id from customers"))).toHaveLength(1);
});
