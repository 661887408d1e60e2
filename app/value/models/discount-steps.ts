/** Days of a CLV year: 12 months are 365 days, not 12 times 30. */
export const YEAR_DAYS = 365;
export const DEFAULT_DISCOUNT_RATE = 0.1;
const STEPS_A_YEAR = 12;

/** The ends of the steps orders are discounted in, and what an order of each step is worth today. */
export interface DiscountSteps {
  /** in the model's time unit; the last is the horizon */
  readonly ends: Float64Array;
  readonly factors: Float64Array;
}

/**
 * Twelve steps a year of horizon; an order counts as placed in the middle of its step and is worth (1 + rate)^-(years until then).
 * @param horizon in the model's time unit
 * @param unitDays days in that unit
 * @param rate discount rate a year, 0.1 for 10 %
 */
export function discountSteps(horizon: number, unitDays: number, rate: number): DiscountSteps {
  const years = (horizon * unitDays) / YEAR_DAYS;
  const count = Math.min(1200, Math.max(1, Math.ceil(years * STEPS_A_YEAR - 1e-9)));
  const ends = new Float64Array(count);
  const factors = new Float64Array(count);
  for (let k = 0; k < count; k++) {
    ends[k] = (horizon * (k + 1)) / count;
    factors[k] = (1 + rate) ** ((-years * (k + 0.5)) / count);
  }
  return { ends, factors };
}
