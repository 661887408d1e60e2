import type { Db } from "../../database/pool.server.ts";
import type { Amounts } from "../amounts.ts";
import type { BacktestPeriod } from "../backtest-report.ts";
import type { Candidate, DecidedBy } from "../models/choose-order-model.ts";
import type { FitOn } from "../models/first-seen-later.ts";
import type { GammaGammaParams } from "../models/gamma-gamma-params.ts";
import type { Evidence } from "../models/judge-evidence.ts";
import type { OrderModel, OrderModelName } from "../models/order-model.ts";
import type { Estimate } from "../models/store-totals.ts";
import type { ForecastWarning } from "../store-forecast.ts";
import type { FittedModel } from "./forecast-task.ts";
import { REPEAT_ORDERS } from "./repeat-orders.server.ts";

/** Raised when what a fit stores changes its meaning: an older fit then counts as none. */
const METHOD = 2;

/** Totals and evidence of the ranked list, made anew every night with the same parameters. */
export interface StoredForecast {
  readonly method: number;
  /** "2026-03-01" */
  readonly asOf: string;
  readonly customers: number;
  readonly orderAgain: number;
  readonly orders: Estimate;
  /** net revenue */
  readonly clv: Estimate;
  /** what one unit of net revenue of paid orders came with, over the last year's orders of identified customers */
  readonly perNet: Amounts;
  readonly label: Evidence["label"];
  readonly warnings: readonly ForecastWarning[];
  readonly repeatCustomers: number;
  readonly historyDays: number;
  readonly beginsInTheMiddle: boolean;
}

/** What a fit rests on and how it did before. */
export interface StoredDetail {
  readonly doubtRoot: readonly number[] | null;
  readonly pastError: number | null;
  readonly decidedBy: DecidedBy;
  readonly candidates: readonly Candidate[];
  readonly converged: boolean;
  readonly spendCorrelation: number | null;
  readonly fitOn: FitOn;
  readonly orderDays: number;
  readonly backtest: readonly BacktestPeriod[];
  readonly pastWeeks: readonly { readonly day: string; readonly customers: number; readonly orderAgain: number; readonly clv: number }[];
}

/** A fit as a page needs it. */
export interface ValueModel {
  readonly version: number;
  readonly fittedAt: string;
  readonly fitMs: number;
  readonly model: OrderModel;
  readonly gammaGamma: GammaGammaParams | null;
  readonly repeatOrders: number;
  readonly forecast: StoredForecast;
}

interface ModelRow {
  version: number;
  fitted_at: Date;
  fit_ms: number;
  order_model: OrderModelName;
  params: [number, number, number, number];
  gamma_gamma: [number, number, number] | null;
  repeat_orders: number;
  forecast: StoredForecast;
}

const COLUMNS = "version, fitted_at, fit_ms, order_model, params, gamma_gamma, repeat_orders, forecast";

/** The shop's latest fit; null when there is none, or none that still means the same. */
export async function latestModel(db: Db): Promise<ValueModel | null> {
  const row = await db.row<ModelRow>(`select ${COLUMNS} from value_models where shop_id = $1 order by version desc limit 1`, [db.shopId]);
  return row && row.forecast.method === METHOD ? modelOf(row) : null;
}

/** Every fit there is, oldest first. */
export async function allModels(db: Db): Promise<ValueModel[]> {
  const rows = await db.rows<ModelRow>(`select ${COLUMNS} from value_models where shop_id = $1 order by version`, [db.shopId]);
  return rows.filter((row) => row.forecast.method === METHOD).map(modelOf);
}

export async function modelDetail(db: Db, version: number): Promise<StoredDetail> {
  const row = await db.row<{ detail: StoredDetail }>("select detail from value_models where shop_id = $1 and version = $2", [
    db.shopId,
    version,
  ]);
  if (!row) throw new Error(`There is no fit ${version} of shop ${db.shopId}.`);
  return row.detail;
}

interface NewModel {
  readonly fittedAt: Date;
  readonly fitMs: number;
  readonly fitted: FittedModel;
  readonly repeatOrders: number;
  readonly forecast: Omit<StoredForecast, "method">;
  readonly detail: StoredDetail;
}

const KEPT_FITS = 200;

/** Adds a fit under the next version. */
export async function addModel(db: Db, { fittedAt, fitMs, fitted, repeatOrders, forecast, detail }: NewModel): Promise<number> {
  const { name, params } = fitted.model;
  const added = await db.row<{ version: number }>(
    `insert into value_models (shop_id, version, fitted_at, fit_ms, order_model, params, gamma_gamma, repeat_orders, repeat_now, forecast, detail)
     select $1, coalesce(max(version), 0) + 1, $2, $3, $4, $5, $6, $7, (${REPEAT_ORDERS}), $8, $9 from value_models where shop_id = $1 returning version`,
    [
      db.shopId,
      fittedAt,
      Math.round(fitMs),
      name,
      name === "pareto" ? [params.r, params.alpha, params.s, params.beta] : [params.r, params.alpha, params.a, params.b],
      fitted.gammaGamma && [fitted.gammaGamma.p, fitted.gammaGamma.q, fitted.gammaGamma.v],
      repeatOrders,
      JSON.stringify({ ...forecast, method: METHOD }),
      JSON.stringify(detail),
    ],
  );
  const version = (added as { version: number }).version;
  await db.run("delete from value_models where shop_id = $1 and version <= $2", [db.shopId, version - KEPT_FITS]);
  return version;
}

/** New totals by the same parameters. */
export async function restateForecast(db: Db, version: number, forecast: Omit<StoredForecast, "method">): Promise<void> {
  await db.run("update value_models set forecast = $3 where shop_id = $1 and version = $2", [
    db.shopId,
    version,
    JSON.stringify({ ...forecast, method: METHOD }),
  ]);
}

function modelOf(row: ModelRow): ValueModel {
  const [first, second, third, fourth] = row.params;
  const model: OrderModel =
    row.order_model === "pareto"
      ? { name: "pareto", params: { r: first, alpha: second, s: third, beta: fourth } }
      : { name: row.order_model, params: { r: first, alpha: second, a: third, b: fourth } };
  const [p, q, v] = row.gamma_gamma ?? [0, 0, 0];
  return {
    version: row.version,
    fittedAt: row.fitted_at.toISOString(),
    fitMs: row.fit_ms,
    model,
    gammaGamma: row.gamma_gamma && { p, q, v },
    repeatOrders: row.repeat_orders,
    forecast: row.forecast,
  };
}
