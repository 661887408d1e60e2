import type { Offer } from "../offers/offer.ts";
import { afterReturns, type CostRules, unitCostOf, unitProfit } from "../offers/offer-price.ts";
import { type Worth, worthOf } from "../policy/incremental-profit.ts";
import type { PolicyBeliefs } from "./beliefs.ts";
import type { CartLineFacts, ViewedProduct } from "./cart-facts.ts";
import type { PricedArm, PricedProduct } from "./priced-product.ts";

/** A product of the same type and about the same price loses this share of the offered one's sales. An assumption until ghosts say otherwise. */
const SWITCH_SHARE = 0.3;
const ALIKE_IN_PRICE = 0.3;

/** What stands beside an offered product. */
export interface Beside {
  readonly cart: readonly CartLineFacts[];
  readonly viewed: ViewedProduct | null;
  readonly rules: CostRules;
  readonly policy: Pick<PolicyBeliefs, "returnShare">;
}

/**
 * Profit lost on another product each time the offered one is accepted, minor units: 0.3 min(m_k, m0) for the product k of the cart,
 * or in view, that has its type and a price within 30 % and would be missed most. One unit takes the place of one other at most.
 */
export function switchingLoss({ product, variant, profitAtFullPrice }: PricedProduct, { cart, viewed, rules, policy }: Beside): number {
  if (!variant || product.productType === "") return 0;
  let worst = 0;
  for (const other of viewed ? [...cart, viewed] : cart) {
    if (other.productType !== product.productType || other.productId === product.productId) continue;
    if (Math.abs(other.unitPrice - variant.price) > ALIKE_IN_PRICE * variant.price) continue;
    const cost = unitCostOf({ price: other.unitPrice, unitCost: other.unitCost }, rules);
    const profit = afterReturns(unitProfit(other.unitPrice, cost, rules), policy.returnShare(other.productId, other.productType));
    worst = Math.max(worst, Math.min(profit, profitAtFullPrice));
  }
  return SWITCH_SHARE * worst;
}

/** Later profit of a customer whom a tripwire would win now; 0 for any other offer. What may be lost meanwhile, its loss budget says (judgeArm): that is no price. */
export function futureValue({ stage }: Pick<Offer, "stage">, acquiredValue: number | null): number {
  return stage === "tripwire" ? (acquiredValue ?? 0) : 0;
}

/** The worth of showing an arm. What is lost by switching is lost with each acceptance, so it comes off the profit of a sale. */
export function armWorth(
  arm: PricedArm,
  { profitAtFullPrice }: PricedProduct,
  { switching, interruption, future }: { switching: number; interruption: number; future: number },
): Worth {
  return worthOf({ profit: arm.profit - switching, profitAtFullPrice, switching: 0, interruption, futureValue: future });
}
