import fc from "fast-check";
import { beforeEach, expect, test } from "vitest";
import { insertDecision, insertLadder, insertOrder, type OrderValues } from "../../tests/ledger-orders.ts";
import { insertShop, ownDatabase } from "../../tests/test-database.ts";
import { inShop } from "../database/pool.server.ts";
import { attributeOrders, rebuildAttributions } from "./attribute-orders.server.ts";
import { offerResults } from "./offer-results.server.ts";

ownDatabase();
let shopId: number;

beforeEach(async () => {
  shopId = await insertShop();
  await insertLadder(shopId);
});

const more = () => insertDecision(shopId, { offerId: 2, variantId: 201 });
const sell = (id: number, decisionIds: readonly string[], values: OrderValues = {}) =>
  insertOrder(
    shopId,
    id,
    decisionIds.map((decisionId) => ({ productId: 20, variantId: 201, unitPrice: 2_000, unitCost: 500, offerId: 2, decisionId })),
    values,
  );
const attributed = async () =>
  (
    await inShop(shopId, (db) =>
      db.rows<{ key: string }>("select order_id || '/' || line_id as key from attributions where shop_id = $1 order by order_id, line_id", [
        shopId,
      ]),
    )
  ).map(({ key }) => key);
const offer = (id: number) =>
  inShop(shopId, (db) => db.row("select status, paused_reason from offers where shop_id = $1 and id = $2", [shopId, id]));

test("a decision answers the first order only, whichever the ledger sees first", async () => {
  const decisionId = await more();
  await sell(7, [decisionId], { at: "2026-03-02" });
  expect(await attributeOrders(shopId, ["7"])).toMatchObject({ attributed: 1, ignored: {} });
  await sell(9, [decisionId, decisionId], { at: "2026-03-01" });
  expect(await attributeOrders(shopId, ["9"])).toMatchObject({ attributed: 2, ignored: { replayed: 1 } });
  expect(await attributed()).toEqual(["9/1", "9/2"]);
});

test("of two orders of the same moment the lower id is first", async () => {
  const decisionId = await more();
  for (const id of [5, 4]) await sell(id, [decisionId]);
  await attributeOrders(shopId, ["5", "4"]);
  expect(await attributed()).toEqual(["4/1"]);
});

test("when the first order is cancelled, edited or deleted the next one takes its place", async () => {
  const decisionId = await more();
  await sell(1, [decisionId], { at: "2026-03-01" });
  await sell(2, [decisionId], { at: "2026-03-02" });
  await sell(3, [decisionId], { at: "2026-03-03" });
  await attributeOrders(shopId, ["1", "2", "3"]);
  expect(await attributed()).toEqual(["1/1"]);
  await sell(1, [decisionId], { at: "2026-03-01", cancelled: true });
  await attributeOrders(shopId, ["1"]);
  expect(await attributed()).toEqual(["2/1"]);
  await sell(2, [], { at: "2026-03-02" });
  await attributeOrders(shopId, ["2"]);
  expect(await attributed()).toEqual(["3/1"]);
  await sell(1, [decisionId], { at: "2026-03-01" });
  await attributeOrders(shopId, ["1"]);
  expect(await attributed()).toEqual(["1/1"]);
  await inShop(shopId, async (db) => {
    await db.run("delete from order_lines where shop_id = $1 and order_id = 1", [shopId]);
    await db.run("delete from orders where shop_id = $1 and id = 1", [shopId]);
  });
  await attributeOrders(shopId, ["1"]);
  expect(await attributed()).toEqual(["3/1"]);
});

test("a line that does not truly answer a decision does not use it up", async () => {
  const decisionId = await more();
  await insertOrder(shopId, 1, [{ productId: 30, variantId: 301, unitPrice: 500, offerId: 2, decisionId }], { at: "2026-03-01" });
  await sell(2, [decisionId], { at: "2026-03-02" });
  expect(await attributeOrders(shopId, ["1", "2"])).toMatchObject({ attributed: 1, ignored: { product_mismatch: 1 } });
});

test("what was held out answers nothing and counts as no impression", async () => {
  const ghost = await insertDecision(shopId, { offerId: 2, variantId: 201, ghost: true, events: ["impression"] });
  await sell(1, [ghost]);
  expect(await attributeOrders(shopId, ["1"])).toMatchObject({ attributed: 0, ignored: { withheld: 1 } });
  expect((await offerResults(shopId)).map(({ impressions }) => impressions)).toEqual([0, 0]);
});

test("orders in any order, decisions shared in any way: a rebuild equals what order after order led to", async () => {
  const decisions = [await more(), await more(), await more()];
  const step = fc.record({
    id: fc.integer({ min: 1, max: 4 }),
    day: fc.integer({ min: 1, max: 3 }),
    uses: fc.array(fc.integer({ min: 0, max: 2 }), { maxLength: 2 }),
    cancelled: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 6 }), async (steps) => {
      await inShop(shopId, async (db) => {
        for (const table of ["attributions", "order_lines", "orders"]) await db.run(`delete from ${table} where shop_id = $1`, [shopId]);
      });
      for (const { id, day, uses, cancelled } of steps) {
        await sell(
          id,
          uses.map((index) => decisions[index] as string),
          { at: `2026-03-0${day}`, cancelled },
        );
        await attributeOrders(shopId, [String(id)]);
      }
      const incremental = await attributed();
      await rebuildAttributions(shopId);
      expect(await attributed()).toEqual(incremental);
      const [most] = await inShop(shopId, (db) =>
        db.rows<{ most: number }>(
          "select coalesce(max(n), 0)::int as most from (select count(distinct order_id) as n from attributions where shop_id = $1 group by decision_id) d",
          [shopId],
        ),
      );
      expect(most?.most).toBeLessThanOrEqual(1);
    }),
    { numRuns: 12 },
  );
});

const hoursAgo = (hours: number) => new Date(Date.now() - hours * 3_600_000).toISOString();

test("a fourth order within a day with used decisions pauses the offer; three do not, nor do older ones", async () => {
  const [one, two] = [await more(), await more()];
  await sell(1, [one], { at: hoursAgo(40) });
  for (const id of [2, 3, 4, 5]) await sell(id, [one], { at: hoursAgo(30) });
  for (const id of [6, 7, 8]) await sell(id, [one], { at: hoursAgo(8 - id) });
  expect((await attributeOrders(shopId, ["1", "2", "3", "4", "5", "6", "7", "8"])).stopped).toEqual([]);
  await sell(9, [two], { at: hoursAgo(3) });
  await sell(10, [two], { at: hoursAgo(2) });
  expect(await attributeOrders(shopId, ["9"])).toMatchObject({ stopped: [{ offerId: 2, reason: "token_replay" }] });
  expect(await offer(2)).toEqual({ status: "paused", paused_reason: "token_replay" });
  // Published again, it is judged by what happens since.
  await inShop(shopId, (db) => db.run("update offers set status = 'live', updated_at = now() where shop_id = $1 and id = 2", [shopId]));
  expect((await attributeOrders(shopId, ["10"])).stopped).toEqual([]);
});

test("an offer whose discount budget is given away is paused", async () => {
  await inShop(shopId, (db) => db.run("update offers set discount_budget = 500 where shop_id = $1 and id = 2", [shopId]));
  const sellFor = async (id: number, discount: number) => {
    const decisionId = await more();
    await insertOrder(shopId, id, [{ productId: 20, variantId: 201, unitPrice: 2_000, discount, unitCost: 500, offerId: 2, decisionId }]);
    return attributeOrders(shopId, [String(id)]);
  };
  expect((await sellFor(1, 300)).stopped).toEqual([]);
  expect((await sellFor(2, 200)).stopped).toEqual([{ offerId: 2, reason: "budget_spent" }]);
  expect(await offer(2)).toEqual({ status: "paused", paused_reason: "budget_spent" });
});
