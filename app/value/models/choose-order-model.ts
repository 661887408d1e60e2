import { type CollapsedHistories, repeatCustomers, sampleRows } from "./collapse-histories.ts";
import { type FitOptions, fitOrderModel, type OrderModelFit } from "./fit-order-model.ts";
import { ORDER_MODEL_NAMES, type OrderModelName } from "./order-model.ts";

/** A model's mean CRPS of orders on customers' later orders, over the origins of a backtest; lower is better. */
export type OutOfTimeScores = Partial<Readonly<Record<OrderModelName, number>>>;

export interface Candidate {
  readonly name: OrderModelName;
  /** ln evidence (ln likelihood with plain maximum likelihood); on a sample for large stores, so comparable only with one another */
  readonly score: number;
  readonly outOfTime: number | null;
}

/**
 * out_of_time: one foretold what came later better than all others. tie: several foretold it equally well, and the evidence decided among
 * them. evidence: no backtest has scored them.
 */
export type DecidedBy = "out_of_time" | "tie" | "evidence";

export interface ModelChoice {
  readonly fit: OrderModelFit;
  readonly candidates: readonly Candidate[];
  /** what decided */
  readonly decidedBy: DecidedBy;
}

export interface ChooseOptions extends FitOptions {
  readonly outOfTime?: OutOfTimeScores | undefined;
}

// Scores this close are the same forecast; then the likelihood of all the data decides.
const SAME_SCORE = 0.005;
// What is left between equal models by rounding.
const NO_DIFFERENCE = 1e-6;
const SAMPLE_FROM = 20_000;
const SAMPLE = 5_000;
// With so few the evidence would weigh the priors of Pareto/NBD against those of the others, not the models.
const FEWEST_REPEAT_FOR_PARETO = 30;

/**
 * The order model for a store: the one that foretold best what came later, when a backtest has scored them; among those within half a
 * percent of the best, or without a backtest, the one of the highest evidence (likelihood penalised by its doubt, Laplace). Pareto/NBD takes
 * part from 30 repeat customers on.
 */
export function chooseOrderModel(
  data: CollapsedHistories,
  { outOfTime, warmStart, maximumLikelihood = false, unitDays = 1, beginsInTheMiddle = false }: ChooseOptions = {},
): ModelChoice {
  const compared = data.rows > SAMPLE_FROM ? sampleRows(data, Math.ceil(data.rows / SAMPLE)) : data;
  const options = { maximumLikelihood, unitDays, beginsInTheMiddle };
  const names = ORDER_MODEL_NAMES.filter((name) => name !== "pareto" || repeatCustomers(data) >= FEWEST_REPEAT_FOR_PARETO);
  const fits = names.map((name) => fitOrderModel(name, compared, { ...options, warmStart }));
  const candidates = fits.map(
    (fit): Candidate => ({
      name: fit.model.name,
      score: fit.logEvidence ?? fit.logPosterior,
      outOfTime: outOfTime?.[fit.model.name] ?? null,
    }),
  );
  const scored = candidates.every((candidate) => candidate.outOfTime !== null);
  const lowest = Math.min(...candidates.map((candidate) => candidate.outOfTime ?? Infinity));
  const finalists = scored ? candidates.filter((candidate) => (candidate.outOfTime ?? 0) <= lowest * (1 + SAME_SCORE)) : candidates;
  // On the day a store opens all are equal, and BG/NBD goes: it is sure that whoever bought once has not left.
  const best = finalists.reduce((top, candidate) => (candidate.score > top.score - NO_DIFFERENCE ? candidate : top));
  const found = fits.find((fit) => fit.model.name === best.name) as OrderModelFit;
  return {
    fit: compared === data ? found : fitOrderModel(best.name, data, { ...options, warmStart: found.model }),
    candidates,
    decidedBy: !scored ? "evidence" : finalists.length > 1 ? "tie" : "out_of_time",
  };
}
