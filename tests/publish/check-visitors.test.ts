import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { inShop } from "../../app/database/pool.server.ts";
import { type ConnectedShop, connectedShop } from "../connected-shop.ts";
import { check, clear, codes, goLive, now, productId, saved } from "./checked-shop.ts";

let shop: ConnectedShop;

beforeAll(async () => {
  shop = await connectedShop();
});
afterAll(() => shop.close());
beforeEach(() => clear(shop));

async function order(id: number, values: { product: number; customer?: number; daysAgo?: number }): Promise<void> {
  const at = new Date(now.getTime() - (values.daysAgo ?? 5) * 86_400_000);
  await inShop(shop.shopId, async (db) => {
    await db.run(
      `insert into orders (shop_id, id, name, customer_id, created_at, processed_at, updated_at, test, subtotal, discounts, refunded, total)
       values ($1, $2::bigint, '#' || $2::text, $3, $4, $4, $4, false, 1000, 0, 0, 1000)`,
      [db.shopId, id, values.customer ?? null, at],
    );
    await db.run(
      `insert into order_lines (shop_id, order_id, id, product_id, title, quantity, current_quantity, unit_price, discount)
       values ($1, $2, 1, $3, '', 1, 1, 1000, 0)`,
      [db.shopId, id, productId(shop, values.product)],
    );
  });
}

/** Who was decided for a day before. */
const came = (...visits: readonly [place: "product" | "cart", visitor: string, segment: "new" | "returning" | "guest"][]) =>
  inShop(shop.shopId, (db) =>
    db.run(
      `insert into decisions (shop_id, id, created_at, placement, visitor, context, candidates)
       select $1, gen_random_uuid(), $2::timestamptz - interval '1 day', place, visitor, place || '|' || segment || '|', '[]'
       from unnest($3::text[], $4::text[], $5::text[]) as d(place, visitor, segment)`,
      [db.shopId, now, ...[0, 1, 2].map((column) => visits.map((visit) => visit[column]))],
    ),
  );

test("who would see it comes from visitors, and from orders whose cart would have led to it", async () => {
  const id = await saved(shop, {
    trigger: { kind: "product", productIds: [productId(shop, 1)] },
    placements: ["cart"],
    audience: "returning_customers",
  });
  await order(1, { product: 1, customer: 7, daysAgo: 30 });
  await order(2, { product: 1, customer: 7 });
  await order(3, { product: 1 });
  await order(4, { product: 2, customer: 7, daysAgo: 2 });
  await order(5, { product: 1, customer: 7, daysAgo: 200 });
  await came(["cart", "a", "returning"], ["cart", "a", "returning"], ["cart", "b", "guest"], ["product", "c", "returning"]);
  const found = await check(shop, id);
  expect(found.find(({ code }) => code === "seen_by_visitors")?.values).toMatchObject({ visitors: { value: 2 }, within: { value: 1 } });
  expect(found.find(({ code }) => code === "seen_by_orders")?.values).toMatchObject({
    orders: { value: 4 },
    within: { value: 2 },
    returning: { value: 2 },
    guest: { value: 0 },
  });
  expect(codes(found)).not.toContain("warns place_silent");
  const nobody = await saved(shop, { trigger: { kind: "cart_value", minimum: 100_000 } });
  expect(codes(await check(shop, nobody))).toContain("warns nobody_triggers");
});

test("a tripwire that goes first is measured on who came by, and its share is said", async () => {
  const id = await saved(shop, { placements: ["product"], priority: 10 });
  const first = await saved(shop, { name: "Trip", stage: "tripwire", lossBudget: 1_000_000 });
  await goLive(shop, first);
  await came(["product", "a", "guest"], ["product", "a", "guest"], ["product", "b", "new"]);
  await came(["product", "c", "returning"], ["product", "d", "guest"], ["cart", "e", "guest"]);
  expect((await check(shop, id)).find(({ code }) => code === "tripwire_first_measured")).toMatchObject({
    severity: "warns",
    values: { offers: { value: ["Trip"] }, visitors: { value: 4 }, within: { value: 3 }, share: { value: 0.75 } },
    about: [{ kind: "offer", id: first }],
  });
});

test("of a tripwire at one of an offer's places, only the first-time visitors of that place are counted", async () => {
  const id = await saved(shop, { placements: ["product", "cart"] });
  const first = await saved(shop, { name: "Trip", stage: "tripwire", lossBudget: 1_000_000, placements: ["product"] });
  await goLive(shop, first);
  await came(["product", "a", "guest"], ["cart", "a", "guest"], ["cart", "b", "guest"], ["cart", "c", "guest"], ["cart", "d", "guest"]);
  expect((await check(shop, id)).find(({ code }) => code === "tripwire_first_measured")).toMatchObject({
    severity: "tells",
    values: { visitors: { value: 4 }, within: { value: 1 }, share: { value: 0.25 } },
  });
});
