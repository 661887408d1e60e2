import { bgNbdLikelihood, type LikelihoodGradient } from "./bg-nbd-likelihood.ts";
import { type CollapsedHistories, repeatCustomers, sampleRows } from "./collapse-histories.ts";
import { isPeak, type Laplace, laplace, scaled } from "./laplace.ts";
import { minimise, type Objective } from "./minimise.ts";
import type { OrderModel, OrderModelName } from "./order-model.ts";
import { type LogPrior, orderPrior } from "./order-priors.ts";
import { paretoNbdLikelihood } from "./pareto-nbd-likelihood.ts";

export interface OrderModelFit {
  readonly model: OrderModel;
  /** ln likelihood of the data alone, without the prior */
  readonly logLikelihood: number;
  /** ln likelihood plus ln prior density; equals logLikelihood for plain maximum likelihood */
  readonly logPosterior: number;
  /** ln evidence by Laplace's approximation: the likelihood penalised for its doubt; null for plain maximum likelihood */
  readonly logEvidence: number | null;
  readonly converged: boolean;
  readonly evaluations: number;
  /** the posterior over the logarithms of the four parameters, in the order of the model's params */
  readonly doubt: Laplace;
}

export interface FitOptions {
  /** the plain published likelihood, without priors */
  readonly maximumLikelihood?: boolean;
  /** last time's parameters, to start from */
  readonly warmStart?: OrderModel | undefined;
  /** days in the time unit of the histories; 1 when not given */
  readonly unitDays?: number;
  /** the store had customers before its first order in the data; false when not given */
  readonly beginsInTheMiddle?: boolean;
}

// Above this a first fit on a sample saves most of the passes over all rows.
const SAMPLE_FROM = 40_000;
const SAMPLE = 8_000;
// Maximum likelihood can run along a ridge without end; further out the parameters no longer mean anything different.
const FURTHEST_LOG = 20;
const FURTHEST_LOG_OF_DROPOUT = 9;
/** A store younger than this says nothing of how much time passes between orders; the priors then keep their own time. */
const SHORTEST_SPAN_DAYS = 180;

/**
 * Fits an order model to a store by maximum a posteriori with weak priors that fade, or by maximum likelihood. Never fails on valid data: without
 * customers or repeat orders the priors answer. alpha and beta are in the time unit of the histories.
 */
export function fitOrderModel(name: OrderModelName, data: CollapsedHistories, options: FitOptions = {}): OrderModelFit {
  const { maximumLikelihood = false, warmStart, unitDays = 1, beginsInTheMiddle = false } = options;
  const span = spanOf(data, unitDays);
  const prior = maximumLikelihood ? null : orderPrior(name, { repeatCustomers: repeatCustomers(data), beginsInTheMiddle });
  const start = warmStart?.name === name ? logsOf(warmStart, span) : firstLogs(name);
  const large = data.rows > SAMPLE_FROM ? fitSample(name, data, prior, span, start) : null;
  const objective = negative(likelihoodOf(name, data), prior, span, name);
  const found = minimise(objective, large?.at ?? start, {
    scale: data.customers,
    ...(large?.doubt.covariance ? { inverseHessian: large.doubt.covariance } : {}),
  });
  // At that size the sample tells the shape of the peak as well as all rows do, for a fraction of the passes.
  const doubt = large?.doubt.covariance ? large.doubt : laplace(objective, found.at);
  const logPosterior = -found.value;
  const logPrior = prior ? prior(found.at, new Float64Array(4)) : 0;
  return {
    model: modelOf(name, found.at, span),
    logLikelihood: logPosterior - logPrior,
    logPosterior,
    logEvidence: prior && doubt.logVolume !== null ? logPosterior + doubt.logVolume : null,
    converged: found.converged && isPeak(found.at, doubt, furthestLogs(name)),
    evaluations: found.evaluations,
    doubt,
  };
}

/** A fit on a sample, with its doubt scaled to all customers. */
function fitSample(name: OrderModelName, data: CollapsedHistories, prior: LogPrior | null, span: number, start: Float64Array) {
  const sample = sampleRows(data, Math.ceil(data.rows / SAMPLE));
  const objective = negative(likelihoodOf(name, sample), prior, span, name);
  const { at } = minimise(objective, start, { scale: sample.customers });
  return { at, doubt: scaled(laplace(objective, at), sample.customers / data.customers) };
}

/** The model whose parameters have these logarithms. */
export function modelFromLogs(name: OrderModelName, logs: ArrayLike<number>): OrderModel {
  const [first, second, third, fourth] = Array.from(logs, Math.exp) as [number, number, number, number];
  return name === "pareto"
    ? { name, params: { r: first, alpha: second, s: third, beta: fourth } }
    : { name, params: { r: first, alpha: second, a: third, b: fourth } };
}

/** The four parameters in the order of their logarithms. */
export function paramList(model: OrderModel): [number, number, number, number] {
  return model.name === "pareto"
    ? [model.params.r, model.params.alpha, model.params.s, model.params.beta]
    : [model.params.r, model.params.alpha, model.params.a, model.params.b];
}

function likelihoodOf(name: OrderModelName, data: CollapsedHistories): LikelihoodGradient {
  return name === "pareto" ? paretoNbdLikelihood(data) : bgNbdLikelihood(data, name === "mbg" ? 1 : 0);
}

function negative(likelihood: LikelihoodGradient, prior: LogPrior | null, span: number, name: OrderModelName): Objective {
  const params = [0, 0, 0, 0];
  const scales = name === "pareto" ? [1, span, 1, span] : [1, span, 1, 1];
  const furthest = furthestLogs(name);
  const priorGradient = new Float64Array(4);
  return (logs, gradient) => {
    for (let i = 0; i < 4; i++) {
      const log = logs[i] as number;
      if (!(Math.abs(log) <= (furthest[i] as number))) return Infinity;
      params[i] = (scales[i] as number) * Math.exp(log);
    }
    const likely = likelihood(params, gradient);
    const believed = prior ? prior(logs, priorGradient) : 0;
    for (let i = 0; i < 4; i++) gradient[i] = -(gradient[i] as number) * (params[i] as number) - (priorGradient[i] as number);
    return -(likely + believed);
  };
}

function furthestLogs(name: OrderModelName): readonly number[] {
  const ofLeaving = name === "pareto" ? FURTHEST_LOG : FURTHEST_LOG_OF_DROPOUT;
  return [FURTHEST_LOG, FURTHEST_LOG, ofLeaving, ofLeaving];
}

function firstLogs(name: OrderModelName): Float64Array {
  return name === "pareto"
    ? Float64Array.of(Math.log(0.6), Math.log(0.25), Math.log(0.7), Math.log(0.4))
    : Float64Array.of(Math.log(0.6), Math.log(0.25), 0, Math.log(2));
}

function logsOf(model: OrderModel, span: number): Float64Array {
  const logs = Float64Array.from(paramList(model), Math.log);
  logs[1] = (logs[1] as number) - Math.log(span);
  if (model.name === "pareto") logs[3] = (logs[3] as number) - Math.log(span);
  const furthest = furthestLogs(model.name);
  return logs.every((log, i) => Math.abs(log) < (furthest[i] as number)) ? logs : firstLogs(model.name);
}

function modelOf(name: OrderModelName, logs: Float64Array, span: number): OrderModel {
  const scaled = Float64Array.from(logs);
  scaled[1] = (logs[1] as number) + Math.log(span);
  if (name === "pareto") scaled[3] = (logs[3] as number) + Math.log(span);
  return modelFromLogs(name, scaled);
}

function spanOf({ ages }: CollapsedHistories, unitDays: number): number {
  return Math.max(ages[ages.length - 1] ?? 0, SHORTEST_SPAN_DAYS / unitDays);
}
