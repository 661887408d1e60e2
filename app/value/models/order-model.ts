/**
 * BG/NBD and MBG/NBD. Orders come at a rate lambda ~ Gamma(shape r, rate alpha) while the customer is alive; after each order
 * (MBG/NBD: also after the first) the customer leaves with probability p ~ Beta(a, b). alpha is in time units.
 */
export interface BgNbdParams {
  readonly r: number;
  readonly alpha: number;
  readonly a: number;
  readonly b: number;
}

/**
 * Pareto/NBD. Orders come at a rate lambda ~ Gamma(r, alpha) while alive; the customer leaves at a rate mu ~ Gamma(s, beta).
 * alpha and beta are in time units.
 */
export interface ParetoNbdParams {
  readonly r: number;
  readonly alpha: number;
  readonly s: number;
  readonly beta: number;
}

export type OrderModel =
  | { readonly name: "bg"; readonly params: BgNbdParams }
  | { readonly name: "mbg"; readonly params: BgNbdParams }
  | { readonly name: "pareto"; readonly params: ParetoNbdParams };

export type OrderModelName = OrderModel["name"];

export const ORDER_MODEL_NAMES: readonly OrderModelName[] = ["bg", "mbg", "pareto"];
