import type { Placement } from "../../../extensions/contract/offer-view.ts";

/** Visitors of a holdout under one of its plans who first met an offer in this placement, and how many of them ordered within a day. */
export interface HoldoutCell {
  readonly placement: Placement;
  readonly experimentId: number;
  readonly plan: number;
  readonly withheld: boolean;
  readonly units: number;
  readonly orders: number;
}

/** Profit lost because an offer interrupts, minor units each time one is shown, by placement; what is missing loses nothing. */
export type Interruption = Readonly<Partial<Record<Placement, number>>>;

/** Of the smaller arm: fewer say nothing. */
const FEWEST_UNITS = 1_000;

/**
 * iota = max(0, conversion of those held out - conversion of those shown) x mean profit of an order, by placement.
 *
 * The difference D is that of each plan of each holdout, where chance alone tells the arms apart, weighed by its units; it is shrunk by
 * (1 - se^2 / D^2), never below 0: the mean of its posterior when the variance of true differences is taken from D itself
 * (positive part of James and Stein). A difference within its own error is none.
 */
export function interruption(cells: readonly HoldoutCell[], orderProfit: ReadonlyMap<Placement, number>): Interruption {
  const losses: Partial<Record<Placement, number>> = {};
  for (const placement of new Set(cells.map((cell) => cell.placement))) {
    const lost = lostOrders(cells.filter((cell) => cell.placement === placement)) * (orderProfit.get(placement) ?? 0);
    if (lost > 0) losses[placement] = lost;
  }
  return losses;
}

/** Orders lost for each visitor shown an offer. */
function lostOrders(cells: readonly HoldoutCell[]): number {
  const plans = new Map<string, { withheld?: HoldoutCell; shown?: HoldoutCell }>();
  for (const cell of cells) {
    const key = `${cell.experimentId}:${cell.plan}`;
    plans.set(key, { ...plans.get(key), [cell.withheld ? "withheld" : "shown"]: cell });
  }
  const compared = [...plans.values()].flatMap(({ withheld, shown }) => (withheld && shown ? [{ withheld, shown }] : []));
  const unitsOf = (arm: "withheld" | "shown") => compared.reduce((sum, plan) => sum + plan[arm].units, 0);
  const [held, seen] = [unitsOf("withheld"), unitsOf("shown")];
  if (Math.min(held, seen) < FEWEST_UNITS) return 0;
  let difference = 0;
  let variance = 0;
  for (const { withheld, shown } of compared) {
    const weight = (withheld.units + shown.units) / (held + seen);
    difference += weight * (withheld.orders / withheld.units - shown.orders / shown.units);
    variance += weight ** 2 * (varianceOf(withheld) + varianceOf(shown));
  }
  return difference <= 0 ? 0 : difference * Math.max(0, 1 - variance / difference ** 2);
}

/** Of a share; an order and a visitor without one are added, so that few units are never taken for certain. */
function varianceOf({ units, orders }: HoldoutCell): number {
  const share = (orders + 1) / (units + 2);
  return (share * (1 - share)) / units;
}
