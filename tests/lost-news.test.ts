import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { inShop, pool } from "../app/database/pool.server.ts";
import { prisma } from "../app/database/prisma.server.ts";
import { followShopChange } from "../app/orders/follow-shop-change.server.ts";
import { redactShopData } from "../app/privacy/carry-out.server.ts";
import { privacyRequests, requestPrivacy } from "../app/privacy/privacy-requests.server.ts";
import { findShop, refreshShop, uninstallLostShops } from "../app/shopify/shops.server.ts";
import { type ConnectedShop, connectedShop } from "./connected-shop.ts";

const HOUR = 60 * 60_000;
let connected: ConnectedShop;
let shopId: number;
let domain: string;

beforeAll(async () => {
  connected = await connectedShop();
  ({ shopId } = connected);
  domain = connected.store.shop.domain;
}, 120_000);
afterAll(() => connected?.close());

const jobs = (name: string) => inShop(shopId, (db) => db.rows("select 1 from pgboss.job where name = $1 and state = 'created'", [name]));
const shop = async () => {
  const found = await findShop(domain);
  if (!found) throw new Error("no shop");
  return found;
};
const setScopes = (scopes: readonly string[]) => pool().query("update shops set scopes = $2 where id = $1", [shopId, scopes]);
const askForDeletion = () =>
  requestPrivacy(shopId, { kind: "shop_redact", customerId: null, eventId: randomUUID(), topic: "shop/redact", requestedAt: new Date() });

test("a change whose consequences were cut off is met again as a change", async () => {
  await pool().query("update shops set currency = 'JPY' where id = $1", [shopId]);
  await expect(refreshShop(await shop(), () => Promise.reject(new Error("killed")))).rejects.toThrow("killed");
  expect(await shop()).toMatchObject({ currency: "JPY" });
  await followShopChange(shopId);
  expect(await shop()).toMatchObject({ currency: connected.store.shop.currency });
  expect(await jobs("sync.first")).toHaveLength(1);
});

test("orders are read again, those taken for deleted too, when the right to see all of them returns", async () => {
  await inShop(shopId, async (db) => {
    await db.run("update sync_runs set status = 'done' where shop_id = $1", [shopId]);
    await db.run("insert into deleted_orders (shop_id, id, deleted_at) values ($1, 1, now())", [shopId]);
  });
  // The right was lost, and nothing of the orders here with it: where visible orders begin stayed open.
  await setScopes((await shop()).scopes.filter((scope) => scope !== "read_all_orders"));
  expect(await shop()).toMatchObject({ ordersFrom: null });
  await followShopChange(shopId);
  expect(await inShop(shopId, (db) => db.rows("select status from sync_runs order by id"))).toEqual([
    { status: "done" },
    { status: "running" },
  ]);
  expect(await inShop(shopId, (db) => db.rows("select 1 from deleted_orders"))).toEqual([]);
  await followShopChange(shopId);
  expect(await inShop(shopId, (db) => db.rows("select 1 from sync_runs"))).toHaveLength(2);
});

test("a shop that is asked to be deleted and whose access works keeps its data", async () => {
  await askForDeletion();
  await redactShopData({ shopId });
  expect((await privacyRequests(shopId))[0]).toMatchObject({ kind: "shop_redact", completedAt: expect.any(String) });
  expect(await shop()).toMatchObject({ uninstalledAt: null });
});

test("a shop that has refused our access for two days counts as uninstalled, though nobody told us", async () => {
  expect(await uninstallLostShops(new Date(Date.now() + 49 * HOUR))).toBe(0);
  expect((await fetch(`${connected.devStore.url}/_dev/uninstall`, { method: "POST" })).ok).toBe(true);
  await expect(refreshShop(await shop(), () => Promise.resolve())).rejects.toMatchObject({ reason: "reconnect" });
  const refusedAt = await prisma().session.findUniqueOrThrow({ where: { id: `offline_${domain}` } });
  await expect(refreshShop(await shop(), () => Promise.resolve())).rejects.toMatchObject({ reason: "reconnect" });
  // asked again and again, it has been refused since the first time
  expect(await prisma().session.findUniqueOrThrow({ where: { id: `offline_${domain}` } })).toEqual(refusedAt);
  expect(await uninstallLostShops(new Date(Date.now() + 47 * HOUR))).toBe(0);
  expect(await uninstallLostShops(new Date(Date.now() + 49 * HOUR))).toBe(1);
  expect((await shop()).uninstalledAt).not.toBeNull();
  expect(await jobs("shop.uninstalled")).toHaveLength(1);
});

test("a shop whose uninstall was never told is deleted when Shopify asks for it", async () => {
  await pool().query("update shops set uninstalled_at = null where id = $1", [shopId]);
  await askForDeletion();
  await redactShopData({ shopId });
  expect(await findShop(domain)).toBeNull();
  expect(await inShop(shopId, (db) => db.rows("select 1 from products where shop_id = $1", [shopId]))).toEqual([]);
});
