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
