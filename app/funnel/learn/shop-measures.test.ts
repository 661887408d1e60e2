import { beforeEach, expect, test } from "vitest";
import { after, day, insertMugShop, ordered, served } from "../../../tests/mug-shop.ts";
import { ownDatabase } from "../../../tests/test-database.ts";
import { inShop } from "../../database/pool.server.ts";
import { compilePolicy } from "./compile-policy.server.ts";

ownDatabase();
let shopId: number;

beforeEach(async () => {
  shopId = await insertMugShop();
});

test("returns of the last year are measured once a day, shrunk to product type and shop", async () => {
  // of 8 mugs with number 20 half came back, of 12 with 21 none; what is older, cancelled, or a test tells nothing
  for (let n = 1; n <= 20; n++) await ordered(shopId, { id: n, at: after(-48), productId: n <= 8 ? 20 : 21, kept: n <= 4 ? 0 : 1 });
  for (const id of [21, 22, 23]) await ordered(shopId, { id, at: id === 21 ? after(-24 * 366) : after(-48), kept: 0 });
  await inShop(shopId, async (db) => {
    await db.run("update orders set cancelled_at = now() where id = 22");
    await db.run("update orders set test = true where id = 23");
  });
  expect(await compilePolicy(shopId, day)).toEqual({ outcome: "compiled", version: 1, outcomes: 0 });
  // shop 4 / 40; mugs (4 + 20 x .1) / 40; 20: (4 + 20 x .15) / 28; 21: 20 x .15 / 32
  expect((await served(shopId))?.model.measures).toEqual({
    day: "2026-03-15",
    returns: {
      shop: 0.1,
      types: [["Mug", expect.closeTo(0.15, 9)]],
      products: [
        ["20", expect.closeTo(0.25, 9)],
        ["21", expect.closeTo(0.09375, 9)],
      ],
    },
    interruption: {},
  });
  await ordered(shopId, { id: 30, at: after(1), kept: 0 });
  expect(await compilePolicy(shopId, after(2))).toMatchObject({ outcome: "unchanged", version: 1 });
  expect(await compilePolicy(shopId, after(24))).toMatchObject({ outcome: "compiled", version: 2 });
  expect((await served(shopId))?.model.measures?.returns.shop).toBeCloseTo(5 / 41, 9);
});

test("orders lost where offers interrupt are told by the holdouts, by placement and within a plan", async () => {
  await inShop(shopId, async (db) => {
    const experiment = await db.row<{ id: number }>(
      `insert into experiments (shop_id, kind, name, status, seed, arms, plans) values ($1, 'global_holdout', 'g', 'running', 's', '[]', '[]') returning id`,
      [shopId],
    );
    // in the cart 1 in 4 of those held out orders and 1 in 5 of the rest; on a product page 1 in 4 of both; 10 % did not see the place
    await db.run(
      `create temporary table visit on commit drop as
       select place || n as visitor, place, n <= 1200 as withheld, gen_random_uuid() as id, n % case when n <= 1200 or place = 'product' then 4 else 5 end = 0 as bought, n % 10 <> 1 as seen, n
       from generate_series(1, 6000) n cross join unnest(array['cart', 'product']) place`,
    );
    await db.run(
      `insert into decisions (shop_id, id, created_at, placement, visitor, offer_id, candidates, tracked, ghost, context, arm) select $1, id, $2, place, visitor, 1, '[]', true, withheld, '', 'none' from visit`,
      [shopId, after(-100)],
    );
    await db.run(
      `insert into exposures (shop_id, experiment_id, visitor, arm, plan, decision_id, exposed_at, seen_at)
       select $1, $2, visitor, case when withheld then 'control' else 'treatment' end, 0, id, $3, case when seen then $3::timestamptz end from visit`,
      [shopId, experiment?.id, after(-100)],
    );
    await db.run(
      `insert into orders (shop_id, id, name, created_at, processed_at, updated_at, test, subtotal, discounts, refunded, total, visitor)
       select $1, row_number() over (), '#', $2, $2, $2, false, 2000, 0, 0, 2000, visitor from visit where bought`,
      [shopId, after(-90)],
    );
    await db.run(
      `insert into order_lines (shop_id, order_id, id, product_id, title, quantity, current_quantity, unit_price, discount) select $1, id, 1, 20, '', 1, 1, 2000, 0 from orders where shop_id = $1`,
      [shopId],
    );
    await db.run(
      `insert into order_values (shop_id, order_id, processed_at, day, lines, revenue, gift_cards, refunded, discounts, cost, assumed_cost, fees)
       select shop_id, id, processed_at, processed_at::date, 1, 2000, 0, 0, 0, 1000, 0, 0 from orders where shop_id = $1`,
      [shopId],
    );
  });
  await compilePolicy(shopId, day);
  // 1,080 seen of those held out, 4,320 of the rest, and a profit of 1,000 each order; the difference is shrunk by its error
  const [held, shown] = [
    { units: 1_080, orders: 300 },
    { units: 4_320, orders: 960 },
  ];
  const difference = held.orders / held.units - shown.orders / shown.units;
  const error = [held, shown].reduce((sum, { units, orders }) => {
    const share = (orders + 1) / (units + 2);
    return sum + (share * (1 - share)) / units;
  }, 0);
  expect((await served(shopId))?.model.measures?.interruption).toEqual({
    cart: expect.closeTo(1_000 * difference * (1 - error / difference ** 2), 6),
  });
});
