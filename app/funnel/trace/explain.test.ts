import { randomUUID } from "node:crypto";
import { beforeEach, expect, test } from "vitest";
import { insertShop, ownDatabase } from "../../../tests/test-database.ts";
import { inShop } from "../../database/pool.server.ts";
import { explainCustomer, explainOffer, explainOrder, explainVisitor, offerOutcomes } from "./explain.server.ts";

ownDatabase();
let shopId: number;
const now = new Date("2026-03-15T12:00:00Z");
const minutes = (count: number) => new Date(now.getTime() + count * 60_000);
const visitor = "v".repeat(43);

beforeEach(async () => {
  shopId = await insertShop();
  await inShop(shopId, async (db) => {
    await db.run(
      `insert into products (shop_id, id, title, handle, status, updated_at) values ($1, 20, 'Kettle', 'kettle', 'ACTIVE', now()), ($1, 21, 'Tea', 'tea', 'ACTIVE', now())`,
      [shopId],
    );
    await db.run(
      `insert into variants (shop_id, id, product_id, inventory_item_id, title, price, available_for_sale, updated_at) values ($1, 201, 20, 1, '', 2000, true, now())`,
      [shopId],
    );
    await db.run(
      `insert into offers (shop_id, id, name, stage, headline, product_ids, discount_kind, discount_value, trigger, placements)
       values ($1, 5, 'Goes well', 'profit_maximizer', 'x', '{20}', 'percentage', 1000, '{"kind":"any"}', '{cart}')`,
      [shopId],
    );
    await db.run(
      `insert into experiments (shop_id, id, kind, name, status, seed, arms, plans) values ($1, 9, 'global_holdout', 'Global holdout', 'running', 's', '[]', '[]')`,
      [shopId],
    );
  });
});

const candidates = [
  { offerId: 5, productId: "20", depthBp: 1_000, score: 120, weight: 0.7, reason: null, together: true, source: "related" },
  { offerId: 5, productId: "21", depthBp: null, score: null, weight: null, reason: "out_of_stock", together: false },
  { offerId: 6, productId: null, depthBp: null, score: null, weight: null, reason: "not_triggered", together: false },
];

async function decision(
  values: {
    at?: Date;
    visitor?: string;
    customer?: number;
    shown?: boolean;
    withheld?: string;
    reason?: string;
    candidates?: object[];
  } = {},
) {
  const id = randomUUID();
  const chosen = values.shown || values.withheld !== undefined;
  await inShop(shopId, (db) =>
    db.run(
      `insert into decisions (shop_id, id, created_at, placement, visitor, customer_id, offer_id, variant_id, price, discounted_price, reason, candidates,
         tracked, ghost, withheld, policy_version, context, depth_bp, propensity, experiments)
       values ($1, $2, $3, 'cart', $4, $5, $6, $7, $8, $9, $10, $11, true, $12, $13, 3, 'cart|guest|Kettles', $14, 0.7, '{"9":"treatment"}')`,
      [
        shopId,
        id,
        values.at ?? now,
        values.visitor ?? visitor,
        values.customer ?? null,
        chosen ? 5 : null,
        chosen ? 201 : null,
        chosen ? 2_000 : null,
        chosen ? 1_800 : null,
        values.reason ?? null,
        JSON.stringify(values.candidates ?? candidates),
        values.withheld !== undefined,
        values.withheld ?? null,
        chosen ? 1_000 : null,
      ],
    ),
  );
  return id;
}

async function order(values: { id: number; visitor?: string | null; customer?: number; decision?: string; at?: Date }) {
  await inShop(shopId, async (db) => {
    await db.run(
      `insert into orders (shop_id, id, name, customer_id, visitor, created_at, processed_at, updated_at, test, subtotal, discounts, refunded, total)
       values ($1, $2::bigint, '#' || $2::text, $3, $4, $5, $5, $5, false, 1800, 0, 0, 1800)`,
      [shopId, values.id, values.customer ?? null, values.visitor ?? null, values.at ?? now],
    );
    await db.run(
      `insert into order_lines (shop_id, order_id, id, product_id, variant_id, title, quantity, current_quantity, unit_price, discount, offer_id, decision_id)
       values ($1, $2, 1, 20, 201, '', 1, 1, 2000, 200, $3, $4)`,
      [shopId, values.id, values.decision ? 5 : null, values.decision ?? null],
    );
  });
}

test("an order leads to the decision its line answers and to those of its visitor in the day before, with names and events", async () => {
  const taken = await decision({ at: minutes(-30), shown: true });
  await inShop(shopId, (db) =>
    db.run(`insert into decision_events (shop_id, decision_id, kind, at) values ($1, $2, 'impression', $3), ($1, $2, 'accept', $4)`, [
      shopId,
      taken,
      minutes(-29),
      minutes(-28),
    ]),
  );
  const before = await decision({ at: minutes(-60), reason: "no_profitable_offer" });
  await decision({ at: minutes(-60 * 30) });
  await decision({ at: minutes(-10), visitor: "w".repeat(43) });
  await order({ id: 1001, visitor, decision: taken });
  for (const text of ["#1001", "1001", " 1001 "]) {
    const found = await explainOrder(shopId, text);
    expect(found?.order).toEqual({
      id: "1001",
      name: "#1001",
      processedAt: now.toISOString(),
      customerId: null,
      visitor: true,
      offerLines: 1,
    });
    expect(found?.decisions.map(({ id }) => id)).toEqual([taken, before]);
  }
  const [first, second] = (await explainOrder(shopId, "1001"))?.decisions ?? [];
  expect(first).toMatchObject({
    outcome: "shown",
    offerName: "Goes well",
    product: "Kettle",
    price: 2_000,
    discountedPrice: 1_800,
    depthBp: 1_000,
    events: ["impression", "accept"],
    ordered: true,
    segment: "guest",
    policyVersion: 3,
    propensity: 0.7,
    experiments: [{ name: "Global holdout", kind: "global_holdout", arm: "treatment" }],
  });
  expect(first?.candidates).toEqual([
    {
      offerId: 5,
      offerName: "Goes well",
      product: "Kettle",
      depthBp: 1_000,
      score: 120,
      later: 0,
      weight: 0.7,
      reason: null,
      untried: false,
      together: true,
      source: "related",
    },
    {
      offerId: 5,
      offerName: "Goes well",
      product: "Tea",
      depthBp: null,
      score: null,
      later: 0,
      weight: null,
      reason: "out_of_stock",
      untried: false,
      together: false,
      source: null,
    },
    {
      offerId: 6,
      offerName: null,
      product: null,
      depthBp: null,
      score: null,
      later: 0,
      weight: null,
      reason: "not_triggered",
      untried: false,
      together: false,
      source: null,
    },
  ]);
  expect(second).toMatchObject({ outcome: "none", reason: "no_profitable_offer", ordered: false });
  expect(await explainOrder(shopId, "#77")).toBeNull();
  expect(await explainOrder(await insertShop(), "#1001")).toBeNull();
});

test("an order without a visitor says so, and still leads to what its customer met signed in", async () => {
  const signedIn = await decision({ at: minutes(-5), customer: 7, visitor: "x".repeat(43) });
  await order({ id: 1002, customer: 7 });
  const found = await explainOrder(shopId, "1002");
  expect(found?.order).toMatchObject({ visitor: false, offerLines: 0, customerId: "7" });
  expect(found?.decisions.map(({ id }) => id)).toEqual([signedIn]);
});

test("a customer leads to what was decided while signed in, and in the browsers they ordered from", async () => {
  await order({ id: 1003, customer: 8, visitor });
  const asGuest = await decision({ at: minutes(-300), withheld: "global_holdout", reason: "holdout" });
  const signedIn = await decision({ at: minutes(-5), customer: 8, visitor: "y".repeat(43) });
  await decision({ visitor: "z".repeat(43) });
  const found = await explainCustomer(shopId, "8", now);
  expect(found.map(({ id }) => id)).toEqual([signedIn, asGuest]);
  expect(found[1]).toMatchObject({ outcome: "withheld", withheld: "global_holdout", offerName: "Goes well" });
  expect(await explainCustomer(shopId, "9", now)).toEqual([]);
  expect(await explainCustomer(shopId, "x", now)).toEqual([]);
});

test("a visitor who neither signed in nor ordered is found by the value in the cart's attributes", async () => {
  const first = await decision({ at: minutes(-60 * 24 * 9), reason: "not_triggered" });
  const second = await decision({ shown: true });
  await decision({ visitor: "w".repeat(43) });
  expect((await explainVisitor(shopId, visitor)).map(({ id }) => id)).toEqual([second, first]);
  expect(await explainVisitor(shopId, "x")).toEqual([]);
  expect(await explainVisitor(await insertShop(), visitor)).toEqual([]);
});

test("what is expected of later orders, and that an offer has no results of its own, is told as it was kept", async () => {
  await decision({ shown: true, candidates: [{ offerId: 5, productId: "20", score: 300, later: 420, weight: 1, untried: true }] });
  expect((await explainOffer(shopId, 5))[0]?.candidates).toMatchObject([{ score: 300, later: 420, untried: true }]);
});

test("an offer that another one outranked says so, whatever else fell out of it", async () => {
  const out = { offerId: 5, productId: "21", reason: "out_of_stock" };
  await decision({
    reason: "no_profitable_offer",
    candidates: [{ offerId: 6, productId: "20", score: 1, weight: 0.9 }, { offerId: 5, reason: "outranked" }, out],
  });
  expect((await offerOutcomes(shopId, 5)).outcomes).toEqual([{ outcome: "outranked", count: 1 }]);
});

test("an offer says how often it was shown, and for what reasons not", async () => {
  await decision({ shown: true, at: minutes(-9) });
  await decision({ withheld: "offer_holdout" });
  await decision({ reason: "no_profitable_offer" });
  await decision({ reason: "out_of_stock", candidates: [{ offerId: 5, productId: "20", reason: "out_of_stock" }] });
  await decision({ reason: "no_live_offer", candidates: [] });
  const { decisions, since, outcomes } = await offerOutcomes(shopId, 5);
  expect({ decisions, since }).toEqual({ decisions: 5, since: minutes(-9).toISOString() });
  expect(Object.fromEntries(outcomes.map(({ outcome, count }) => [outcome, count]))).toEqual({
    shown: 1,
    holdout: 1,
    other_chosen: 1,
    out_of_stock: 1,
    not_weighed: 1,
  });
  expect((await explainOffer(shopId, 5)).map(({ outcome }) => outcome).sort()).toEqual(["shown", "withheld"]);
  expect(await offerOutcomes(shopId, 99)).toEqual({ decisions: 0, since: null, outcomes: [] });
});

test("of a visitor of whom nothing lasts, what had no chance is told as earning less, not as something that could be shown", async () => {
  const weighed = (weight: number) => [{ offerId: 5, productId: "20", depthBp: 1_000, score: 40, weight }];
  await decision({ candidates: weighed(0) });
  await decision({ reason: "no_profitable_offer", candidates: weighed(0) });
  await decision({ candidates: weighed(0.3) });
  expect((await offerOutcomes(shopId, 5)).outcomes).toEqual([
    { outcome: "earns_less", count: 2 },
    { outcome: "other_chosen", count: 1 },
  ]);
});
