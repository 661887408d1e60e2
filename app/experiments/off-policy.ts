/** A log of decisions in columns, an entry a decision. */
export interface OffPolicyLog {
  /** the exact chance with which the log's policy did what it did, above 0 */
  readonly propensity: ArrayLike<number>;
  /** the chance with which the judged policy would have done the same, pi(a | x) */
  readonly target: ArrayLike<number>;
  /** what came of it, any unit */
  readonly reward: ArrayLike<number>;
  /** a model of rewards, for the doubly robust estimate: q(x, a) of what was done, and its mean q(x, pi) over what the judged policy would do */
  readonly model?: { readonly done: ArrayLike<number>; readonly judged: ArrayLike<number> };
}

export interface ValueEstimate {
  /** reward of a decision */
  readonly value: number;
  readonly standardError: number;
}

interface Weighing {
  readonly decisions: number;
  /** (sum w)^2 / sum w^2: so many decisions of the judged policy the log is worth */
  readonly effective: number;
  readonly largestWeight: number;
}

export type OffPolicyValue =
  | (Weighing & {
      readonly kind: "estimated";
      readonly ipw: ValueEstimate;
      readonly snipw: ValueEstimate;
      /** null without a model */
      readonly doublyRobust: ValueEstimate | null;
    })
  | (Weighing & { readonly kind: "refused"; readonly reason: "too_few_effective" | "weight_too_large" });

const FEWEST_EFFECTIVE = 500;
const LARGEST_WEIGHT = 100;

/**
 * What a policy would have earned in a log made by another one, w = pi / p:
 * V_IPW = mean(w r); V_SNIPW = sum(w r) / sum(w); V_DR = mean(q(x, pi) + w (r - q(x, a))).
 * Refused where the log does what the policy would do too rarely: an effective sample under 500, or a weight over 100.
 * Sources: Horvitz and Thompson (1952); Swaminathan and Joachims (NIPS 2015); Dudik, Langford and Li (ICML 2011).
 * Throws a RangeError for columns of different length, and for a propensity that is not above 0: such a log cannot be weighed.
 */
export function offPolicyValue(log: OffPolicyLog): OffPolicyValue {
  const { reward, model } = log;
  const weights = weightsOf(log);
  const decisions = weights.length;
  const sum = total(decisions, (at) => weights[at] as number);
  const squares = total(decisions, (at) => (weights[at] as number) ** 2);
  const weighing = {
    decisions,
    effective: squares > 0 ? (sum * sum) / squares : 0,
    largestWeight: weights.reduce((largest, weight) => Math.max(largest, weight), 0),
  };
  if (weighing.largestWeight > LARGEST_WEIGHT) return { kind: "refused", reason: "weight_too_large", ...weighing };
  if (weighing.effective < FEWEST_EFFECTIVE) return { kind: "refused", reason: "too_few_effective", ...weighing };
  const weighed = (at: number) => (weights[at] as number) * (reward[at] as number);
  const normed = total(decisions, weighed) / sum;
  return {
    kind: "estimated",
    ...weighing,
    ipw: meanOf(decisions, weighed),
    snipw: {
      value: normed,
      standardError: Math.sqrt(total(decisions, (at) => ((weights[at] as number) * ((reward[at] as number) - normed)) ** 2)) / sum,
    },
    doublyRobust: model
      ? meanOf(
          decisions,
          (at) => (model.judged[at] as number) + (weights[at] as number) * ((reward[at] as number) - (model.done[at] as number)),
        )
      : null,
  };
}

function weightsOf({ propensity, target, reward, model }: OffPolicyLog): Float64Array {
  const lengths = [propensity, target, reward, ...(model ? [model.done, model.judged] : [])].map((column) => column.length);
  if (new Set(lengths).size > 1) throw new RangeError(`The columns of the log are ${lengths.join(", ")} long`);
  return Float64Array.from(propensity, (chance, at) => {
    if (!(chance > 0 && chance <= 1)) throw new RangeError(`Decision ${at} has a propensity of ${chance}`);
    return (target[at] as number) / chance;
  });
}

function meanOf(count: number, value: (at: number) => number): ValueEstimate {
  const mean = total(count, value) / count;
  const spread = total(count, (at) => (value(at) - mean) ** 2);
  return { value: mean, standardError: Math.sqrt(spread / (count - 1) / count) };
}

function total(count: number, value: (at: number) => number): number {
  let sum = 0;
  for (let at = 0; at < count; at++) sum += value(at);
  return sum;
}
