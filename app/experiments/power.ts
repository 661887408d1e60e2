import { normalInverse } from "./normal.ts";
import { boundary } from "./sequential.ts";
import { ALPHA, BURN_IN } from "./verdict.ts";

export interface PowerPlan {
  /** mean and variance of the metric per unit, as the merchant's own numbers have them */
  readonly mean: number;
  readonly variance: number;
  /** share of units who buy, 0.3 */
  readonly conversion: number;
  /** share of units in the smaller arm, for example 0.5 or 0.1 */
  readonly share: number;
  /** relative lift that must not be missed, for example 0.1 */
  readonly lift: number;
  /** units at which the interval is tightest; "planned": those needed */
  readonly tuning: number | "planned";
  readonly alpha?: number;
  readonly power?: number;
}

/**
 * Units of both arms after which the verdict stands `power` times of 1 if the lift is there: the always-valid interval, which decides, leaves out 0 at
 * (b + z_power)^2 CV^2 (1 / q + (1 + lift)^2 / (1 - q)) / lift^2 units, CV^2 = variance / mean^2, b its half-width there in standard
 * errors; and the smaller arm has its buyers, as often. What is lifted varies as much more. With the interval tuned to the units needed b is
 * 3.04, where a test at its planned end alone has 1.96.
 */
export function unitsNeeded(plan: PowerPlan): number {
  const { power = 0.8, share, conversion } = plan;
  const z = normalInverse(power);
  return Math.ceil(Math.max(unitsToDecide(plan, z), buyersNeeded(z) / (conversion * share)));
}

function unitsToDecide({ mean, variance, share, lift, tuning, alpha = ALPHA }: PowerPlan, z: number): number {
  const perError = ((variance / mean ** 2) * (1 / share + (1 + lift) ** 2 / (1 - share))) / lift ** 2;
  const needed = (units: number) => (boundary(units, { alpha, tuning: tuning === "planned" ? units : tuning }) + z) ** 2 * perError;
  let [low, high] = [0, 1];
  while (needed(high) > high) [low, high] = [high, high * 2];
  for (let step = 0; step < 60 && high - low > 0.5; step++) {
    const middle = (low + high) / 2;
    if (needed(middle) > middle) low = middle;
    else high = middle;
  }
  return high;
}

/** Buyers to be expected so that the burn-in is reached as often as z says: x - z sqrt(x) = burn-in, of a Poisson number's deviation. */
function buyersNeeded(z: number): number {
  return (z / 2 + Math.sqrt((z * z) / 4 + BURN_IN)) ** 2;
}

/** Squared coefficient of variation of profit per visitor: conversion c, log-normal orders of log standard deviation sigma. */
export function conversionVariation(conversion: number, sigma: number): number {
  return Math.exp(sigma * sigma) / conversion - 1;
}
