import type { History } from "./histories.ts";
import { sigmoid } from "./logistic.ts";
import type { BgNbdParams } from "./order-model.ts";

/** 0 for BG/NBD, 1 for MBG/NBD: whether a customer can already leave after the first order. */
export type FirstDropout = 0 | 1;

/**
 * Log odds that the customer has left: D of the softplus likelihood. Minus infinity where a customer cannot have left yet.
 * Source: Fader, Hardie and Lee (2005), Counting Your Customers the Easy Way; Batislam et al. (2007) for MBG/NBD.
 */
function bgNbdLogOddsLeft({ r, alpha, a, b }: BgNbdParams, { frequency: x, recency, age }: History, m: FirstDropout): number {
  if (x === 0 && m === 0) return -Infinity;
  return (r + x) * Math.log((alpha + age) / (alpha + recency)) + Math.log(a) - Math.log(b + x - 1 + m);
}

/** Probability that the customer will still order, 0 to 1. */
export function bgNbdAlive(params: BgNbdParams, history: History, m: FirstDropout): number {
  return sigmoid(-bgNbdLogOddsLeft(params, history, m));
}

/** Probability of one order or more in the next `time`, given that the customer is alive: the closed form of the gamma-Poisson. */
export function bgNbdBuysWhileAlive({ r, alpha }: BgNbdParams, { frequency, age }: History, time: number): number {
  return -Math.expm1(-(r + frequency) * Math.log1p(time / (alpha + age)));
}
