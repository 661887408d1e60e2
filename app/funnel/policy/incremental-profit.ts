/** What one arm, a variant at a discount, earns and costs; minor units for each unit sold. */
export interface ArmEconomics {
  /** price after discount, less cost, fees and expected returns */
  readonly profit: number;
  /** the same at full price */
  readonly profitAtFullPrice: number;
  /** expected profit lost on sales of other products, each time the offer is shown */
  readonly switching: number;
  /** expected profit lost because the offer interrupts, each time it is shown */
  readonly interruption: number;
  /** future profit of each sale that would not have been made otherwise; 0 unless a holdout has shown it */
  readonly futureValue: number;
}

/** What showing an arm is worth, minor units: so much where it is accepted, where the product would have been bought unaided, and whenever it is shown. */
export interface Worth {
  readonly accepted: number;
  readonly unaided: number;
  readonly shown: number;
}

/**
 * What showing an arm adds to profit: V = pi m - b m0 - K - i + (pi - b) F, with pi the chance that it is accepted and b the chance
 * that the product is bought unaided. Who would have bought anyway is a subsidy, not a sale.
 */
export function worthOf({ profit, profitAtFullPrice, switching, interruption, futureValue }: ArmEconomics): Worth {
  return { accepted: profit + futureValue, unaided: -profitAtFullPrice - futureValue, shown: -switching - interruption };
}

/** V of an arm at these chances. */
export function incrementalProfit({ accepted, unaided, shown }: Worth, acceptance: number, base: number): number {
  return acceptance * accepted + base * unaided + shown;
}
