import { gammaGammaLikelihood, type SpendGroups } from "./gamma-gamma-likelihood.ts";
import type { GammaGammaParams } from "./gamma-gamma-params.ts";
import { groupSpend, type Spend, sampleSpend } from "./group-spend.ts";
import { isPeak, type Laplace, laplace, scaled } from "./laplace.ts";
import { minimise, type Objective } from "./minimise.ts";

export interface GammaGammaFit {
  readonly params: GammaGammaParams;
  /** ln likelihood of the data alone, in densities of the money unit given */
  readonly logLikelihood: number;
  readonly converged: boolean;
  /** customers with positive spend */
  readonly customers: number;
  /** the posterior over ln p, ln(q - 1), ln v */
  readonly doubt: Laplace;
}

const SAMPLE_FROM = 60_000;
const SAMPLE = 10_000;
const FURTHEST_LOG = 20;

/**
 * Fits Gamma-Gamma to spend; q = 1 + e^theta, so that the mean always exists. Weak priors unless plain maximum likelihood is asked for:
 * ln p ~ N(ln 3, 1), ln(q - 1) ~ N(ln 2, 0.75), and ln of the model's mean over the observed mean ~ N(0, 1).
 * Null where no customer has positive spend.
 * @throws HistoryError for negative or non-finite values
 */
export function fitGammaGamma(
  spend: Spend,
  options: { readonly maximumLikelihood?: boolean; readonly warmStart?: GammaGammaParams | undefined } = {},
): GammaGammaFit | null {
  const { groups, unit } = groupSpend(spend);
  if (groups.customers === 0) return null;
  const withPrior = !options.maximumLikelihood;
  const warm = options.warmStart;
  const start = warm
    ? Float64Array.of(Math.log(warm.p), Math.log(warm.q - 1), Math.log(warm.v / unit))
    : Float64Array.of(Math.log(3), Math.log(2), Math.log(2 / 3));
  if (!start.every((log) => Math.abs(log) < FURTHEST_LOG)) start.set([Math.log(3), Math.log(2), Math.log(2 / 3)]);
  const large = groups.customers > SAMPLE_FROM ? fitSample(groups, withPrior, start) : null;
  const objective = negative(groups, withPrior);
  const found = minimise(objective, large?.at ?? start, {
    scale: groups.customers,
    ...(large?.doubt.covariance ? { inverseHessian: large.doubt.covariance } : {}),
  });
  // A change of money unit only moves ln v, which leaves the covariance as it is.
  const doubt = large?.doubt.covariance ? large.doubt : laplace(objective, found.at);
  const params = paramsFromLogs(found.at, unit);
  const logPrior = withPrior ? priorOf(found.at, new Float64Array(3)) : 0;
  return {
    params,
    // A density per unit of money: each customer's mean was divided by the unit.
    logLikelihood: -found.value - logPrior - groups.customers * Math.log(unit),
    converged: found.converged && isPeak(found.at, doubt, [FURTHEST_LOG, FURTHEST_LOG, FURTHEST_LOG]),
    customers: groups.customers,
    doubt,
  };
}

function fitSample(groups: SpendGroups, withPrior: boolean, start: Float64Array) {
  const sample = sampleSpend(groups, Math.ceil(groups.customers / SAMPLE));
  const objective = negative(sample, withPrior);
  const { at } = minimise(objective, start, { scale: sample.customers });
  return { at, doubt: scaled(laplace(objective, at), sample.customers / groups.customers) };
}

/** The parameters of ln p, ln(q - 1) and ln v in `unit`s of money. */
function paramsFromLogs(logs: ArrayLike<number>, unit: number): GammaGammaParams {
  const [p, q, v] = Array.from(logs, Math.exp) as [number, number, number];
  return { p, q: 1 + q, v: v * unit };
}

function negative(groups: SpendGroups, withPrior: boolean): Objective {
  const likelihood = gammaGammaLikelihood(groups);
  const priorGradient = new Float64Array(3);
  return (logs, gradient) => {
    for (const log of logs) if (!(Math.abs(log) <= FURTHEST_LOG)) return Infinity;
    const { p, q, v } = paramsFromLogs(logs, 1);
    const likely = likelihood([p, q, v], gradient);
    const believed = withPrior ? priorOf(logs, priorGradient) : 0;
    gradient[0] = -(gradient[0] as number) * p - (priorGradient[0] as number);
    gradient[1] = -(gradient[1] as number) * (q - 1) - (priorGradient[1] as number);
    gradient[2] = -(gradient[2] as number) * v - (priorGradient[2] as number);
    return -(likely + believed);
  };
}

function priorOf(logs: Float64Array, gradient: Float64Array): number {
  const shape = (logs[0] as number) - Math.log(3);
  const spread = ((logs[1] as number) - Math.log(2)) / 0.75;
  const mean = (logs[0] as number) + (logs[2] as number) - (logs[1] as number);
  gradient[0] = -shape - mean;
  gradient[1] = -spread / 0.75 + mean;
  gradient[2] = -mean;
  return -(shape * shape + spread * spread + mean * mean) / 2;
}
