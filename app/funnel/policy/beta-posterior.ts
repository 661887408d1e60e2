import { drawGamma, type Random } from "../../value/models/seeded-random.ts";

/** Trials and successes; fractions come from decay. */
export interface Counts {
  readonly trials: number;
  readonly successes: number;
}

/** A Beta distribution. */
export interface Beta {
  readonly alpha: number;
  readonly beta: number;
}

/** Beta(k mu + s, k (1 - mu) + n - s): a prior of mean mu worth k trials, and the counts. */
export function betaPosterior(mean: number, strength: number, { trials, successes }: Counts): Beta {
  const mu = Math.min(1 - 1e-6, Math.max(1e-6, mean));
  return { alpha: strength * mu + successes, beta: strength * (1 - mu) + Math.max(0, trials - successes) };
}

/** No product is believed to be rarer than this in a cart: an order history is too short to know. */
export const LEAST_BASE = 0.005;
/** Successes that a prior is worth at least, as Jeffreys' has it: of less, draws would be "never" or "nearly always" and little between. */
const LEAST_SUCCESSES = 0.5;
const NO_COUNTS: Counts = { trials: 0, successes: 0 };

/** What is believed after the counts, where a model of strength k expects the mean: the prior is worth k trials and at least half a success. */
export function posterior(mean: number, strength: number, counts: Counts = NO_COUNTS): Beta {
  return betaPosterior(mean, Math.max(strength, LEAST_SUCCESSES / Math.max(LEAST_BASE, mean)), counts);
}

export function betaMean({ alpha, beta }: Beta): number {
  return alpha / (alpha + beta);
}

export function drawBeta({ alpha, beta }: Beta, random: Random): number {
  const x = drawGamma(alpha, random);
  const y = drawGamma(beta, random);
  return x + y > 0 ? x / (x + y) : alpha / (alpha + beta);
}

/** Weight of counts `days` old: half after 60 days, because tastes and seasons change. */
export function decay(days: number, halfLifeDays = 60): number {
  return 2 ** (-days / halfLifeDays);
}
