import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type Db, inShop } from "../app/database/pool.server.ts";
import type { OfferDraft } from "../app/funnel/offers/offer.ts";
import { saveOffer } from "../app/funnel/offers/offers.server.ts";
import { sampleOffer } from "../app/funnel/offers/sample-offer.ts";
import { publishCheck } from "../app/funnel/publish/publish-check.server.ts";
import type { PublishFinding } from "../app/funnel/publish/publish-finding.ts";
import { PRIMARY_DOMAIN } from "../dev-store/src/server.ts";
import type { Discount } from "../dev-store/src/store/model.ts";
import { type ConnectedShop, connectedShop } from "./connected-shop.ts";

let shop: ConnectedShop;
const now = new Date();

beforeAll(async () => {
  shop = await connectedShop();
});
afterAll(() => shop.close());

beforeEach(async () => {
  shop.store.discounts.clear();
  await run(async (db) => {
    for (const table of ["offers", "decisions", "orders", "order_lines", "attributions", "experiments"])
      await db.run(`delete from ${table} where shop_id = $1`, [db.shopId]);
    await db.run("update variants set available_for_sale = true where shop_id = $1", [db.shopId]);
  });
});

const run = <T>(work: (db: Db) => Promise<T>) => inShop(shop.shopId, work);
const thing = (at: number) => shop.things[at] as ConnectedShop["things"][number];

async function saved(values: Partial<OfferDraft> = {}): Promise<number> {
  const outcome = await saveOffer(shop.shopId, null, sampleOffer({ productIds: [String(thing(0).product.id)], ...values }));
  if (outcome.kind !== "saved") throw new Error(JSON.stringify(outcome));
  return outcome.id;
}

async function check(id: number): Promise<PublishFinding[]> {
  const found = await publishCheck({ shopId: shop.shopId, domain: PRIMARY_DOMAIN, currency: shop.store.shop.currency }, id, now);
  if (!found) throw new Error("The offer was not found");
  return found;
}
const codes = (findings: readonly PublishFinding[]) => findings.map(({ severity, code }) => `${severity} ${code}`);

function native(values: Partial<Discount> = {}): void {
  const id = shop.store.nextId();
  shop.store.discounts.set(id, {
    id,
    kind: "automatic_basic",
    title: "Summer",
    status: "ACTIVE",
    startsAt: 0,
    endsAt: null,
    createdAt: 0,
    updatedAt: 0,
    discountClasses: ["ORDER"],
    combinesWith: { orderDiscounts: true, productDiscounts: true, shippingDiscounts: true },
    functionHandle: null,
    appClientId: null,
    percentage: 20,
    code: null,
    ...values,
  });
}

async function order(id: number, values: { product: number; customer?: number; daysAgo?: number }): Promise<void> {
  const at = new Date(now.getTime() - (values.daysAgo ?? 5) * 86_400_000);
  await run(async (db) => {
    await db.run(
      `insert into orders (shop_id, id, name, customer_id, created_at, processed_at, updated_at, test, subtotal, discounts, refunded, total)
       values ($1, $2::bigint, '#' || $2::text, $3, $4, $4, $4, false, 1000, 0, 0, 1000)`,
      [db.shopId, id, values.customer ?? null, at],
    );
    await db.run(
      `insert into order_lines (shop_id, order_id, id, product_id, title, quantity, current_quantity, unit_price, discount)
       values ($1, $2, 1, $3, '', 1, 1, 1000, 0)`,
      [db.shopId, id, thing(values.product).product.id],
    );
  });
}

test("a sound offer of a new shop is told that nothing is known yet, and nothing stops it", async () => {
  const found = await check(await saved());
  expect(codes(found)).toEqual(["warns place_silent", "tells assumed_cost", "tells holdout", "tells stack_none", "tells no_history"]);
  expect(found.find(({ code }) => code === "holdout")?.values).toEqual({
    everywhere: { as: "share", value: 0.05 },
    here: { as: "share", value: 0.1 },
  });
  expect(await publishCheck({ shopId: shop.shopId, domain: PRIMARY_DOMAIN, currency: "USD" }, 999_999, now)).toBeNull();
});

test("discounts of the store that come on top are reckoned with, as Shopify answers them", async () => {
  const id = await saved();
  native({ percentage: 20 });
  const low = (await check(id)).find(({ code }) => code === "stack_holds");
  // 10 % of the offer and 20 % of the order leave 72 % of the price, of which 55 % is cost
  expect(low?.values.share?.value).toBeCloseTo(1 - 0.55 / 0.72, 2);
  native({ title: "Clearance", percentage: 40, code: "MORE", kind: "code_basic" });
  const below = (await check(id)).find(({ code }) => code === "stack_below_floor");
  expect(below).toMatchObject({ severity: "warns", values: { others: { value: ["Clearance", "Summer"] }, count: { value: 1 } } });
  shop.store.discounts.clear();
  const alone = { orderDiscounts: false, productDiscounts: false, shippingDiscounts: false };
  native({ combinesWith: alone });
  native({ title: "Welcome", combinesWith: alone, code: "HELLO", kind: "code_basic" });
  native({ title: "Later", combinesWith: alone, startsAt: now.getTime() + 1_000_000_000 });
  native({
    title: "Function",
    kind: "automatic_app",
    appClientId: "another",
    functionHandle: "x",
    percentage: null,
    discountClasses: ["PRODUCT"],
  });
  const found = await check(id);
  expect(found.find(({ code }) => code === "discount_excludes")?.values).toEqual({ others: { as: "names", value: ["Summer"] } });
  expect(found.find(({ code }) => code === "code_excludes")?.values).toEqual({ others: { as: "names", value: ["Welcome"] } });
  expect(found.find(({ code }) => code === "stack_unknown")?.values).toEqual({ others: { as: "names", value: ["Function"] } });
});

test("a store that sells in other currencies is told that shoppers who pay in them see no offer", async () => {
  const id = await saved();
  shop.store.shop.otherCurrencies = ["EUR", "VND"];
  expect((await check(id)).find(({ code }) => code === "other_currencies")).toEqual({
    severity: "warns",
    code: "other_currencies",
    values: { own: { as: "names", value: [shop.store.shop.currency] }, others: { as: "names", value: ["EUR", "VND"] } },
  });
  delete shop.store.shop.otherCurrencies;
  expect(codes(await check(id))).not.toContain("warns other_currencies");
});

test("who would see it comes from visitors, and from orders whose cart would have led to it", async () => {
  const id = await saved({
    trigger: { kind: "product", productIds: [String(thing(1).product.id)] },
    placements: ["cart"],
    audience: "returning_customers",
  });
  await order(1, { product: 1, customer: 7, daysAgo: 30 });
  await order(2, { product: 1, customer: 7 });
  await order(3, { product: 1 });
  await order(4, { product: 2, customer: 7, daysAgo: 2 });
  await order(5, { product: 1, customer: 7, daysAgo: 200 });
  await run((db) =>
    db.run(
      `insert into decisions (shop_id, id, created_at, placement, visitor, context, candidates)
       select $1, gen_random_uuid(), $2::timestamptz - interval '1 day', place, visitor, place || '|' || segment || '|', '[]'
       from (values ('cart', 'a', 'returning'), ('cart', 'a', 'returning'), ('cart', 'b', 'guest'), ('product', 'c', 'returning')) as d(place, visitor, segment)`,
      [db.shopId, now],
    ),
  );
  const found = await check(id);
  expect(found.find(({ code }) => code === "seen_by_visitors")?.values).toMatchObject({ visitors: { value: 2 }, within: { value: 1 } });
  expect(found.find(({ code }) => code === "seen_by_orders")?.values).toMatchObject({
    orders: { value: 4 },
    within: { value: 2 },
    returning: { value: 2 },
    guest: { value: 0 },
  });
  expect(codes(found)).not.toContain("warns place_silent");
  const nobody = await saved({ trigger: { kind: "cart_value", minimum: 100_000 } });
  expect(codes(await check(nobody))).toContain("warns nobody_triggers");
});

test("what keeps an offer from being shown is found: stock, exclusions, dates, limits, other offers, a running test", async () => {
  const id = await saved({
    productIds: [String(thing(0).product.id), String(thing(1).product.id)],
    totalLimit: 1,
    startsAt: "2199-01-01T00:00:00Z",
  });
  const other = await saved({ name: "First", priority: 10 });
  await run(async (db) => {
    await db.run("update offers set status = 'live' where shop_id = $1 and id = $2", [db.shopId, other]);
    await db.run("update variants set available_for_sale = false where shop_id = $1 and product_id = $2", [db.shopId, thing(0).product.id]);
    await db.run("update shops set offer_rules = $2 where id = $1", [db.shopId, { excludedProductIds: [String(thing(1).product.id)] }]);
    await db.run(
      `insert into attributions (shop_id, order_id, line_id, decision_id, offer_id, ordered_at, quantity, revenue, discount, cost, fees, profit)
       values ($1, 1, 1, gen_random_uuid(), $2, now(), 1, 100, 10, 50, 0, 50)`,
      [db.shopId, id],
    );
    await db.run(
      `insert into experiments (shop_id, kind, offer_id, name, status, seed, arms, plans) values ($1, 'ab_test', $2, 'Words', 'running', 's', '[]', '[]')`,
      [db.shopId, id],
    );
  });
  const found = codes(await check(id));
  for (const code of [
    "tells out_of_stock_some",
    "tells excluded_some",
    "tells not_begun",
    "warns total_limit_used",
    "warns outranked",
    "warns ab_running",
    "tells product_elsewhere",
  ])
    expect(found).toContain(code);
  await run((db) => db.run("update shops set offer_rules = '{}' where id = $1", [db.shopId]));
  await run((db) => db.run("update products set deleted_at = now() where shop_id = $1 and id = $2", [db.shopId, thing(1).product.id]));
  expect((await check(id))[0]).toMatchObject({ severity: "stops", code: "error", error: "product_not_found" });
  await run((db) => db.run("update products set deleted_at = null where shop_id = $1", [db.shopId]));
  await run((db) => db.run("update offers set starts_at = null, ends_at = '2026-01-01' where shop_id = $1 and id = $2", [db.shopId, id]));
  expect(codes(await check(id))).toContain("stops over");
});

test("a dynamic offer says among how many products it chooses, and one that finds none cannot be saved", async () => {
  const dynamic = { dynamic: true, productIds: [], discount: { kind: "percentage", value: 1_000 }, depthsBp: [0, 1_000] } as const;
  const id = await saved({ ...dynamic, depthsBp: [0, 1_000], productIds: [], excludedProductIds: [String(thing(2).product.id)] });
  expect((await check(id)).find(({ code }) => code === "dynamic_products")?.values).toEqual({ count: { as: "number", value: 2 } });
  const refused = await saveOffer(
    shop.shopId,
    null,
    sampleOffer({ ...dynamic, productIds: [], depthsBp: [], discount: { kind: "percentage", value: 6_000 } }),
  );
  expect(refused).toEqual({ kind: "invalid", errors: { "discount.value": "no_product_to_offer" } });
});

test("a dynamic offer whose discount budget is below one sale is refused, and a live one that has used its up is told", async () => {
  const dynamic = { dynamic: true, productIds: [] as string[], depthsBp: [] as number[] };
  const refused = await saveOffer(shop.shopId, null, sampleOffer({ ...dynamic, discountBudget: 1 }));
  expect(refused).toEqual({ kind: "invalid", errors: { discountBudget: "discount_budget_below_one_sale" } });

  const given = shop.things.map(({ variant }) => Math.floor((variant.price * 1_000 + 5_000) / 10_000)).sort((a, b) => a - b);
  const [least = 0, second = 0, most = 0] = given;
  const budget = most + 100;
  const id = await saved({ ...dynamic, discountBudget: budget });
  const spend = (discount: number) =>
    run(async (db) => {
      await db.run("update offers set status = 'live' where shop_id = $1 and id = $2", [db.shopId, id]);
      await db.run("delete from attributions where shop_id = $1", [db.shopId]);
      await db.run(
        `insert into attributions (shop_id, order_id, line_id, decision_id, offer_id, ordered_at, quantity, revenue, discount, cost, fees, profit)
         values ($1, 1, 1, gen_random_uuid(), $2, now(), 1, 1000, $3, 50, 0, 50)`,
        [db.shopId, id, discount],
      );
    });
  const budgets = async () => codes(await check(id)).filter((code) => code.includes("budget"));
  await spend(100);
  expect(await budgets()).toEqual([]);
  await spend(budget - least + 1);
  expect((await check(id)).find(({ code }) => code === "discount_budget_short")).toMatchObject({
    severity: "warns",
    values: { left: { value: least - 1 }, budget: { value: budget }, least: { value: least } },
  });
  if (least < second) {
    await spend(budget - least);
    expect(await budgets()).toEqual(["warns discount_budget_some"]);
  }
  await spend(budget);
  expect(await budgets()).toEqual(["warns discount_budget_used"]);
});

test("a live tripwire that has nearly spent its loss budget is told that nobody sees it", async () => {
  const id = await saved({ stage: "tripwire", discount: { kind: "percentage", value: 9_000 }, lossBudget: 10_000_000 });
  await run((db) =>
    db.run(
      `insert into attributions (shop_id, order_id, line_id, decision_id, offer_id, ordered_at, quantity, revenue, discount, cost, fees, profit)
       values ($1, 1, 1, gen_random_uuid(), $2, now(), 1, 1, 1, 1, 0, -9999999)`,
      [db.shopId, id],
    ),
  );
  expect((await check(id)).find(({ code }) => code === "loss_budget_short")).toMatchObject({
    severity: "warns",
    values: { left: { value: 1 } },
  });
});

test("a tripwire that goes first is measured on who came by, and its share is said", async () => {
  const id = await saved({ placements: ["product"], priority: 10 });
  const first = await saved({ name: "Trip", stage: "tripwire", lossBudget: 1_000_000 });
  await run(async (db) => {
    await db.run("update offers set status = 'live' where shop_id = $1 and id = $2", [db.shopId, first]);
    await db.run(
      `insert into decisions (shop_id, id, created_at, placement, visitor, context, candidates)
       select $1, gen_random_uuid(), $2::timestamptz - interval '1 day', place, visitor, place || '|' || segment || '|', '[]'
       from (values ('product', 'a', 'guest'), ('product', 'a', 'guest'), ('product', 'b', 'new'), ('product', 'c', 'returning'), ('product', 'd', 'guest'), ('cart', 'e', 'guest')) as d(place, visitor, segment)`,
      [db.shopId, now],
    );
  });
  expect((await check(id)).find(({ code }) => code === "tripwire_first_measured")).toMatchObject({
    severity: "warns",
    values: { offers: { value: ["Trip"] }, visitors: { value: 4 }, within: { value: 3 }, share: { value: 0.75 } },
    about: [{ kind: "offer", id: first }],
  });
});

test("of a tripwire at one of an offer's places, only the first-time visitors of that place are counted", async () => {
  const id = await saved({ placements: ["product", "cart"] });
  const first = await saved({ name: "Trip", stage: "tripwire", lossBudget: 1_000_000, placements: ["product"] });
  await run(async (db) => {
    await db.run("update offers set status = 'live' where shop_id = $1 and id = $2", [db.shopId, first]);
    await db.run(
      `insert into decisions (shop_id, id, created_at, placement, visitor, context, candidates)
       select $1, gen_random_uuid(), $2::timestamptz - interval '1 day', place, visitor, place || '|guest|', '[]'
       from (values ('product', 'a'), ('cart', 'a'), ('cart', 'b'), ('cart', 'c'), ('cart', 'd')) as d(place, visitor)`,
      [db.shopId, now],
    );
  });
  expect((await check(id)).find(({ code }) => code === "tripwire_first_measured")).toMatchObject({
    severity: "tells",
    values: { visitors: { value: 4 }, within: { value: 1 }, share: { value: 0.25 } },
  });
});

test("words that promise a saving are warned of where the full price may be asked, and a tripwire without a discount is refused", async () => {
  const id = await saved({ body: "Add it now and save.", depthsBp: [0, 1_000] });
  expect((await check(id)).find(({ code }) => code === "words_promise")).toMatchObject({
    severity: "warns",
    values: { said: { value: ["save"] }, given: { as: "shares", value: [0, 0.1] } },
  });
  const tripwire = { stage: "tripwire", lossBudget: 0, discount: { kind: "percentage", value: 0 } } as const;
  expect(await saveOffer(shop.shopId, null, sampleOffer({ productIds: [String(thing(0).product.id)], ...tripwire }))).toEqual({
    kind: "invalid",
    errors: { "discount.value": "tripwire_discount_required" },
  });
  await run((db) =>
    db.run("update offers set stage = 'tripwire', loss_budget = 0, discount_value = 0, depths_bp = '{}' where id = $1", [id]),
  );
  expect((await check(id))[0]).toMatchObject({ severity: "stops", code: "error", error: "tripwire_discount_required" });
});

test("the holdout that runs is what is told and led to, not the share of the settings", async () => {
  const id = await saved();
  const begin = (kind: string, offerId: number | null, proof: boolean) =>
    run((db) =>
      db.row<{ id: number }>(
        `insert into experiments (shop_id, kind, offer_id, name, status, seed, arms, plans, proof) values ($1, $2, $3, 'Holdout', 'running', 's', '[]', $4, $5) returning id`,
        [db.shopId, kind, offerId, JSON.stringify([{ from: now.toISOString(), weights: [0.5, 0.5] }]), proof],
      ),
    );
  const holdout = await begin("offer_holdout", id, false);
  expect((await check(id)).find(({ code }) => code === "holdout_running")).toMatchObject({
    values: { everywhere: { value: 0.05 }, here: { value: 0.5 } },
    about: [{ kind: "holdout", id: holdout?.id }],
  });
  const proof = await begin("global_holdout", null, true);
  expect((await check(id)).find(({ code }) => code === "holdout_running")).toMatchObject({
    values: { everywhere: { value: 0.5 }, here: { value: 0.5 } },
    about: [{ kind: "holdout" }, { kind: "global_holdout", id: proof?.id }],
  });
});

test("words that name another discount than the offer gives are warned of, and do not keep it from being saved", async () => {
  const id = await saved({ body: "35 % less when you add it to this order" });
  expect((await check(id)).find(({ code }) => code === "words_differ")).toMatchObject({
    severity: "warns",
    values: { said: { value: ["35 %"] }, given: { as: "shares", value: [0.1] } },
  });
  const right = await saved({ body: "10 % less when you add it to this order" });
  expect(codes(await check(right))).not.toContain("warns words_differ");
});

test("words of a test's arm that name another discount than the arm gives are warned of, until the test is over", async () => {
  const id = await saved({ body: "10 % less" });
  const experiment = await run((db) =>
    db.row<{ id: number }>(
      `insert into experiments (shop_id, kind, offer_id, name, status, seed, arms, plans) values ($1, 'ab_test', $2, 'Depth', 'draft', 's', $3, '[]') returning id`,
      [
        db.shopId,
        id,
        JSON.stringify([
          { key: "control", name: "", change: null },
          { key: "b", name: "Less", change: { discountBp: 500 } },
          { key: "c", name: "Shorter", change: { headline: "10% off", body: "" } },
        ]),
      ],
    ),
  );
  const differing = async () => (await check(id)).filter(({ code }) => code.endsWith("words_differ"));
  expect(await differing()).toEqual([
    {
      severity: "warns",
      code: "arm_words_differ",
      values: {
        arm: { as: "names", value: ["Less"] },
        test: { as: "names", value: ["Depth"] },
        said: { as: "names", value: ["10 %"] },
        given: { as: "shares", value: [0.05] },
      },
      about: [{ kind: "experiment", id: experiment?.id, name: "Depth" }],
    },
  ]);
  expect(codes(await check(id))).not.toContain("warns ab_running");
  await run((db) => db.run("update experiments set status = 'running' where shop_id = $1", [db.shopId]));
  expect(codes(await check(id))).toEqual(expect.arrayContaining(["warns arm_words_differ", "warns ab_running"]));
  await run((db) => db.run("update experiments set status = 'done' where shop_id = $1", [db.shopId]));
  expect(await differing()).toEqual([]);
});
