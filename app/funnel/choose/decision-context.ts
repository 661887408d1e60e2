import type { Placement } from "../../../extensions/contract/offer-view.ts";
import type { CartLineFacts, ViewedProduct } from "./cart-facts.ts";

/** Whose decisions are learned from together: placement, who the visitor is, and the type of the product all hangs on. */
export function decisionContext(about: {
  readonly placement: Placement;
  readonly customerOrders: number | null;
  readonly cart: readonly CartLineFacts[];
  readonly viewed: ViewedProduct | null;
}): string {
  const { customerOrders } = about;
  const segment = customerOrders === null ? "guest" : customerOrders === 0 ? "new" : "returning";
  return `${about.placement}|${segment}|${anchorType(about)}`;
}

/** Of the product being viewed, else of the cart's most valuable line. */
function anchorType({ cart, viewed }: { cart: readonly CartLineFacts[]; viewed: ViewedProduct | null }): string {
  if (viewed) return viewed.productType;
  let best: CartLineFacts | undefined;
  for (const line of cart) if (!best || line.unitPrice * line.quantity > best.unitPrice * best.quantity) best = line;
  return best?.productType ?? "";
}
