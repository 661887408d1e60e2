import { SHOW_NOTHING } from "../policy/weights-of-wins.ts";

/** One thing that may be shown: a product of an offer at a discount; depth in basis points of the price. */
export interface Arm {
  readonly offerId: number;
  readonly productId: string;
  readonly depthBp: number;
}

/** As decisions, weights and reports name it: `offer:product:depth`, or "none". */
export function armName(arm: Arm | null): string {
  return arm === null ? SHOW_NOTHING : `${arm.offerId}:${arm.productId}:${arm.depthBp}`;
}
