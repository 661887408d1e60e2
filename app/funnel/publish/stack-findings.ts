import type { ActiveDiscount } from "../../shopify/active-discount.ts";
import type { Offer } from "../offers/offer.ts";
import { count, finding, money, names, type PublishFinding, share } from "./publish-finding.ts";
import { holdsBeside, type StackedSales } from "./stacked-sales.ts";

/** What the shop's other discounts do to the offer: what is left of a sale when they come on top, and which keep it from applying. */
export function stackFindings(
  offer: Offer,
  { stacked, discounts, floorBp }: { stacked: StackedSales; discounts: readonly ActiveDiscount[]; floorBp: number },
): PublishFinding[] {
  const { worst, below } = stacked;
  const those = (places: readonly number[]) => discounts.filter((_, at) => places.includes(at));
  const titles = (list: readonly ActiveDiscount[]) => names([...new Set(list.map((other) => other.title))]);
  const others = titles(those(stacked.with));
  const found: PublishFinding[] = [];
  if (offer.stage === "profit_maximizer" && worst && below.products > 0) {
    found.push(
      finding("warns", "stack_below_floor", {
        others,
        products: names(below.titles),
        count: count(below.products),
        share: share(worst.margin),
        floor: share(floorBp / 10_000),
      }),
    );
  } else if (offer.stage === "tripwire" && worst && worst.profit < 0) {
    found.push(
      finding("warns", "stack_deeper_loss", { others, loss: money(-worst.profit), alone: money(Math.max(0, -worst.aloneProfit)) }),
    );
  } else if (worst) found.push(finding("tells", "stack_holds", { others, share: share(worst.margin) }));
  const touching = those(stacked.touching);
  const unknown = touching.filter((other) => other.takes === null && holdsBeside(other));
  const excluding = touching.filter((other) => !holdsBeside(other));
  if (unknown.length > 0) found.push(finding("warns", "stack_unknown", { others: titles(unknown) }));
  const automatic = excluding.filter((other) => !other.code);
  const codes = excluding.filter((other) => other.code);
  if (automatic.length > 0) found.push(finding("warns", "discount_excludes", { others: titles(automatic) }));
  if (codes.length > 0) found.push(finding("tells", "code_excludes", { others: titles(codes) }));
  if (found.length === 0 && stacked.units > 0) found.push(finding("tells", "stack_none"));
  return found;
}
