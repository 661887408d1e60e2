import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createTestDatabase, insertShop } from "../../../tests/test-database.ts";
import { inShop } from "../../database/pool.server.ts";
import { attributeOrders } from "../../ledger/attribute-orders.server.ts";
import { ensureHoldouts } from "../publish/holdouts.server.ts";
import { decide } from "../serve/decide.server.ts";
import { flushDecisions } from "../serve/decision-buffer.server.ts";
import { recordDecisionEvent } from "../serve/decision-events.server.ts";
import { visitorHash } from "../serve/visitor-hash.server.ts";
import { rebuildAffinity } from "./affinity.server.ts";
import { compilePolicy } from "./compile-policy.server.ts";
import type { PolicyModel } from "./policy-model.ts";

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let shopId: number;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const CONTEXT = "product|guest|Mug";
const day = new Date("2026-03-15T09:00:00Z");
const after = (hours: number) => new Date(day.getTime() + hours * 3_600_000);

beforeEach(async () => {
  shopId = await insertShop();
  await inShop(shopId, async (db) => {
    await db.run(
      `insert into products (shop_id, id, title, handle, status, product_type, updated_at) select $1, p, 'Product ' || p, 'product-' || p, 'ACTIVE', 'Mug', now() from unnest(array[20, 21, 30]) p`,
      [shopId],
    );
    await db.run(
      `insert into variants (shop_id, id, product_id, inventory_item_id, title, price, available_for_sale, updated_at)
       select $1, p * 10 + 1, p, p, 'Default Title', p * 100, true, now() from unnest(array[20, 21, 30]) p`,
      [shopId],
    );
  });
});

interface Given {
  visitor: string;
  productId?: number;
  depthBp?: number;
  at?: Date;
  ghost?: boolean;
  tracked?: boolean;
  seen?: boolean;
  base?: number;
}

/** A decision as serving keeps it. */
async function decided({
  visitor,
  productId = 20,
  depthBp = 1_000,
  at = day,
  ghost = false,
  tracked = true,
  seen = true,
  base = 0.1,
}: Given) {
  const id = randomUUID();
  await inShop(shopId, async (db) => {
    await db.run(
      `insert into decisions (shop_id, id, created_at, placement, visitor, offer_id, variant_id, candidates, tracked, ghost, context, arm, depth_bp)
       values ($1, $2, $3, 'product', $4, 1, $5, $6, $7, $8, $9, $10, $11)`,
      [
        shopId,
        id,
        at,
        visitor,
        productId * 10 + 1,
        JSON.stringify([{ base }]),
        tracked,
        ghost,
        CONTEXT,
        `1:${productId}:${depthBp}`,
        depthBp,
      ],
    );
    if (seen) await db.run("insert into decision_events (shop_id, decision_id, kind) values ($1, $2, 'impression')", [shopId, id]);
  });
  return id;
}

/** An order of product 20, as sync and ledger keep it. */
async function ordered(values: { id: number; at: Date; visitor?: string; decisionId?: string; kept?: number; productId?: number }) {
  const { id, at, visitor = null, decisionId = null, kept = 1, productId = 20 } = values;
  await inShop(shopId, async (db) => {
    await db.run(
      `insert into orders (shop_id, id, name, created_at, processed_at, updated_at, test, subtotal, discounts, refunded, total, visitor)
       values ($1, $2::bigint, '#' || $2::text, $3, $3, $3, false, 2000, 0, 0, 2000, $4)`,
      [shopId, id, at, visitor],
    );
    await db.run(
      `insert into order_lines (shop_id, order_id, id, product_id, variant_id, title, quantity, current_quantity, unit_price, discount, offer_id, decision_id)
       values ($1, $2, 1, $3, $4, '', 1, $5, 2000, $6, $7, $8)`,
      [shopId, id, productId, productId * 10 + 1, kept, decisionId ? 200 : 0, decisionId ? 1 : null, decisionId],
    );
  });
  if (decisionId) await attributeOrders(shopId, [String(id)]);
}

const armDays = () =>
  inShop(shopId, (db) =>
    db.rows("select product_id, depth_bp, trials, accepts, ghosts, ghost_buys, base_sum from arm_days order by day, product_id, depth_bp"),
  );
const served = () =>
  inShop(shopId, (db) =>
    db.row<{ version: number; model: PolicyModel; outcomes: number }>(
      "select p.version, p.model, p.outcomes from policy_snapshots p join shops s on s.id = p.shop_id and s.policy_version = p.version where p.shop_id = $1",
      [shopId],
    ),
  );

test("outcomes are counted by visitor and day: what was in view, and whether the product was bought and kept, shown or withheld", async () => {
  const taken = await decided({ visitor: "a" });
  await decided({ visitor: "a", at: after(1), base: 0.3 }); // the same visitor on the same day
  await ordered({ id: 1, at: after(2), visitor: "a", decisionId: taken });
  await decided({ visitor: "b" });
  const refunded = await decided({ visitor: "c" });
  await ordered({ id: 2, at: after(2), visitor: "c", decisionId: refunded, kept: 0 });
  const late = await decided({ visitor: "d" });
  await ordered({ id: 3, at: after(24), visitor: "d", decisionId: late });
  await decided({ visitor: "e", depthBp: 500 });
  await decided({ visitor: "not seen", seen: false });
  await decided({ visitor: "lost", tracked: false });
  await decided({ visitor: "g", ghost: true });
  await ordered({ id: 4, at: after(23), visitor: "g" });
  await decided({ visitor: "h", ghost: true });
  await ordered({ id: 5, at: after(1), visitor: "h", productId: 21 });
  await decided({ visitor: "i", ghost: true });
  await ordered({ id: 6, at: after(-1), visitor: "i" }); // before it
  await decided({ visitor: "a", at: after(24) }); // the next day
  expect(await compilePolicy(shopId, after(26))).toEqual({ outcome: "compiled", version: 1, outcomes: 9 });
  expect(await armDays()).toEqual([
    { product_id: "20", depth_bp: 500, trials: 1, accepts: 0, ghosts: 0, ghost_buys: 0, base_sum: 0.1 },
    { product_id: "20", depth_bp: 1000, trials: 4, accepts: 1, ghosts: 3, ghost_buys: 1, base_sum: expect.closeTo(0.2 + 0.1 * 6, 9) },
    { product_id: "20", depth_bp: 1000, trials: 1, accepts: 0, ghosts: 0, ghost_buys: 0, base_sum: 0.1 },
  ]);
  const snapshot = await served();
  const yesterday = 2 ** (-1 / 60);
  expect(snapshot?.model.shown).toEqual([
    [CONTEXT, 1, "20", 1_000, expect.closeTo(1 + 4 * yesterday, 9), expect.closeTo(yesterday, 9)],
    [CONTEXT, 1, "20", 500, expect.closeTo(yesterday, 9), 0],
  ]);
  expect(snapshot?.model.withheld).toEqual([[CONTEXT, "20", expect.closeTo(3 * yesterday, 9), expect.closeTo(yesterday, 9)]]);
});

test("nothing new makes no new version; a late order within its day does", async () => {
  const first = await decided({ visitor: "a" });
  expect(await compilePolicy(shopId, after(1))).toMatchObject({ outcome: "compiled", version: 1 });
  expect(await compilePolicy(shopId, after(2))).toMatchObject({ outcome: "unchanged", version: 1 });
  await ordered({ id: 1, at: after(2), visitor: "a", decisionId: first });
  expect(await compilePolicy(shopId, after(30))).toMatchObject({ outcome: "compiled", version: 2, outcomes: 1 });
  expect(await armDays()).toMatchObject([{ trials: 1, accepts: 1 }]);
});

test("who is shown an offer and buys its product without it counts like who is held out and buys it", async () => {
  await decided({ visitor: "shown" });
  await ordered({ id: 1, at: after(2), visitor: "shown" });
  await decided({ visitor: "held out", ghost: true });
  await ordered({ id: 2, at: after(2), visitor: "held out" });
  await compilePolicy(shopId, after(3));
  expect(await armDays()).toMatchObject([{ trials: 1, accepts: 1, ghosts: 1, ghost_buys: 1 }]);
});

test("outcomes halve in sixty days, and days that are over stay as they were stated", async () => {
  await decided({ visitor: "a" });
  await compilePolicy(shopId, after(1));
  await inShop(shopId, (db) => db.run("delete from decisions"));
  await decided({ visitor: "b", at: after(60 * 24) });
  await compilePolicy(shopId, after(60 * 24 + 1));
  expect((await served())?.model.shown).toEqual([[CONTEXT, 1, "20", 1_000, expect.closeTo(1.5, 9), 0]]);
});

test("fifty versions are kept, and each shop has its own", async () => {
  const neighbour = await insertShop();
  for (let n = 0; n < 53; n++) {
    await decided({ visitor: `v${n}` });
    await compilePolicy(shopId, after(1));
  }
  const kept = await inShop(shopId, (db) => db.rows<{ version: number }>("select version from policy_snapshots order by version"));
  expect(kept).toHaveLength(50);
  expect(kept[0]?.version).toBe(4);
  expect(await compilePolicy(neighbour, after(1))).toEqual({ outcome: "unchanged", version: 0, outcomes: 0 });
});

test("models are fitted once there are 2,000 new outcomes, and counts taken in anew each time", async () => {
  const days = (count: number) =>
    inShop(shopId, (db) =>
      db.run(
        `insert into arm_days (shop_id, day, context, offer_id, product_id, depth_bp, trials, accepts, ghosts, ghost_buys, base_sum)
         select $1, date '2026-02-01' + n, 'product|guest|Mug', 1, 20, 1000, 90, 45, 10, 4, 10 from generate_series(1, $2) n on conflict do nothing`,
        [shopId, count],
      ),
    );
  await days(19);
  await compilePolicy(shopId, day);
  expect((await served())?.model).toMatchObject({
    fittedOutcomes: 0,
    types: [],
    totals: { trials: 1_710, accepts: 855, ghosts: 190, ghostBuys: 76 },
  });
  await days(20);
  await compilePolicy(shopId, day);
  const fitted = (await served())?.model as PolicyModel;
  expect(fitted).toMatchObject({ fittedOutcomes: 2_000, types: ["Mug"], contexts: [CONTEXT], offers: [1] });
  expect(fitted.acceptance.coefficients).toHaveLength(6);
  await days(21);
  await compilePolicy(shopId, day);
  expect((await served())?.model).toMatchObject({ fittedOutcomes: 2_000, acceptance: fitted.acceptance, totals: { trials: 1_890 } });
});

test("returns of the last year are measured once a day, shrunk to product type and shop", async () => {
  // of 8 mugs with number 20 half came back, of 12 with 21 none; what is older, cancelled, or a test tells nothing
  for (let n = 1; n <= 20; n++) await ordered({ id: n, at: after(-48), productId: n <= 8 ? 20 : 21, kept: n <= 4 ? 0 : 1 });
  for (const id of [21, 22, 23]) await ordered({ id, at: id === 21 ? after(-24 * 366) : after(-48), kept: 0 });
  await inShop(shopId, async (db) => {
    await db.run("update orders set cancelled_at = now() where id = 22");
    await db.run("update orders set test = true where id = 23");
  });
  expect(await compilePolicy(shopId, day)).toEqual({ outcome: "compiled", version: 1, outcomes: 0 });
  // shop 4 / 40; mugs (4 + 20 x .1) / 40; 20: (4 + 20 x .15) / 28; 21: 20 x .15 / 32
  expect((await served())?.model.measures).toEqual({
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
  await ordered({ id: 30, at: after(1), kept: 0 });
  expect(await compilePolicy(shopId, after(2))).toMatchObject({ outcome: "unchanged", version: 1 });
  expect(await compilePolicy(shopId, after(24))).toMatchObject({ outcome: "compiled", version: 2 });
  expect((await served())?.model.measures?.returns.shop).toBeCloseTo(5 / 41, 9);
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
  expect((await served())?.model.measures?.interruption).toEqual({
    cart: expect.closeTo(1_000 * difference * (1 - error / difference ** 2), 6),
  });
});

test("a product that everybody buys anyway stops being discounted, one that sells only when offered goes on", {
  timeout: 120_000,
}, async () => {
  const offers = await inShop(shopId, async (db) => {
    await db.run("update shops set global_holdout_bp = 5000, offer_holdout_bp = 0 where id = $1", [shopId]);
    const rows = await db.rows<{ id: number }>(
      `insert into offers (shop_id, name, stage, status, headline, product_ids, discount_kind, discount_value, trigger, placements)
       select $1, 'Offer', 'profit_maximizer', 'live', 'Offer', array[p], 'percentage', 1000, '{"kind":"any"}', array[place]
       from (values (20, 'product'), (21, 'cart')) as o(p, place) order by p returning id`,
      [shopId],
    );
    await ensureHoldouts(db, rows[0]?.id as number, day);
    return rows.map(({ id }) => id);
  });
  // a fifth of the orders have product 20, which is what is believed before anybody is held out
  for (let n = 0; n < 100; n++) await ordered({ id: 10_000 + n, at: after(-1_000), productId: n % 5 === 0 ? 20 : 30 });
  await rebuildAffinity(shopId, day);
  const shop = { shopId, domain: "a.myshopify.com", currency: "GBP", timezone: "UTC" };
  const ask = (placement: "product" | "cart", values: { visitor: string; kept: boolean; now: Date }) =>
    decide(shop, {
      placement,
      productId: placement === "product" ? "30" : null,
      lines: [{ variantId: "301", quantity: 1 }],
      customerId: null,
      ...values,
    });
  const shareShown = async (placement: "product" | "cart", now: Date) => {
    const views = await Promise.all(
      Array.from({ length: 100 }, (_, n) => ask(placement, { visitor: `${placement} later ${n}`, kept: true, now })),
    );
    return views.filter((view) => view.kind === "offer" || view.reason === "holdout").length / views.length;
  };
  const before = { product: await shareShown("product", day), cart: await shareShown("cart", day) };
  expect(before.product).toBeGreaterThan(0.4);

  // a day's visitors: of those on a product page 6 in 10 buy product 20, offered or not; of those in the cart 3 in 10 take 21, and only if offered
  const buys: { visitor: string; decisionId: string | null; productId: number }[] = [];
  for (const { placement, productId, visitors } of [
    { placement: "product", productId: 20, visitors: 1_200 },
    { placement: "cart", productId: 21, visitors: 400 },
  ] as const) {
    const views = await Promise.all(
      Array.from({ length: visitors }, async (_, n) => {
        const view = await ask(placement, { visitor: `${placement} ${n}`, kept: true, now: day });
        const group = view.kind === "offer" ? "shown" : view.reason === "holdout" ? "withheld" : null;
        if (group) await recordDecisionEvent(shopId, { decisionId: view.decisionId as string, kind: "impression" }, after(0.01));
        return { visitor: visitorHash(shopId, `${placement} ${n}`), decisionId: view.decisionId, group };
      }),
    );
    for (const group of ["shown", "withheld"] as const) {
      const tenths = productId === 20 ? 6 : group === "shown" ? 3 : 0;
      for (const [at, { visitor, decisionId }] of views.filter((view) => view.group === group).entries())
        if (at % 10 < tenths) buys.push({ visitor, decisionId: group === "shown" ? decisionId : null, productId });
    }
  }
  await flushDecisions(shopId);
  await inShop(shopId, async (db) => {
    const columns = [buys.map((buy) => buy.visitor), buys.map((buy) => buy.decisionId), buys.map((buy) => buy.productId)];
    await db.run(
      `insert into orders (shop_id, id, name, created_at, processed_at, updated_at, test, subtotal, discounts, refunded, total, visitor)
       select $1, n, '#' || n, $2, $2, $2, false, 2000, 0, 0, 2000, visitor from unnest($3::text[]) with ordinality as o(visitor, n)`,
      [shopId, after(1), columns[0]],
    );
    await db.run(
      `insert into order_lines (shop_id, order_id, id, product_id, variant_id, title, quantity, current_quantity, unit_price, discount, offer_id, decision_id)
       select $1, n, 1, product, product * 10 + 1, '', 1, 1, product * 100, case when decision is null then 0 else product * 10 end,
         case when decision is null then null when product = 20 then $4::int else $5::int end, decision
       from unnest($2::uuid[], $3::bigint[]) with ordinality as o(decision, product, n)`,
      [shopId, columns[1], columns[2], offers[0], offers[1]],
    );
  });
  const report = await attributeOrders(
    shopId,
    buys.map((_, at) => String(at + 1)),
  );
  expect(report.ignored).toEqual({});
  expect(await compilePolicy(shopId, after(20))).toMatchObject({ outcome: "compiled", version: 1 });
  const learned = await served();
  const [, , ghosts, bought] = learned?.model.withheld.find(([, productId]) => productId === "20") ?? [];
  expect(Number(bought) / Number(ghosts)).toBeCloseTo(0.6, 1);

  const now = after(22);
  expect(await shareShown("product", now)).toBeLessThan(0.2);
  expect(await shareShown("cart", now)).toBeGreaterThan(0.9);
  // it is the ghosts that say so: the same outcomes without them, and the discount is given again
  await inShop(shopId, async (db) => {
    await db.run(
      "insert into policy_snapshots (shop_id, version, created_at, outcomes, model) select shop_id, 2, created_at, outcomes, jsonb_set(model, '{withheld}', '[]') from policy_snapshots",
    );
    await db.run("update shops set policy_version = 2 where id = $1", [shopId]);
  });
  // new beliefs serve once they are read, within seconds
  expect(await shareShown("product", new Date(now.getTime() + 15_000))).toBeGreaterThan(0.9);
  await flushDecisions(shopId);
  const [kept] = await inShop(shopId, (db) =>
    db.rows<{ policy_version: number; propensity: number; arm: string }>(
      "select policy_version, propensity, arm from decisions where created_at = $1 and reason = 'no_profitable_offer' limit 1",
      [now],
    ),
  );
  expect(kept).toMatchObject({ policy_version: 1, arm: "none" });
  expect(kept?.propensity).toBeGreaterThan(0.8);
});
