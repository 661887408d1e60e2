import { afterAll, beforeAll, expect, test } from "vitest";
import { customerStatistics } from "../app/shopify/customer-statistics.server.ts";
import { addCustomer, addOrder, line } from "../dev-store/src/admin-api/sample-admin.ts";
import { PRIMARY_DOMAIN } from "../dev-store/src/server.ts";
import { type ConnectedShop, connectedShop } from "./connected-shop.ts";

let shop: ConnectedShop;

beforeAll(async () => {
  shop = await connectedShop();
});
afterAll(() => shop.close());

const of = (id: string | number) => customerStatistics({ shopId: shop.shopId, domain: PRIMARY_DOMAIN }, String(id));

/** A customer who ordered these days ago, each time for as many units. */
function buyer(id: number, daysAgo: readonly number[], units: number): void {
  const { product, variant } = shop.things[0] as (typeof shop.things)[number];
  addCustomer(shop.store, id);
  for (const [at, days] of daysAgo.entries()) {
    addOrder(shop.store, days, {
      id: id * 100 + at,
      customerId: id,
      lines: [line(shop.store, { productId: product.id, variantId: variant.id, quantity: units, unitPrice: 1_000 })],
    });
    shop.store.emit("orders/create", id * 100 + at);
  }
}

test("the store tells its own groups and spend tiers, which follow its orders", async () => {
  shop.store.orders.clear();
  shop.store.customers.clear();
  addCustomer(shop.store, 900);
  buyer(901, [1, 20, 40, 60], 9);
  buyer(902, [2], 1);
  buyer(903, [500, 520, 540, 560], 9);
  buyer(904, [600], 1);
  buyer(905, [100, 200], 4);
  expect(await of(900)).toEqual({ rfmGroup: "PROSPECTS", predictedSpendTier: null });
  expect(await of(901)).toEqual({ rfmGroup: "CHAMPIONS", predictedSpendTier: "HIGH" });
  expect(await of(902)).toEqual({ rfmGroup: "PROMISING", predictedSpendTier: "LOW" });
  expect(await of(903)).toEqual({ rfmGroup: "AT_RISK", predictedSpendTier: "LOW" });
  expect(await of(904)).toEqual({ rfmGroup: "DORMANT", predictedSpendTier: "LOW" });
  expect(await of(905)).toEqual({ rfmGroup: "NEEDS_ATTENTION", predictedSpendTier: "MEDIUM" });

  // Orders that are cancelled no longer count, and new ones do.
  shop.store.cancelOrder(904_00);
  expect(await of(904)).toEqual({ rfmGroup: "PROSPECTS", predictedSpendTier: null });
  buyer(906, [0, 1, 2, 3, 4, 5], 30);
  expect(await of(906)).toEqual({ rfmGroup: "CHAMPIONS", predictedSpendTier: "HIGH" });
});

test("a customer whom the store does not know has no statistics", async () => {
  expect(await of("1")).toBeNull();
});
