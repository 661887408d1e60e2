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

/**
 * What showing an arm adds to profit: V = pi m - b m0 - K - i + (pi - b) F, with pi the chance that it is accepted and b the chance
 * that the product is bought unaided. Who would have bought anyway is a subsidy, not a sale.
 */
export function incrementalProfit(acceptance: number, base: number, arm: ArmEconomics): number {
  return acceptance * arm.profit - base * arm.profitAtFullPrice - arm.switching - arm.interruption + (acceptance - base) * arm.futureValue;
}
