import { inShop } from "../app/database/pool.server.ts";

/** An order with one line, in minor units. */
export interface Sold {
  readonly id: number;
  /** null: a guest */
  readonly customer: number | null;
  /** ISO 8601 */
  readonly at: string;
  readonly subtotal: number;
  readonly refunded?: number;
  /** tax and shipping, beside the subtotal */
  readonly extras?: number;
  /** false: the unit went back */
  readonly kept?: boolean;
  readonly giftCard?: boolean;
  readonly discount?: number;
  /** of its one unit; null: not known */
  readonly cost?: number | null;
  readonly cancelled?: boolean;
  readonly test?: boolean;
}

/** Writes orders into a shop's facts in two statements, replacing those with the same ids. Values are not made: that is the test's. */
export async function sellOrders(shopId: number, orders: readonly Sold[]): Promise<void> {
  const column = <T>(of: (order: Sold) => T) => orders.map(of);
  const ids = column(({ id }) => id);
  await inShop(shopId, async (db) => {
    await db.run("delete from order_lines where shop_id = $1 and order_id = any($2::bigint[])", [shopId, ids]);
    await db.run("delete from orders where shop_id = $1 and id = any($2::bigint[])", [shopId, ids]);
    await db.run(
      `insert into orders (shop_id, id, name, customer_id, created_at, processed_at, updated_at, cancelled_at, test, subtotal, discounts, refunded, total)
       select $1, id, '#' || (1000 + id), customer, at, at, at, case when cancelled then at end, test, subtotal, discount, refunded, subtotal + extras
       from unnest($2::bigint[], $3::bigint[], $4::timestamptz[], $5::bigint[], $6::bigint[], $7::bigint[], $8::boolean[], $9::boolean[], $10::bigint[])
         o (id, customer, at, subtotal, refunded, discount, cancelled, test, extras)`,
      [
        shopId,
        ids,
        column(({ customer }) => customer),
        column(({ at }) => at),
        column(({ subtotal }) => subtotal),
        column(({ refunded }) => refunded ?? 0),
        column(({ discount }) => discount ?? 0),
        column(({ cancelled }) => cancelled ?? false),
        column(({ test }) => test ?? false),
        column(({ extras }) => extras ?? 0),
      ],
    );
    await db.run(
      `insert into order_lines (shop_id, order_id, id, product_id, variant_id, title, quantity, current_quantity, unit_price, discount, unit_cost, is_gift_card)
       select $1, id, 1, 1, 1, '', 1, case when kept then 1 else 0 end, subtotal + discount, discount, cost, gift_card
       from unnest($2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[], $6::boolean[], $7::boolean[]) o (id, subtotal, discount, cost, kept, gift_card)`,
      [
        shopId,
        ids,
        column(({ subtotal }) => subtotal),
        column(({ discount }) => discount ?? 0),
        column(({ cost }) => cost ?? null),
        column(({ kept }) => kept ?? true),
        column(({ giftCard }) => giftCard ?? false),
      ],
    );
  });
}

const DAY_MS = 86_400_000;

/**
 * A made store: customers come over `days` days until `until` (a day's noon UTC), order at their own pace and stop at some time. The same
 * numbers give the same store.
 */
export function madeOrders(shape: { customers: number; days: number; until: string; seed?: number }): Sold[] {
  let state = shape.seed ?? 1;
  const random = () => {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9) | 0;
    const mixed = Math.imul(state ^ (state >>> 13), 0x297a2d39);
    return ((mixed ^ (mixed >>> 16)) >>> 0) / 4294967296;
  };
  const end = Date.parse(`${shape.until}T12:00:00Z`);
  const orders: Sold[] = [];
  for (let customer = 1; customer <= shape.customers; customer++) {
    const pace = 20 + 150 * random();
    const level = 2_000 + 8_000 * random();
    const leaves = 0.05 + 0.5 * random();
    for (let age = shape.days * random(); age >= 0; age -= Math.max(0.2, -pace * Math.log(1 - random()))) {
      const subtotal = Math.round(level * (0.5 + random()));
      const refunded = random() < 0.08 ? (random() < 0.3 ? subtotal : Math.round(subtotal * random())) : 0;
      orders.push({
        id: orders.length + 1,
        customer,
        at: new Date(end - age * DAY_MS).toISOString(),
        subtotal,
        refunded,
        cost: Math.round(subtotal * 0.4),
      });
      if (random() < leaves) break;
    }
  }
  return orders;
}
