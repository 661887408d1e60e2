import { collapseHistories } from "../../../app/value/models/collapse-histories.ts";
import { discountSteps, YEAR_DAYS } from "../../../app/value/models/discount-steps.ts";
import { fitGammaGamma } from "../../../app/value/models/fit-gamma-gamma.ts";
import { fitOrderModel } from "../../../app/value/models/fit-order-model.ts";
import type { Spend } from "../../../app/value/models/group-spend.ts";
import type { Histories } from "../../../app/value/models/histories.ts";
import { predictCustomers } from "../../../app/value/models/predict-customers.ts";

interface EngineTimes {
  readonly total_ms: number;
  readonly collapse_ms: number;
  readonly fit_ms: number;
  readonly gg_ms: number;
  readonly predict_ms: number;
  /** of the whole process so far, reading included */
  readonly peak_rss_mb: number;
  readonly bg: { readonly ll: number };
}

/**
 * Times one whole run of the engine: collapse, BG/NBD and Gamma-Gamma by plain maximum likelihood (so that the likelihood compares with
 * other programs), then the 365-day forecast, P(alive) and the discounted 12-month CLV of every customer.
 */
export function measureEngine(histories: Histories, spend: Spend | null, unitDays: number): EngineTimes {
  const started = performance.now();
  const data = collapseHistories(histories);
  const collapsed = performance.now();
  const fit = fitOrderModel("bg", data, { maximumLikelihood: true });
  const fitted = performance.now();
  const gammaGamma = spend ? fitGammaGamma(spend, { maximumLikelihood: true }) : null;
  const spent = performance.now();
  const steps = discountSteps(YEAR_DAYS / unitDays, unitDays, 0.1);
  const none = new Uint8Array(data.customers);
  predictCustomers({ model: fit.model, data, gammaGamma: gammaGamma?.params ?? null, spend: spend ?? { orders: none, mean: none }, steps });
  const done = performance.now();
  return {
    total_ms: done - started,
    collapse_ms: collapsed - started,
    fit_ms: fitted - collapsed,
    gg_ms: spent - fitted,
    predict_ms: done - spent,
    peak_rss_mb: process.resourceUsage().maxRSS / 1024,
    bg: { ll: fit.logLikelihood },
  };
}
