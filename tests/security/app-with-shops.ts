import { expect } from "vitest";
import { SECRET } from "./credentials.ts";
import { type RunningApp, startApp } from "./running-app.ts";

export const A = "matrix-a.myshopify.com";
export const B = "matrix-b.myshopify.com";
export const GONE = "matrix-gone.myshopify.com";
export const NEVER = "matrix-never.myshopify.com";
/** stands in every row of shop A that another shop must not see */
export const CANARY = "canary-of-shop-a";

export interface AppWithShops extends RunningApp {
  /** the id of shop A */
  readonly shopA: number;
  /** Does what must leave every table as it was. */
  expectUnchanged(work: () => Promise<void>): Promise<void>;
}

/** The running app with shop A, which has something of everything, its neighbour B, and one that uninstalled the app. */
export async function startAppWithShops(): Promise<AppWithShops> {
  const app = await startApp();
  const shopA = await app.addShop(A);
  await app.addShop(B);
  await app.addShop(GONE, { uninstalled: true });
  const { inShop } = await import("../../app/database/pool.server.ts");
  await inShop(shopA, async (db) => {
    await db.run("insert into customers (shop_id, id, created_at, updated_at) values ($1, 7001, now(), now())", [shopA]);
    await db.run("insert into products (shop_id, id, title, handle, status, updated_at) values ($1, 7001, $2, $2, 'ACTIVE', now())", [
      shopA,
      CANARY,
    ]);
    await db.run(
      `insert into orders (shop_id, id, name, customer_id, created_at, processed_at, updated_at, test, subtotal, discounts, refunded, total)
       values ($1, 7001, $2, 7001, now(), now(), now(), false, 100, 0, 0, 100)`,
      [shopA, CANARY],
    );
    await db.run(
      `insert into customer_values (shop_id, customer_id, orders, revenue, refunded, discounts, cost, fees, profit, first_order_at, last_order_at)
       values ($1, 7001, 1, 100, 0, 0, 50, 0, 50, now(), now())`,
      [shopA],
    );
    await db.run(
      `insert into offers (shop_id, id, name, stage, headline, product_ids, discount_kind, discount_value, trigger, placements)
       values ($1, 7001, $2, 'tripwire', $2, '{7001}', 'percentage', 1000, '{"kind":"any"}', '{product}')`,
      [shopA, CANARY],
    );
    await db.run(
      `insert into experiments (shop_id, id, kind, offer_id, name, status, seed, arms, plans, started_at)
       values ($1, 7001, 'ab_test', 7001, $2, 'running', 'seed', '[{"key":"control","name":"","change":null}]', '[]', now())`,
      [shopA, CANARY],
    );
    await db.run(
      "insert into privacy_requests (shop_id, id, kind, customer_id, completed_at, export) values ($1, 7001, 'customer_data', 7001, now(), $2)",
      [shopA, JSON.stringify({ note: CANARY })],
    );
  });
  const expectUnchanged = async (work: () => Promise<void>) => {
    const before = await app.digest();
    await work();
    expect(await app.digest()).toBe(before);
  };
  return { ...app, shopA, expectUnchanged };
}

export const HOST = Buffer.from("admin.shopify.com/store/matrix").toString("base64url");
/** The address at which the admin opens a page of the app in its frame. */
export const page = (path: string, shop: string, token?: string) =>
  `${path}${path.includes("?") ? "&" : "?"}${new URLSearchParams({ embedded: "1", shop, host: HOST, ...(token === undefined ? {} : { id_token: token }) })}`;

/** Nothing that helps an attacker: no stack, no secret, no token, nothing of shop A. */
export function expectSilent(body: string, where: string): void {
  expect({ where, leaks: /\n\s+at .+[:(]\d+:\d+|node_modules|-canary-|canary-of-shop-a/.test(body) || body.includes(SECRET) }).toEqual({
    where,
    leaks: false,
  });
}
