import { inShop } from "../app/database/pool.server.ts";
import { formatDecimal } from "../app/money/money.ts";
import { storeValue } from "../app/value/store-value.server.ts";

interface Customer {
  orders: number;
  gross: number;
  net: number;
}

/**
 * What a spreadsheet over the orders export must confirm, read back from the app's database. Here revenue is the sum of order
 * subtotals and refunds are all money given back, as they stand: with the gift cards, tax and shipping that the app's own figures leave out.
 * Money is exact and rounded once, half away from zero; counts' ratios keep six decimals.
 */
export async function readFigures(shopId: number): Promise<Record<string, unknown>> {
  const value = await storeValue(shopId, {});
  const grossRevenue = value.grossRevenue + value.giftCards;
  const identifiedRevenue = value.identifiedRevenue + value.identifiedGiftCards;
  const money = (amount: number, among = 1) => formatDecimal(divide(amount, among), value.currency);
  const refunds = (await inShop(shopId, (db) => db.row<{ refunds: number }>(REFUNDS, [shopId])))?.refunds ?? 0;
  const top = await inShop(shopId, (db) => db.rows<Customer>(TOP_CUSTOMERS, [shopId]));
  return {
    currency: value.currency,
    orders: value.orders,
    lines: value.lines,
    customers: value.customers,
    identifiedOrders: value.identifiedOrders,
    grossRevenue: money(grossRevenue),
    refunds: money(refunds),
    aov: money(grossRevenue, value.orders),
    netAov: money(grossRevenue - refunds, value.orders),
    apf: ratio(value.apf),
    customerValue: money(identifiedRevenue, value.customers),
    meanLifespanDays: ratio(value.meanLifespanDays),
    repeatCustomers: value.repeatCustomers,
    top: top.map(({ orders, gross, net }) => ({ orders, gross: money(gross), net: money(net) })),
  };
}

const REFUNDS = "select coalesce(sum(refunded), 0)::float8 as refunds from orders where shop_id = $1 and not test and cancelled_at is null";

const TOP_CUSTOMERS = `
  select count(*)::int as orders, sum(subtotal)::float8 as gross, sum(subtotal - refunded)::float8 as net
  from orders where shop_id = $1 and customer_id is not null and not test and cancelled_at is null
  group by customer_id order by net desc, customer_id limit 5`;

/** `amount` / `among` to the nearest whole minor unit, half away from zero; 0 among none. */
function divide(amount: number, among: number): number {
  if (among === 0) return 0;
  const twice = BigInt(Math.abs(amount)) * 2n + BigInt(among);
  return Math.sign(amount) * Number(twice / (2n * BigInt(among)));
}

function ratio(value: number): number {
  return Number(value.toFixed(6));
}
