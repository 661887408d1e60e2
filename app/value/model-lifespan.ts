import type { OrderModel } from "./models/order-model.ts";

export interface ModelLifespan {
  /** probability that a customer won today has left after a year, by the fitted model */
  readonly churnAYear: number;
  /** 1 / churnAYear, in years; null where hardly anyone leaves by the model (churn below 1 %) */
  readonly years: number | null;
}

const LEAST_CHURN = 0.01;
const REACH = 40;
const POINTS = 8_000;

/**
 * Probability that a customer won today is still one after `days`. Pareto/NBD: (beta / (beta + t))^s. BG/NBD: with a customer's p of leaving
 * after an order, orders come as a Poisson process, so that the customer stays with E[(alpha / (alpha + p t))^r], p ~ Beta(a, b); MBG/NBD
 * with (1 - p) times that, for the first order. Time in the model's unit.
 */
export function staysLongerThan(model: OrderModel, days: number): number {
  if (model.name === "pareto") return (model.params.beta / (model.params.beta + days)) ** model.params.s;
  const { r, alpha, a, b } = model.params;
  // p = 1 / (1 + e^-x): in x the Beta density is smooth and falls as e^(a x) and e^(-b x), so that equal steps are exact enough.
  const from = -REACH / Math.min(a, 1);
  const step = (REACH / Math.min(b, 1) - from) / POINTS;
  let density = 0;
  let stays = 0;
  for (let k = 0; k <= POINTS; k++) {
    const x = from + k * step;
    const logP = -Math.log1p(Math.exp(-x));
    const logRest = -Math.log1p(Math.exp(x));
    const weight = Math.exp(a * (Number.isFinite(logP) ? logP : x) + b * (Number.isFinite(logRest) ? logRest : -x) - peak(a, b));
    const p = 1 / (1 + Math.exp(-x));
    density += weight;
    stays += weight * (alpha / (alpha + p * days)) ** r * (model.name === "mbg" ? 1 - p : 1);
  }
  return stays / density;
}

/** Churn of a customer's first year and the lifespan it stands for. */
export function modelLifespan(model: OrderModel): ModelLifespan {
  const churnAYear = 1 - staysLongerThan(model, 365);
  return { churnAYear, years: churnAYear >= LEAST_CHURN ? 1 / churnAYear : null };
}

/** ln of the largest weight, so that none overflows or vanishes. */
function peak(a: number, b: number): number {
  return a * Math.log(a / (a + b)) + b * Math.log(b / (a + b));
}
