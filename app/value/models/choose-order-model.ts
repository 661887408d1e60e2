import { type CollapsedHistories, repeatCustomers, sampleRows } from "./collapse-histories.ts";
import { type FitOptions, fitOrderModel, type OrderModelFit } from "./fit-order-model.ts";
import { ORDER_MODEL_NAMES, type OrderModel, type OrderModelName } from "./order-model.ts";

/** A model's mean CRPS of orders on customers' later orders, over the origins of a backtest; lower is better. */
export type OutOfTimeScores = Partial<Readonly<Record<OrderModelName, number>>>;

export interface Candidate {
  readonly name: OrderModelName;
  /** ln evidence (ln likelihood with plain maximum likelihood); on a sample for large stores, so comparable only with one another */
  readonly score: number;
  readonly outOfTime: number | null;
}

export interface ModelChoice {
  readonly fit: OrderModelFit;
  readonly candidates: readonly Candidate[];
  /** what decided */
  readonly decidedBy: "evidence" | "out_of_time";
}

export interface ChooseOptions {
  readonly maximumLikelihood?: boolean;
  readonly outOfTime?: OutOfTimeScores | undefined;
  readonly warmStart?: OrderModel | undefined;
}

// Scores this close are the same forecast; then the likelihood of all the data decides.
const SAME_SCORE = 0.005;
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
  { maximumLikelihood = false, outOfTime, warmStart }: ChooseOptions = {},
): ModelChoice {
  const compared = data.rows > SAMPLE_FROM ? sampleRows(data, Math.ceil(data.rows / SAMPLE)) : data;
  const options = (name: OrderModelName): FitOptions => ({
    maximumLikelihood,
    warmStart: warmStart?.name === name ? warmStart : undefined,
  });
  const names = ORDER_MODEL_NAMES.filter((name) => name !== "pareto" || repeatCustomers(data) >= FEWEST_REPEAT_FOR_PARETO);
  const fits = names.map((name) => fitOrderModel(name, compared, options(name)));
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
  const best = finalists.reduce((top, candidate) => (candidate.score > top.score ? candidate : top));
  const found = fits.find((fit) => fit.model.name === best.name) as OrderModelFit;
  return {
    fit: compared === data ? found : fitOrderModel(best.name, data, { maximumLikelihood, warmStart: found.model }),
    candidates,
    decidedBy: scored && finalists.length < candidates.length ? "out_of_time" : "evidence",
  };
}
