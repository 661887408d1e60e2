import { type ChooseOptions, chooseOrderModel, type ModelChoice } from "./choose-order-model.ts";
import { type CollapsedHistories, collapseHistories } from "./collapse-histories.ts";
import { DEFAULT_DISCOUNT_RATE, type DiscountSteps, discountSteps, YEAR_DAYS } from "./discount-steps.ts";
import { type FitOn, firstSeenLater } from "./first-seen-later.ts";
import { fitGammaGamma, type GammaGammaFit } from "./fit-gamma-gamma.ts";
import { fitOrderModel } from "./fit-order-model.ts";
import type { Spend } from "./group-spend.ts";
import type { Histories } from "./histories.ts";
import { type Evidence, judgeEvidence } from "./judge-evidence.ts";
import type { OrderModelName } from "./order-model.ts";
import { type CustomerPredictions, predictCustomers } from "./predict-customers.ts";
import type { Random } from "./seeded-random.ts";
import { type SimulatedCustomers, simulateCustomers } from "./simulate-customers.ts";
import { type StoreTotals, storeTotals } from "./store-totals.ts";

/**
 * Spread of ln(actual / predicted) of a store's orders that no backtest has measured: the root mean square over the data sets whose
 * history does not begin in the middle (CDNOW, Online Retail II over 6 and 3 months, the grocery store).
 */
export const UNMEASURED_ERROR = 0.15;

interface StoreForecastInput extends ChooseOptions {
  readonly histories: Histories;
  readonly spend: Spend;
  /** days ahead; 365 when not given. Every figure is for this time, the CLV too */
  readonly horizonDays?: number;
  /** a year, 0.1 for 10 %, which is also what is taken when not given */
  readonly discountRate?: number;
  /** one model instead of a choice */
  readonly model?: OrderModelName;
  /** whom the parameters come from, as a rolling backtest found better; everyone when not given */
  readonly fitOn?: FitOn | undefined;
  /** spread of ln(actual / predicted) of past forecasts of this store */
  readonly pastError?: number;
  readonly random: Random;
  readonly draws?: number;
}

export interface StoreForecast {
  readonly evidence: Evidence;
  readonly choice: ModelChoice;
  readonly gammaGamma: GammaGammaFit | null;
  readonly data: CollapsedHistories;
  readonly steps: DiscountSteps;
  readonly customers: CustomerPredictions;
  readonly intervals: SimulatedCustomers;
  readonly totals: StoreTotals;
}

/**
 * Everything the app tells of a store's customers: the model chosen, each customer's orders, P(alive), spend and CLV with 80 % intervals,
 * the store's totals, and how far the data carry them.
 * @throws HistoryError for invalid data, naming row and column
 */
export function forecastStore(input: StoreForecastInput): StoreForecast {
  const { unitDays = 1, horizonDays = YEAR_DAYS, discountRate = DEFAULT_DISCOUNT_RATE, random } = input;
  const data = collapseHistories(input.histories);
  const gammaGamma = fitGammaGamma(input.spend, { maximumLikelihood: input.maximumLikelihood ?? false });
  const fitted = input.fitOn === "first_seen_later" ? firstSeenLater(data, unitDays) : data;
  const choice = input.model ? onlyModel(input.model, fitted, input) : chooseOrderModel(fitted, input);
  const steps = discountSteps(horizonDays / unitDays, unitDays, discountRate);
  const predict = { model: choice.fit.model, data, gammaGamma: gammaGamma?.params ?? null, spend: input.spend, steps };
  const customers = predictCustomers(predict);
  const intervals = simulateCustomers(predict, customers, { random, ...(input.draws === undefined ? {} : { draws: input.draws }) });
  const totals = storeTotals({
    fit: choice.fit,
    data,
    steps,
    means: customers,
    simulated: intervals,
    random,
    pastError: input.pastError ?? UNMEASURED_ERROR,
  });
  const evidence = judgeEvidence({
    data,
    model: choice.fit.model,
    unitDays,
    horizonDays,
    beginsInTheMiddle: input.beginsInTheMiddle ?? false,
  });
  return { evidence, choice, gammaGamma, data, steps, customers, intervals, totals };
}

function onlyModel(name: OrderModelName, data: CollapsedHistories, options: ChooseOptions): ModelChoice {
  const fit = fitOrderModel(name, data, options);
  return { fit, candidates: [{ name, score: fit.logEvidence ?? fit.logPosterior, outOfTime: null }], decidedBy: "evidence" };
}
