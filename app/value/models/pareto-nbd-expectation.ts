import type { History } from "./histories.ts";
import { sigmoid } from "./logistic.ts";
import type { ParetoNbdParams } from "./order-model.ts";
import { paretoOdds } from "./pareto-nbd-odds.ts";

/** Probability that the customer will still order, 0 to 1. Source: Schmittlein, Morrison and Colombo (1987), equation 11. */
export function paretoNbdAlive({ r, alpha, s, beta }: ParetoNbdParams, { frequency, recency, age }: History): number {
  return sigmoid(-paretoOdds(r, alpha, s, beta)(frequency, recency, age));
}

/**
 * Expected orders in the next `time` of a customer who is alive, has x repeat orders and was first seen `age` ago. Multiply by
 * P(alive) for the expectation given the history; x = 0 and age = 0 give a new customer's expected repeat orders.
 * (r + x)(beta + T)/(alpha + T) (1 - ((beta + T)/(beta + T + t))^(s-1)) / (s - 1), smooth at s = 1.
 * Source: Schmittlein, Morrison and Colombo (1987), equation 22; Fader and Hardie (2005), equation 41.
 */
export function paretoNbdOrdersWhileAlive({ r, alpha, s, beta }: ParetoNbdParams, x: number, age: number, time: number): number {
  if (time <= 0) return 0;
  const log = -Math.log1p(time / (beta + age));
  const power = (s - 1) * log;
  const lasting = Math.abs(power) < 1e-300 ? -log : -Math.expm1(power) / (s - 1);
  return (((r + x) * (beta + age)) / (alpha + age)) * lasting;
}
