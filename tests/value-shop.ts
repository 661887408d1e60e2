import { inShop, pool } from "../app/database/pool.server.ts";
import type { Amounts } from "../app/value/amounts.ts";
import { fitValues } from "../app/value/fit-values.server.ts";
import { rebuildValues } from "../app/value/rebuild-values.server.ts";
import { madeOrders, type Sold, sellOrders } from "./sold-orders.ts";
import { insertShop } from "./test-database.ts";

/** After the last order of a value shop. */
export const NOW = new Date("2026-06-30T15:00:00Z");

export interface ValueShop {
  readonly shopId: number;
  readonly orders: readonly Sold[];
  /** neither cancelled nor tests */
  readonly counted: readonly Sold[];
}

/** Two years of 500 customers, guests, cancelled, test and refunded orders, with values and a fit. */
export async function insertValueShop(): Promise<ValueShop> {
  const shopId = await insertShop();
  await pool().query("update shops set payment_fee_bp = 200, payment_fee_fixed = 30 where id = $1", [shopId]);
  const made = madeOrders({ customers: 500, days: 730, until: "2026-06-30" });
  const orders = made.map((sold, at): Sold => {
    if (at % 37 === 0) return { ...sold, customer: null };
    if (at % 41 === 0) return { ...sold, cancelled: true };
    return at % 43 === 0 ? { ...sold, test: true } : sold;
  });
  await sellOrders(shopId, orders);
  await rebuildValues(shopId);
  await fitValues(shopId, { now: NOW });
  return { shopId, orders, counted: orders.filter((sold) => !sold.cancelled && !sold.test) };
}

/** A shop with orders of so many customers, and with the values of orders and customers; nothing is fitted yet. */
export async function insertSellingShop(shape: Parameters<typeof madeOrders>[0]): Promise<number> {
  const shopId = await insertShop();
  await sellOrders(shopId, madeOrders(shape));
  await rebuildValues(shopId);
  return shopId;
}

/** The rows that are kept of a shop's customers. */
export const customerValues = (shopId: number) =>
  inShop(shopId, (db) =>
    db.rows<Record<string, unknown>>("select * from customer_values where shop_id = $1 order by customer_id", [shopId]),
  );

/** What orders of a value shop brought, in plain words: fees 2 % of what is kept and 30 an order. */
export function amountsOf(sold: readonly Sold[]): Amounts {
  let [gross, net, profit] = [0, 0, 0];
  for (const { subtotal, refunded = 0, cost } of sold) {
    gross += subtotal;
    net += subtotal - refunded;
    const fees = Math.floor((Math.max(subtotal - refunded, 0) * 200 + 5000) / 10000) + (subtotal > 0 ? 30 : 0);
    profit += subtotal - refunded - (cost ?? 0) - fees;
  }
  return { gross, net, profit };
}
