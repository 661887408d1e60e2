import { inShop } from "../database/pool.server.ts";
import { formatDecimal } from "../money/money.ts";
import { csvLine } from "./csv-cell.ts";
import { latestModel, type ValueModel } from "./fit/value-models.server.ts";
import { inEveryBase } from "./in-every-base.ts";
import { knownAlive } from "./known-alive.ts";
import type { RfmGroup } from "./rfm-segments.ts";

const PAGE = 5_000;

const HEADER = [
  "customer_id",
  "currency",
  "orders",
  "gross_revenue",
  "refunds",
  "net_revenue",
  "discounts",
  "cost",
  "fees",
  "profit",
  "aov",
  "first_order_at",
  "last_order_at",
  "rfm_recency",
  "rfm_frequency",
  "rfm_money",
  "rfm_group",
  "as_of",
  "p_alive",
  "p_order_12m",
  "expected_orders_12m",
  "expected_order_value",
  "clv_12m_gross",
  "clv_12m_net",
  "clv_12m_net_low",
  "clv_12m_net_high",
  "clv_12m_profit",
] as const;

interface Row {
  customer_id: string;
  orders: number;
  revenue: number;
  refunded: number;
  discounts: number;
  cost: number;
  fees: number;
  profit: number;
  first_order_at: Date;
  last_order_at: Date;
  /** null: not ranked yet */
  rfm_group: RfmGroup | null;
  recency: number | null;
  frequency: number | null;
  money: number | null;
  /** null: not in the night's forecast */
  p_alive: number | null;
  /** null, as the interval: from a night when it was not kept */
  p_order: number | null;
  expected_orders: number;
  expected_spend: number;
  clv: number;
  clv_low: number | null;
  clv_high: number | null;
}

/**
 * Every customer with what the app tells of it, as CSV by rising id, some thousand lines a piece. Money in the currency's own decimals.
 * Forecast and group are the last night's, which the store's totals are made from. Pages are read one by one, so that nobody's slow
 * connection holds a transaction open.
 */
export async function* valueCsv(shopId: number): AsyncGenerator<string> {
  const shop = await inShop(shopId, (db) => db.row<{ currency: string }>("select currency from shops where id = $1", [shopId]));
  yield csvLine(HEADER);
  for (let last = "0"; ; ) {
    const { rows, model } = await inShop(shopId, async (db) => ({
      rows: await db.rows<Row>(PAGE_OF_ROWS, [shopId, last, PAGE]),
      model: await latestModel(db),
    }));
    const end = rows.at(-1);
    if (!end) return;
    yield rows.map((row) => csvLine([...factsOf(row, shop?.currency ?? ""), ...nightOf(row, shop?.currency ?? "", model)])).join("");
    last = end.customer_id;
  }
}

const PAGE_OF_ROWS = `
  select v.customer_id, v.orders, v.revenue::float8, v.refunded::float8, v.discounts::float8, v.cost::float8, v.fees::float8, v.profit::float8,
    v.first_order_at, v.last_order_at, r.rfm_group, r.recency, r.frequency, r.money,
    s.p_alive, s.p_order, s.expected_orders, s.expected_spend, s.clv, s.clv_low, s.clv_high
  from customer_values v
    left join customer_rfm r on r.shop_id = $1 and r.customer_id = v.customer_id
    left join customer_scores s on s.shop_id = $1 and s.customer_id = v.customer_id
  where v.shop_id = $1 and v.customer_id > $2 order by v.customer_id limit $3`;

function factsOf(row: Row, currency: string): string[] {
  const money = (amount: number) => formatDecimal(amount, currency);
  return [
    row.customer_id,
    currency,
    String(row.orders),
    money(row.revenue),
    money(row.refunded),
    money(row.revenue - row.refunded),
    money(row.discounts),
    money(row.cost),
    money(row.fees),
    money(row.profit),
    money(row.revenue / row.orders),
    row.first_order_at.toISOString(),
    row.last_order_at.toISOString(),
  ];
}

const NOT_FORECAST = HEADER.slice(HEADER.indexOf("as_of")).map(() => "");

/** What the last night made of the customer; empty cells for one won since. */
function nightOf(row: Row, currency: string, model: ValueModel | null): string[] {
  const told = (value: number | null, as: (value: number) => string) => (value === null ? "" : as(value));
  const money = (amount: number) => formatDecimal(amount, currency);
  const chance = (value: number) => value.toFixed(4);
  const place = [told(row.recency, String), told(row.frequency, String), told(row.money, String), row.rfm_group ?? ""];
  if (!model || row.p_alive === null) return [...place, ...NOT_FORECAST];
  const { forecast } = model;
  const clv = inEveryBase(row.clv, forecast.perNet);
  return [
    ...place,
    forecast.asOf,
    told(knownAlive(model.model.name, row.p_alive, forecast.warnings), chance),
    told(row.p_order, chance),
    row.expected_orders.toFixed(4),
    money(row.expected_spend),
    money(clv.gross),
    money(clv.net),
    told(row.clv_low, money),
    told(row.clv_high, money),
    money(clv.profit),
  ];
}
