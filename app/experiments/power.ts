import { normalCdf, normalInverse } from "./normal.ts";

export interface PowerPlan {
  /** mean and variance of the metric per unit, as the merchant's own numbers have them */
  readonly mean: number;
  readonly variance: number;
  /** share of units in the smaller arm, for example 0.5 or 0.1 */
  readonly share: number;
  /** relative lift that must not be missed, for example 0.1 */
  readonly lift: number;
  readonly alpha?: number;
  readonly power?: number;
}

/**
 * Units of both arms needed by a two-sided test at its planned end:
 * (z_(1 - alpha/2) + z_power)^2 CV^2 (1 / q + 1 / (1 - q)) / lift^2, CV^2 = variance / mean^2.
 */
export function unitsNeeded({ mean, variance, share, lift, alpha = 0.05, power = 0.8 }: PowerPlan): number {
  const z = normalInverse(1 - alpha / 2) + normalInverse(power);
  return Math.ceil((z * z * (variance / mean ** 2) * (1 / share + 1 / (1 - share))) / lift ** 2);
}

/** The power that `units` of both arms give, by the same formula. */
export function powerOf(units: number, { mean, variance, share, lift, alpha = 0.05 }: PowerPlan): number {
  const error = Math.sqrt(((variance / mean ** 2) * (1 / share + 1 / (1 - share))) / units);
  return normalCdf(Math.abs(lift) / error - normalInverse(1 - alpha / 2));
}

/** Squared coefficient of variation of profit per visitor: conversion c, log-normal orders of log standard deviation sigma. */
export function conversionVariation(conversion: number, sigma: number): number {
  return Math.exp(sigma * sigma) / conversion - 1;
}
