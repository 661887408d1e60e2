import { type BaselineName, baselineForecasts } from "./baseline-forecasts.ts";
import { chooseOrderModel, type OutOfTimeScores } from "./choose-order-model.ts";
import { type CollapsedHistories, collapseHistories } from "./collapse-histories.ts";
import { discountSteps } from "./discount-steps.ts";
import { type FitOn, firstSeenLater } from "./first-seen-later.ts";
import { fitGammaGamma } from "./fit-gamma-gamma.ts";
import { fitOrderModel } from "./fit-order-model.ts";
import { type ForecastScore, scoreForecast } from "./forecast-score.ts";
import type { GammaGammaParams } from "./gamma-gamma-params.ts";
import type { Spend } from "./group-spend.ts";
import type { Histories } from "./histories.ts";
import { ORDER_MODEL_NAMES, type OrderModel, type OrderModelName } from "./order-model.ts";
import { ordersDistributions } from "./orders-distributions.ts";
import { ordersInterval } from "./orders-interval.ts";
import { type CustomerPredictions, predictCustomers } from "./predict-customers.ts";
import { crpsOfOrders, type ReliabilityBin, reliabilityByDecile } from "./score-orders.ts";

interface HoldoutInput {
  readonly histories: Histories;
  readonly spend: Spend;
  /** each customer's orders and spend in the `horizon` after the histories end */
  readonly holdoutOrders: ArrayLike<number>;
  readonly holdoutSpend: ArrayLike<number>;
  /** in the time unit of the histories */
  readonly horizon: number;
  /** scores of earlier backtests, for the choice of `auto`; the holdout itself never decides */
  readonly outOfTime?: OutOfTimeScores | undefined;
  /** whom the parameters come from; everyone when not given */
  readonly fitOn?: FitOn | undefined;
  /** days in the time unit of the histories; 1 when not given */
  readonly unitDays?: number;
  /** the store had customers before its first order in the data; false when not given */
  readonly beginsInTheMiddle?: boolean;
}

export type ForecastName = "auto" | OrderModelName | BaselineName;

export interface HoldoutBacktest {
  readonly scores: Readonly<Record<ForecastName, ForecastScore>>;
  /** the model that `auto` is */
  readonly chosen: OrderModelName;
  readonly predictedOrders: number;
  readonly actualOrders: number;
  /** not discounted */
  readonly predictedSpend: number;
  readonly actualSpend: number;
  readonly reliability: readonly ReliabilityBin[];
}

/**
 * Forecasts from the histories with every model and baseline, scored against what came after.
 * @throws HistoryError for invalid data
 */
export function backtestHoldout(input: HoldoutInput): HoldoutBacktest {
  const { histories, spend, holdoutOrders, holdoutSpend, horizon, unitDays = 1, beginsInTheMiddle = false } = input;
  const data = collapseHistories(histories);
  const gammaGamma = fitGammaGamma(spend)?.params ?? null;
  const fitted = input.fitOn === "first_seen_later" ? firstSeenLater(data, unitDays) : data;
  const chosen = chooseOrderModel(fitted, { outOfTime: input.outOfTime, unitDays, beginsInTheMiddle }).fit.model;
  const scores = {} as Record<ForecastName, ForecastScore>;
  let auto: CustomerPredictions | null = null;
  for (const name of ORDER_MODEL_NAMES) {
    const model = name === chosen.name ? chosen : fitOrderModel(name, fitted, { unitDays, beginsInTheMiddle }).model;
    const { score, predictions } = scoreModel(model, data, gammaGamma, input);
    scores[name] = score;
    if (name !== chosen.name) continue;
    auto = predictions;
    scores.auto = score;
  }
  for (const [name, forecast] of Object.entries(baselineForecasts(histories, spend, horizon))) {
    scores[name as BaselineName] = scoreForecast(forecast, holdoutOrders, holdoutSpend);
  }
  const predictions = auto as CustomerPredictions;
  return {
    scores,
    chosen: chosen.name,
    predictedOrders: total(predictions.expectedOrders),
    actualOrders: total(holdoutOrders),
    predictedSpend: total(predictions.clv),
    actualSpend: total(holdoutSpend),
    reliability: reliabilityByDecile(predictions.pAtLeastOne, (i) => (holdoutOrders[i] as number) > 0),
  };
}

function scoreModel(model: OrderModel, data: CollapsedHistories, gammaGamma: GammaGammaParams | null, input: HoldoutInput) {
  const steps = discountSteps(input.horizon, 1, 0);
  const predictions = predictCustomers({ model, data, gammaGamma, spend: input.spend, steps });
  const distributionOf = ordersDistributions(model, predictions.rows.pairs, input.horizon);
  const count = data.customers;
  const median = new Float64Array(count);
  const low = new Float64Array(count);
  const high = new Float64Array(count);
  const crps = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    const alive = predictions.pAlive[i] as number;
    const chances = distributionOf(predictions.rows.pairs.pairOf[data.rowOf[i] as number] as number);
    const interval = ordersInterval(alive, chances);
    median[i] = interval.median;
    low[i] = interval.low;
    high[i] = interval.high;
    crps[i] = crpsOfOrders(alive, chances, input.holdoutOrders[i] as number);
  }
  const forecast = { meanOrders: predictions.expectedOrders, medianOrders: median, crps, low, high, spend: predictions.clv };
  return { predictions, score: scoreForecast(forecast, input.holdoutOrders, input.holdoutSpend) };
}

function total(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i] as number;
  return sum;
}
