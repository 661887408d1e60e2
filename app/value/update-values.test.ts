import fc from "fast-check";
import { expect, test } from "vitest";
import { type Sold, sellOrders } from "../../tests/sold-orders.ts";
import { insertShop, ownDatabase } from "../../tests/test-database.ts";
import { customerValues, insertSellingShop, NOW } from "../../tests/value-shop.ts";
import { inShop, pool } from "../database/pool.server.ts";
import { redactCustomer } from "../orders/privacy.server.ts";
import { fitValues } from "./fit-values.server.ts";
import { rebuildValues } from "./rebuild-values.server.ts";
import { rfmOf } from "./rfm-segments.server.ts";
import { updateValues } from "./update-values.server.ts";

ownDatabase();

const orderValues = (shopId: number) =>
  inShop(shopId, (db) => db.rows<Record<string, unknown>>("select * from order_values where shop_id = $1 order by order_id", [shopId]));

const ZONE_MS = 7 * 3_600_000;
const localDay = (at: string) => new Date(Date.parse(at) + ZONE_MS).toISOString().slice(0, 10);
const counts = (sold: Sold) => !sold.cancelled && !sold.test;

const soldAnyhow = fc.record({
  id: fc.integer({ min: 1, max: 12 }),
  customer: fc.option(fc.integer({ min: 1, max: 3 }), { nil: null }),
  at: fc.integer({ min: 0, max: 40 * 24 * 4 }).map((quarter) => new Date(Date.UTC(2026, 0, 1) + quarter * 900_000).toISOString()),
  subtotal: fc.integer({ min: 0, max: 5_000 }),
  refunded: fc.integer({ min: 0, max: 6_000 }).map((amount) => (amount < 4_000 ? 0 : amount - 2_000)),
  discount: fc.integer({ min: 0, max: 300 }),
  cost: fc.option(fc.integer({ min: 0, max: 2_000 })),
  cancelled: fc.integer({ min: 0, max: 7 }).map((chance) => chance === 0),
  test: fc.integer({ min: 0, max: 9 }).map((chance) => chance === 0),
});
/** What may happen to a shop's orders: they come (also late), change in anything, or go; a customer is forgotten. */
const happening = fc.oneof(
  { weight: 5, arbitrary: fc.record({ do: fc.constant("next" as const), sold: soldAnyhow }) },
  { weight: 6, arbitrary: fc.record({ do: fc.constant("sell" as const), sold: soldAnyhow }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("delete" as const), id: fc.integer({ min: 1, max: 40 }) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("forget" as const), customer: fc.integer({ min: 1, max: 3 }) }) },
);

async function emptied(): Promise<number> {
  const shopId = await insertShop();
  await pool().query("update shops set timezone = 'Asia/Ho_Chi_Minh', payment_fee_bp = 290, payment_fee_fixed = 30 where id = $1", [
    shopId,
  ]);
  return shopId;
}

/** The summaries told a second time, in plain words. */
function expectSummaries(rows: readonly Record<string, unknown>[], state: ReadonlyMap<number, Sold>): void {
  for (const row of rows) {
    const own = [...state.values()].filter((sold) => String(sold.customer) === row.customer_id && counts(sold));
    expect(row.orders).toBe(own.length);
    const paid = own.filter((sold) => sold.subtotal > (sold.refunded ?? 0));
    const net = (among: readonly Sold[]) => among.reduce((sum, sold) => sum + sold.subtotal - (sold.refunded ?? 0), 0);
    const days = paid.map((sold) => localDay(sold.at)).sort();
    expect(row.order_days).toBe(new Set(days).size);
    expect(Number(row.spend)).toBe(net(paid));
    expect(Number(row.first_spend)).toBe(net(paid.filter((sold) => localDay(sold.at) === days[0])));
  }
}

test("values kept order by order equal the rebuild, whatever happens; only what is not simply the next order reads a customer's others", async () => {
  const ways = { appended: 0, recomputed: 0, untouched: 0 };
  await fc.assert(
    fc.asyncProperty(fc.array(fc.array(happening, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 10 }), async (batches) => {
      const shopId = await emptied();
      const state = new Map<number, Sold>();
      let nextId = 20;
      for (const batch of batches) {
        const known = new Map([...state].filter(([, sold]) => counts(sold)));
        const orderIds: string[] = [];
        const forgotten: string[] = [];
        for (const event of batch) {
          if (event.do === "next" || event.do === "sell") {
            // The next order is a new one after all that came so far, often on the same day.
            const latest = Math.max(Date.UTC(2026, 1, 10), ...[...state.values()].map((sold) => Date.parse(sold.at)));
            const wait = (Date.parse(event.sold.at) - Date.UTC(2026, 0, 1)) / (event.sold.id % 2 === 0 ? 1 : 100);
            const after = new Date(latest + Math.ceil(wait) + 1).toISOString();
            const sold = event.do === "next" ? { ...event.sold, id: nextId++, at: after } : event.sold;
            state.set(sold.id, sold);
            await sellOrders(shopId, [sold]);
            orderIds.push(String(sold.id));
          } else if (event.do === "delete") {
            state.delete(event.id);
            await inShop(shopId, async (db) => {
              await db.run("delete from order_lines where shop_id = $1 and order_id = $2", [shopId, event.id]);
              await db.run("delete from orders where shop_id = $1 and id = $2", [shopId, event.id]);
            });
            orderIds.push(String(event.id));
          } else {
            for (const [id, sold] of state) if (sold.customer === event.customer) state.set(id, { ...sold, customer: null });
            await inShop(shopId, (db) =>
              db.run("update orders set customer_id = null where shop_id = $1 and customer_id = $2", [shopId, event.customer]),
            );
            forgotten.push(String(event.customer));
          }
        }
        const way = await inShop(shopId, (db) => updateValues(db, { orderIds, forgotten }));
        ways.appended += way.appended;
        ways.recomputed += way.recomputed;
        if (way.appended + way.recomputed === 0) ways.untouched++;
        const [only] = batch;
        const came = orderIds.map((id) => state.get(Number(id)));
        const [order] = came;
        if (batch.length === 1 && only && order?.customer && counts(order) && !known.has(order.id)) {
          const others = [...known.values()].filter((sold) => sold.customer === order.customer);
          const later = others.every((sold) => sold.at < order.at);
          expect(way).toEqual({ appended: later ? 1 : 0, recomputed: later ? 0 : 1 });
        }
      }
      const kept = [await orderValues(shopId), await customerValues(shopId)];
      await rebuildValues(shopId);
      expect([await orderValues(shopId), await customerValues(shopId)]).toEqual(kept);
      expect(kept[0]?.length).toBe([...state.values()].filter(counts).length);
      expectSummaries(kept[1] ?? [], state);
      await inShop(shopId, (db) => db.run("delete from order_values where shop_id = $1 and order_id % 2 = 0", [shopId]));
      await rebuildValues(shopId);
      expect([await orderValues(shopId), await customerValues(shopId)]).toEqual(kept);
    }),
    { numRuns: 40 },
  );
  expect(ways.appended).toBeGreaterThan(60);
  expect(ways.recomputed).toBeGreaterThan(60);
}, 120_000);

test("an order told of again without a change that counts touches no customer", async () => {
  const shopId = await emptied();
  const sold = { id: 1, customer: 1, at: "2026-03-01T10:00:00Z", subtotal: 2_000 };
  const told = () => inShop(shopId, (db) => updateValues(db, { orderIds: ["1"] }));
  await sellOrders(shopId, [sold]);
  expect(await told()).toEqual({ appended: 1, recomputed: 0 });
  await sellOrders(shopId, [sold]);
  expect(await told()).toEqual({ appended: 0, recomputed: 0 });
  await sellOrders(shopId, [{ ...sold, refunded: 500 }]);
  expect(await told()).toEqual({ appended: 0, recomputed: 1 });
});

test("a customer who is forgotten leaves the night's lists at once", async () => {
  const shopId = await insertSellingShop({ customers: 40, days: 200, until: "2026-06-30", seed: 3 });
  await fitValues(shopId, { now: NOW });
  expect(await rfmOf(shopId, "7")).not.toBeNull();
  await inShop(shopId, (db) => redactCustomer(db, "7"));
  expect(await rfmOf(shopId, "7")).toBeNull();
  // whose orders are all another's now, as after a merge
  await inShop(shopId, async (db) => {
    await db.run("update orders set customer_id = 9 where shop_id = $1 and customer_id = 8", [shopId]);
    await updateValues(db, { orderIds: [], forgotten: ["8"] });
  });
  expect(await rfmOf(shopId, "8")).toBeNull();
  expect(await rfmOf(shopId, "9")).not.toBeNull();
});
