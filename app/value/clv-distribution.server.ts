import { inShop } from "../database/pool.server.ts";
import type { ValueBase } from "./amounts.ts";
import type { ClvDistribution } from "./clv-distribution.ts";
import { latestModel } from "./fit/value-models.server.ts";
import { niceStep } from "./nice-step.ts";

const BINS = 20;

interface DistributionOptions {
  /** predicted: the next 12 months by the ranked list; historic: all orders so far. predicted when not given */
  readonly kind?: "predicted" | "historic";
  /** profit when not given */
  readonly base?: ValueBase;
}

const HISTORIC: Record<ValueBase, string> = { profit: "profit::float8", net: "(revenue - refunded)::float8", gross: "revenue::float8" };

/** How what customers are worth spreads over them; null without customers, or before there is a forecast. */
export async function clvDistribution(
  shopId: number,
  { kind = "predicted", base = "profit" }: DistributionOptions = {},
): Promise<ClvDistribution | null> {
  return inShop(shopId, async (db) => {
    const shop = await db.row<{ currency: string }>("select currency from shops where id = $1", [shopId]);
    const model = kind === "predicted" ? await latestModel(db) : null;
    if (kind === "predicted" && !model) return null;
    const worth = kind === "predicted" ? "select clv * $2::float8 as worth from customer_scores where shop_id = $1" : historicWorth(base);
    const values: unknown[] = kind === "predicted" ? [shopId, model?.forecast.perNet[base] ?? 0] : [shopId];
    const spread = await db.row<Spread>(
      `select count(*)::int as customers, coalesce(sum(worth), 0)::float8 as total, percentile_cont(0.5) within group (order by worth) as median,
         percentile_cont(0.02) within group (order by worth) as low, percentile_cont(0.95) within group (order by worth) as high from (${worth}) w`,
      values,
    );
    if (!spread || spread.customers === 0) return null;
    const tenths = await db.rows<{ customers: number; total: number; mean: number }>(
      `select count(*)::int as customers, sum(worth)::float8 as total, avg(worth)::float8 as mean
       from (select worth, ntile(10) over (order by worth desc) as tenth from (${worth}) w) t group by tenth order by tenth`,
      values,
    );
    const step = niceStep(Math.max(spread.high - Math.min(spread.low, 0), 1) / BINS);
    const first = Math.floor(Math.min(spread.low, 0) / step);
    const last = Math.max(first, Math.ceil(spread.high / step) - 1);
    const at = values.length;
    const counts = await db.rows<{ bin: number; customers: number; total: number }>(
      `select least(greatest(floor(worth / $${at + 1}::float8), $${at + 2}::float8), $${at + 3}::float8)::int as bin, count(*)::int as customers, sum(worth)::float8 as total
       from (${worth}) w group by 1`,
      [...values, step, first, last],
    );
    return {
      currency: shop?.currency ?? "",
      kind,
      base,
      customers: spread.customers,
      total: spread.total,
      mean: spread.total / spread.customers,
      median: spread.median,
      topTenthShare: spread.total > 0 ? (tenths[0]?.total ?? 0) / spread.total : null,
      bins: Array.from({ length: last - first + 1 }, (_, k) => {
        const found = counts.find(({ bin }) => bin === first + k);
        return {
          from: k === 0 && first < 0 ? null : (first + k) * step,
          to: first + k === last ? null : (first + k + 1) * step,
          customers: found?.customers ?? 0,
          total: found?.total ?? 0,
        };
      }),
      tenths,
    };
  });
}

interface Spread {
  customers: number;
  total: number;
  median: number;
  low: number;
  high: number;
}

function historicWorth(base: ValueBase): string {
  return `select ${HISTORIC[base]} as worth from customer_values where shop_id = $1`;
}
