import { afterAll, beforeAll, expect, test } from "vitest";
import { customerStatistics } from "../app/shopify/customer-statistics.server.ts";
import { PRIMARY_DOMAIN } from "../dev-store/src/server.ts";
import { type ConnectedShop, connectedShop } from "./connected-shop.ts";

let shop: ConnectedShop;

beforeAll(async () => {
  shop = await connectedShop();
});
afterAll(() => shop.close());

test("a store that does not tell its own statistics of a customer leaves them unknown", async () => {
  const [customer] = shop.store.customers.keys();
  const of = (id: string) => customerStatistics({ shopId: shop.shopId, domain: PRIMARY_DOMAIN }, id);
  expect(await of(String(customer))).toBeNull();
  expect(await of("1")).toBeNull();
});
