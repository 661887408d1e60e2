import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { beforeEach, expect, test } from "vitest";
import { insertDecision, insertOrder, type OrderValues, type SoldLine } from "../../tests/ledger-orders.ts";
import { insertShop, ownDatabase } from "../../tests/test-database.ts";
import { inShop } from "../database/pool.server.ts";
import { rebuildValues } from "../value/rebuild-values.server.ts";
import { attributeOrders, rebuildAttributions } from "./attribute-orders.server.ts";
import { offerResults } from "./offer-results.server.ts";

ownDatabase();
let shopId: number;

beforeEach(async () => {
  shopId = await insertShop();
  await inShop(shopId, async (db) => {
    await db.run("update shops set payment_fee_bp = 200, payment_fee_fixed = 30 where id = $1", [shopId]);
    await db.run(
      `insert into offers (shop_id, id, name, stage, status, discount_kind, discount_value, trigger, loss_budget, total_limit)
       values ($1, 1, 'Welcome', 'tripwire', 'live', 'percentage', 9000, '{"kind":"any"}', 1000, null), ($1, 2, 'More', 'profit_maximizer', 'live', 'percentage', 1000, '{"kind":"any"}', null, 3)`,
      [shopId],
    );
    await db.run(
      `insert into variants (shop_id, id, product_id, inventory_item_id, title, price, available_for_sale, updated_at)
       values ($1, 101, 10, 1, '', 1000, true, now()), ($1, 102, 10, 2, '', 1000, true, now()), ($1, 201, 20, 3, '', 2000, true, now()), ($1, 301, 30, 4, '', 500, true, now())`,
      [shopId],
    );
  });
});

const decision = (offerId: number, variantId: number) => insertDecision(shopId, { offerId, variantId });
const order = (id: number, lines: readonly SoldLine[], values: OrderValues = {}) => insertOrder(shopId, id, lines, values);

const rows = () =>
  inShop(shopId, (db) =>
    db.rows<Record<string, number>>(
      `select order_id::int as order, line_id::int as line, offer_id as offer, quantity, revenue::int, discount::int, cost::int, fees::int, profit::int from attributions order by order_id, line_id`,
    ),
  );

const other: SoldLine = { productId: 30, variantId: 301, unitPrice: 500, unitCost: 100 };

test("an accepted line earns its total after discounts less cost and its part of the fees", async () => {
  const decisionId = await decision(2, 201);
  await order(1, [{ productId: 20, variantId: 201, unitPrice: 2_000, discount: 500, unitCost: 800, offerId: 2, decisionId }, other]);
  expect(await attributeOrders(shopId, ["1"])).toEqual({ attributed: 1, ignored: {}, stopped: [] });
  // fees: 2 % of 1,500 and 1,500/2,000 of 30, together 52.5
  expect(await rows()).toEqual([
    { order: 1, line: 1, offer: 2, quantity: 1, revenue: 1500, discount: 500, cost: 800, fees: 53, profit: 647 },
  ]);
});

test("of the fixed fee a gift card in the order takes no part", async () => {
  const decisionId = await decision(2, 201);
  const accepted: SoldLine = { productId: 20, variantId: 201, unitPrice: 2_000, discount: 500, unitCost: 800, offerId: 2, decisionId };
  await order(1, [accepted, other, { ...other, unitPrice: 9_000, giftCard: true }]);
  await attributeOrders(shopId, ["1"]);
  expect(await rows()).toMatchObject([{ revenue: 1500, fees: 53, profit: 647 }]);
});

test("attributing again changes nothing", async () => {
  const decisionId = await decision(2, 201);
  await order(1, [{ productId: 20, variantId: 201, unitPrice: 2_000, offerId: 2, decisionId }]);
  await attributeOrders(shopId, ["1"]);
  const before = await rows();
  await attributeOrders(shopId, ["1", "1", "77"]);
  expect(await rows()).toEqual(before);
});

test("units refunded, the order cancelled or deleted restate what was earned", async () => {
  const decisionId = await decision(2, 201);
  const line: SoldLine = {
    productId: 20,
    variantId: 201,
    quantity: 2,
    unitPrice: 2_000,
    discount: 400,
    unitCost: 800,
    offerId: 2,
    decisionId,
  };
  await order(1, [line, other]);
  await attributeOrders(shopId, ["1"]);
  expect(await rows()).toMatchObject([{ quantity: 2, revenue: 3600, discount: 400, cost: 1600 }]);
  await order(1, [{ ...line, current: 1 }, other], { refunded: 1_800 });
  await attributeOrders(shopId, ["1"]);
  expect(await rows()).toMatchObject([{ quantity: 1, revenue: 1800, discount: 200, cost: 800 }]);
  await order(1, [{ ...line, current: 1 }, other], { refunded: 1_800, cancelled: true });
  await attributeOrders(shopId, ["1"]);
  expect(await rows()).toEqual([]);
  await order(1, [line, other]);
  await attributeOrders(shopId, ["1"]);
  await inShop(shopId, (db) => db.run("delete from orders where id = 1"));
  await attributeOrders(shopId, ["1"]);
  expect(await rows()).toEqual([]);
});

test("of a line's discounts the offer is charged its own, on the units it was for; profit is what all of them left", async () => {
  await inShop(shopId, (db) => db.run("update offers set max_quantity = 2 where shop_id = $1 and id = 2", [shopId]));
  const sold = async (id: number, line: Partial<SoldLine>) => {
    const decisionId = await insertDecision(shopId, { offerId: 2, variantId: 201, price: 2_000, discountedPrice: 1_800 });
    await order(id, [{ productId: 20, variantId: 201, unitPrice: 2_000, unitCost: 500, offerId: 2, decisionId, ...line }]);
  };
  // a code of 50 % on top
  await sold(1, { discount: 1_100 });
  await sold(2, { quantity: 4, discount: 4_200 });
  await sold(3, { quantity: 2, current: 1, discount: 2_200 });
  // the offer's own alone, and less than it was: somebody edited the order
  await sold(4, { discount: 200 });
  await sold(5, { discount: 120 });
  await attributeOrders(shopId, ["1", "2", "3", "4", "5"]);
  expect((await rows()).map(({ revenue, discount }) => [revenue, discount])).toEqual([
    [900, 200],
    [3_800, 400],
    [900, 200],
    [1_800, 200],
    [1_880, 120],
  ]);
});

test("an offer that has had the orders of a day stays live, and Shopify is told so at once, as when an order is cancelled again", async () => {
  const jobs = async () => {
    const { queue } = await import("../jobs/queue.server.ts");
    return (await (await queue()).fetch("offers.publish", { batchSize: 10 })).filter(
      ({ data }) => (data as { shopId: number }).shopId === shopId,
    ).length;
  };
  const told = (from: string | null) =>
    inShop(shopId, (db) =>
      db.run(
        "insert into publications (shop_id, configuration) values ($1, $2) on conflict (shop_id) do update set configuration = excluded.configuration",
        [shopId, JSON.stringify({ offers: [{ id: 2, from }] })],
      ),
    );
  await inShop(shopId, (db) => db.run("update offers set daily_limit = 2, total_limit = null where shop_id = $1 and id = 2", [shopId]));
  await told(null);
  const line = async () => ({
    productId: 20,
    variantId: 201,
    unitPrice: 2_000,
    unitCost: 500,
    offerId: 2,
    decisionId: await decision(2, 201),
  });
  const lines = [await line(), await line(), await line()];
  const at = new Date().toISOString();
  await order(1, [lines[0] as SoldLine], { at: "2026-03-01" });
  await order(2, [lines[1] as SoldLine], { at });
  await attributeOrders(shopId, ["1", "2"]);
  expect(await jobs()).toBe(0);
  await order(3, [lines[2] as SoldLine], { at });
  expect((await attributeOrders(shopId, ["3"])).stopped).toEqual([]);
  expect(await jobs()).toBe(1);
  await told("9999-01-01");
  await attributeOrders(shopId, ["3"]);
  expect(await jobs()).toBe(0);
  await order(3, [lines[2] as SoldLine], { at, cancelled: true });
  await attributeOrders(shopId, ["3"]);
  expect(await jobs()).toBe(1);
  expect(await inShop(shopId, (db) => db.row("select status from offers where id = 2"))).toEqual({ status: "live" });
});

test("a refund that names no units is spread over the lines in proportion", async () => {
  const decisionId = await decision(2, 201);
  const line: SoldLine = { productId: 20, variantId: 201, unitPrice: 2_000, discount: 500, unitCost: 800, offerId: 2, decisionId };
  await order(1, [line, other], { refunded: 200 });
  await attributeOrders(shopId, ["1"]);
  expect(await rows()).toMatchObject([{ quantity: 1, revenue: 1350, cost: 800 }]);
});

test("tax and shipping that come back with a refunded line take nothing from the kept lines", async () => {
  const decisionId = await decision(2, 201);
  const line: SoldLine = { productId: 20, variantId: 201, unitPrice: 2_000, discount: 500, unitCost: 800, offerId: 2, decisionId };
  await order(1, [line, { ...other, current: 0 }], { refunded: 600, extras: 400 });
  await attributeOrders(shopId, ["1"]);
  expect(await rows()).toMatchObject([{ quantity: 1, revenue: 1500 }]);
});

test("the cost is the line's own, else the one valid when it was sold, else the assumed part", async () => {
  const decisionId = await decision(2, 201);
  const line: SoldLine = { productId: 20, variantId: 201, unitPrice: 2_000, offerId: 2, decisionId };
  await order(1, [line]);
  await attributeOrders(shopId, ["1"]);
  expect(await rows()).toMatchObject([{ cost: 1100 }]);
  await inShop(shopId, (db) =>
    db.run(
      "insert into unit_costs (shop_id, variant_id, valid_from, amount) values ($1, 201, '2026-02-01', 700), ($1, 201, '2026-04-01', 900)",
      [shopId],
    ),
  );
  await attributeOrders(shopId, ["1"]);
  expect(await rows()).toMatchObject([{ cost: 700 }]);
});

test("lines that do not answer the decision they name are ignored and counted", async () => {
  const mine = await decision(2, 201);
  await order(1, [
    { productId: 20, variantId: 201, unitPrice: 2_000, offerId: 2, decisionId: randomUUID() },
    { productId: 20, variantId: 201, unitPrice: 2_000, offerId: 1, decisionId: mine },
    { productId: 10, variantId: 101, unitPrice: 1_000, offerId: 2, decisionId: mine },
  ]);
  expect(await attributeOrders(shopId, ["1"])).toMatchObject({
    attributed: 0,
    ignored: { unknown_decision: 1, offer_mismatch: 1, product_mismatch: 1 },
  });
  const tripwire = await decision(1, 101);
  await order(2, [{ productId: 10, variantId: 102, unitPrice: 1_000, unitCost: 1, offerId: 1, decisionId: tripwire }]);
  expect(await attributeOrders(shopId, ["2"])).toMatchObject({ attributed: 1, ignored: {} });
});

test("a tripwire that has lost its budget is paused, an offer at its limit ends, and publishing is asked for", async () => {
  for (const id of [1, 2]) {
    const decisionId = await decision(1, 101);
    await order(id, [{ productId: 10, variantId: 101, unitPrice: 1_000, discount: 900, unitCost: 600, offerId: 1, decisionId }]);
  }
  expect((await attributeOrders(shopId, ["1"])).stopped).toEqual([]);
  expect((await attributeOrders(shopId, ["2"])).stopped).toEqual([{ offerId: 1, reason: "loss_budget_spent" }]);
  for (const id of [3, 4, 5]) {
    const decisionId = await decision(2, 201);
    await order(id, [{ productId: 20, variantId: 201, unitPrice: 2_000, offerId: 2, decisionId }]);
  }
  expect((await attributeOrders(shopId, ["3", "4", "5"])).stopped).toEqual([{ offerId: 2, reason: "total_limit_reached" }]);
  const offers = await inShop(shopId, (db) => db.rows("select id, status, paused_reason from offers order by id"));
  expect(offers).toEqual([
    { id: 1, status: "paused", paused_reason: "loss_budget_spent" },
    { id: 2, status: "ended", paused_reason: "total_limit_reached" },
  ]);
  const { queue } = await import("../jobs/queue.server.ts");
  expect((await (await queue()).fetch("offers.publish"))?.[0]?.data).toEqual({ shopId });
});

test("an order of one accepted line is worth the same in the ledger and in its customer's value, whatever was given back", async () => {
  const accepted = { productId: 20, variantId: 201, unitPrice: 2_000, quantity: 2, unitCost: 800, offerId: 2 };
  const cases = [
    { refunded: 900 },
    { refunded: 2_500, current: 1 },
    { refunded: 4_000, current: 1 },
    { refunded: 5_000 },
    { refunded: 5_000, current: 0 },
  ];
  for (const [at, { current = 2, refunded }] of cases.entries()) {
    const decisionId = await decision(2, 201);
    await order(at + 1, [{ ...accepted, current, decisionId }], { refunded, extras: 1_000 });
  }
  const ids = cases.map((_, at) => String(at + 1));
  await attributeOrders(shopId, ids);
  await rebuildValues(shopId);
  const values = await inShop(shopId, (db) =>
    db.rows<{ net: number }>("select (revenue - refunded)::int as net from order_values where shop_id = $1 order by order_id", [shopId]),
  );
  expect(values.map(({ net }) => net)).toEqual([4_000 - 720, 2_000, 800, 0, 0]);
  expect((await rows()).map(({ revenue }) => revenue)).toEqual(values.map(({ net }) => net));
});

test("results count what was seen, what was accepted with an order, and what was earned after refunds", async () => {
  const decisionId = await decision(2, 201);
  // put into the cart and left there
  const left = await decision(2, 201);
  await inShop(shopId, (db) =>
    db.run(
      `insert into decision_events (shop_id, decision_id, kind) values ($1, $2, 'impression'), ($1, $2, 'accept'), ($1, $2, 'decline'),
         ($1, $3, 'impression'), ($1, $3, 'accept')`,
      [shopId, decisionId, left],
    ),
  );
  await order(1, [{ productId: 20, variantId: 201, unitPrice: 2_000, discount: 200, unitCost: 800, offerId: 2, decisionId }]);
  await attributeOrders(shopId, ["1"]);
  expect(await offerResults(shopId)).toEqual([
    { offerId: 1, impressions: 0, accepts: 0, orders: 0, revenue: 0, discount: 0, profit: 0 },
    { offerId: 2, impressions: 2, accepts: 1, orders: 1, revenue: 1800, discount: 200, profit: 934 },
  ]);
});

test("a rebuild equals what order after order led to, and no revenue is negative", async () => {
  const anyLine = fc.record({
    quantity: fc.integer({ min: 1, max: 4 }),
    kept: fc.integer({ min: 0, max: 4 }),
    unitPrice: fc.integer({ min: 1, max: 3_000 }),
    off: fc.double({ min: 0, max: 1, noNaN: true }),
    accepted: fc.boolean(),
  });
  const decisionId = await decision(2, 201);
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ lines: fc.array(anyLine, { minLength: 1, maxLength: 3 }), refunded: fc.integer({ min: 0, max: 5_000 }) }), {
        minLength: 1,
        maxLength: 3,
      }),
      async (orders) => {
        await inShop(shopId, async (db) => {
          for (const table of ["attributions", "order_lines", "orders"]) await db.run(`delete from ${table}`);
        });
        for (const [at, { lines, refunded }] of orders.entries()) {
          const made = lines.map((line): SoldLine => {
            const discount = Math.floor(line.unitPrice * line.quantity * line.off);
            const current = Math.min(line.kept, line.quantity);
            return {
              productId: 20,
              variantId: 201,
              quantity: line.quantity,
              current,
              unitPrice: line.unitPrice,
              discount,
              ...(line.accepted ? { offerId: 2, decisionId } : {}),
            };
          });
          await order(at + 1, made, { refunded });
          await attributeOrders(shopId, [String(at + 1)]);
        }
        const incremental = await rows();
        await rebuildAttributions(shopId);
        expect(await rows()).toEqual(incremental);
        expect(incremental.every((row) => (row.revenue ?? -1) >= 0)).toBe(true);
      },
    ),
    { numRuns: 15 },
  );
});
