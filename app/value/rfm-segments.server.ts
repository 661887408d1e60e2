import { type Db, inShop } from "../database/pool.server.ts";
import { QUIET_DAYS } from "./fit/observation.server.ts";
import { latestModel } from "./fit/value-models.server.ts";
import { inEveryBase } from "./in-every-base.ts";
import { RFM_GROUPS, type RfmGroup, type RfmPlace, type RfmSegments } from "./rfm-segments.ts";

const DAY_MS = 86_400_000;

interface Row {
  group: RfmGroup;
  customers: number;
  orders: number;
  gross: number;
  net: number;
  profit: number;
  days: number;
  /** those of them whom the last forecast knew */
  forecast: number;
  clv: number | null;
}

/** The shop's customers in named groups by recency, frequency and money, as of the last night; those won since are in none yet. */
export async function rfmSegments(shopId: number, now: Date = new Date()): Promise<RfmSegments> {
  return inShop(shopId, async (db) => {
    const until = await lastSign(db, now);
    const shop = await db.row<{ currency: string; today: string }>(
      "select currency, to_char($2::timestamptz at time zone timezone, 'YYYY-MM-DD') as today from shops where id = $1",
      [shopId, until],
    );
    const rows = await db.rows<Row>(
      `select rfm_group as "group", count(*)::int as customers, sum(v.orders)::int as orders, sum(revenue)::float8 as gross, sum(revenue - refunded)::float8 as net,
         sum(profit)::float8 as profit, avg(extract(epoch from $2::timestamptz - last_order_at) / 86400)::float8 as days, count(s.customer_id)::int as forecast, sum(s.clv)::float8 as clv
       from customer_rfm r join customer_values v on v.shop_id = $1 and v.customer_id = r.customer_id
         left join customer_scores s on s.shop_id = $1 and s.customer_id = r.customer_id
       where r.shop_id = $1 group by rfm_group`,
      [shopId, until],
    );
    const model = await latestModel(db);
    const customers = rows.reduce((sum, row) => sum + row.customers, 0);
    const net = rows.reduce((sum, row) => sum + row.net, 0);
    return {
      currency: shop?.currency ?? "",
      asOf: customers > 0 ? (shop?.today ?? null) : null,
      customers,
      segments: RFM_GROUPS.map((group) => {
        const row = rows.find((each) => each.group === group);
        return {
          group,
          customers: row?.customers ?? 0,
          customerShare: row ? row.customers / customers : 0,
          orders: row?.orders ?? 0,
          total: { profit: row?.profit ?? 0, net: row?.net ?? 0, gross: row?.gross ?? 0 },
          netShare: net > 0 ? (row?.net ?? 0) / net : null,
          meanDaysSinceLast: row?.days ?? null,
          expectedClv: model && row && row.forecast > 0 ? inEveryBase(row.clv ?? 0, model.forecast.perNet) : null,
        };
      }),
    };
  });
}

/** Now; for a store without an order for long its last one, or every customer would seem to have left for years. */
async function lastSign(db: Db, now: Date): Promise<Date> {
  const row = await db.row<{ last: Date | null }>("select max(last_order_at) as last from customer_values where shop_id = $1", [db.shopId]);
  const quiet = row?.last && now.getTime() - row.last.getTime() > QUIET_DAYS * DAY_MS;
  return quiet ? (row.last as Date) : now;
}

/** One customer's scores and group as of the last night; null for whoever had bought nothing then. */
export async function rfmOf(shopId: number, customerId: string): Promise<RfmPlace | null> {
  if (!/^\d{1,18}$/.test(customerId)) return null;
  return inShop(shopId, (db) =>
    db.row<RfmPlace>(`select recency, frequency, money, rfm_group as "group" from customer_rfm where shop_id = $1 and customer_id = $2`, [
      shopId,
      customerId,
    ]),
  );
}
