import { inShop } from "../database/pool.server.ts";
import { formatDecimal } from "../money/money.ts";
import { csvLine } from "./csv-cell.ts";
import { forecastMany } from "./customer-forecast.server.ts";
import { latestModel } from "./fit/value-models.server.ts";
import { RFM_SCORES } from "./rfm.sql.ts";
import type { CustomerForecastRow, RfmGroup } from "./value-report.ts";

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
  "rfm_group",
  "p_alive",
  "expected_orders_12m",
  "expected_order_value",
  "clv_12m_net",
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
}

/**
 * Every customer with what the app tells of it, as CSV by rising id, some thousand lines a piece. Money in the currency's own decimals.
 * Pages are read one by one, so that nobody's slow connection holds a transaction open.
 */
export async function* valueCsv(shopId: number): AsyncGenerator<string> {
  const { currency, groups } = await inShop(shopId, async (db) => {
    const shop = await db.row<{ currency: string }>("select currency from shops where id = $1", [shopId]);
    const rows = await db.rows<{ customer_id: string; rfm_group: RfmGroup }>(`select customer_id, rfm_group from (${RFM_SCORES}) r`, [
      shopId,
    ]);
    return { currency: shop?.currency ?? "", groups: new Map(rows.map((row) => [row.customer_id, row.rfm_group])) };
  });
  yield csvLine(HEADER);
  for (let last = "0"; ; ) {
    const page = await inShop(shopId, async (db) => {
      const rows = await db.rows<Row>(
        `select customer_id, orders, revenue::float8, refunded::float8, discounts::float8, cost::float8, fees::float8, profit::float8, first_order_at, last_order_at
         from customer_values where shop_id = $1 and customer_id > $2 order by customer_id limit $3`,
        [shopId, last, PAGE],
      );
      const model = await latestModel(db);
      const ids = rows.map((row) => row.customer_id);
      return { rows, forecasts: model && ids.length > 0 ? await forecastMany(db, model, ids) : new Map<string, CustomerForecastRow>() };
    });
    const end = page.rows.at(-1);
    if (!end) return;
    yield page.rows
      .map((row) => csvLine(cellsOf(row, currency, groups.get(row.customer_id), page.forecasts.get(row.customer_id))))
      .join("");
    last = end.customer_id;
  }
}

function cellsOf(row: Row, currency: string, group: RfmGroup | undefined, forecast: CustomerForecastRow | undefined): string[] {
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
    group ?? "",
    ...(forecast
      ? [
          forecast.pAlive.toFixed(4),
          forecast.expectedOrders.toFixed(4),
          money(forecast.expectedSpend),
          money(forecast.clv.net),
          money(forecast.clv.profit),
        ]
      : ["", "", "", "", ""]),
  ];
}
