import { afterEach, beforeEach, expect, test } from "vitest";
import { inShop, shopReader } from "../../app/database/pool.server.ts";
import { offeredProducts } from "../../app/funnel/serve/product-facts.server.ts";
import { runFirstSync, startFirstSync } from "../../app/orders/first-sync.server.ts";
import { reconcile } from "../../app/orders/reconcile.server.ts";
import { updateValues } from "../../app/value/update-values.server.ts";
import { addProduct } from "../../dev-store/src/admin-api/sample-admin.ts";
import { insertShop, ownDatabase } from "../test-database.ts";
import { type LocalAdmin, startLocalAdmin } from "./local-admin.ts";

ownDatabase();
let admin: LocalAdmin;
let shopId: number;

beforeEach(async () => {
  admin = await startLocalAdmin();
  shopId = await insertShop();
  for (const id of [1, 2, 3, 4]) addProduct(admin.store, id);
});
afterEach(() => admin.close());

async function sync(): Promise<void> {
  const { runId } = await inShop(shopId, (db) => startFirstSync(db));
  while ((await runFirstSync({ shopId, runId }, admin.shop(shopId))) === "waiting");
}

const offered = async () => [...(await offeredProducts(shopReader(shopId), ["1", "2", "3", "4"])).keys()];
const compare = () => reconcile(shopId, updateValues, { shop: admin.shop(shopId), full: true });
const product = (id: number) => {
  const found = admin.store.products.get(id);
  if (!found) throw new Error(`no product ${id}`);
  return found;
};

test("a product that the online store does not sell, or by subscription only, is not offered", async () => {
  Object.assign(product(2), { notOnline: true });
  Object.assign(product(3), { requiresSellingPlan: true });
  await sync();
  expect(await offered()).toEqual(["1", "4"]);
});

test("once a day all products are compared: what was deleted, taken out of the online store or missed without a word is put right", async () => {
  await sync();
  expect(await offered()).toEqual(["1", "2", "3", "4"]);
  Object.assign(product(2), { notOnline: true });
  admin.store.products.delete(3);
  await inShop(shopId, (db) => db.run("delete from products where shop_id = $1 and id = 4", [shopId]));
  expect(await compare()).toMatchObject({ products: 3, full: true });
  expect(await offered()).toEqual(["1", "4"]);
  expect(await compare()).toMatchObject({ products: 0 });
});
