import type { ActiveDiscount } from "../shopify/active-discount.ts";
import type { Offer } from "./offer.ts";
import { type CostRules, discountedPrice, reachesMarginFloor, unitCostOf, unitProfit } from "./offer-price.ts";
import type { OfferedNow } from "./offered-now.ts";
import { count, finding, money, names, type PublishFinding, share } from "./publish-finding.ts";
import { covers, holdsBeside, stackedSale } from "./stacked-sale.ts";

const NAMED = 3;

/** What the shop's other discounts do to the offer: what is left of a sale when they come on top, and which keep it from applying. */
export function stackFindings(
  offer: Offer,
  {
    products,
    discounts,
    rules,
  }: { products: readonly OfferedNow[]; discounts: readonly ActiveDiscount[]; rules: CostRules & { readonly marginFloorBp: number } },
): PublishFinding[] {
  const floorBp = offer.marginFloorBp ?? rules.marginFloorBp;
  const sales = products.flatMap((product) => product.variants.map((variant) => saleOf({ product, variant, offer, discounts, rules })));
  const stacked = sales.filter((sale) => sale.with.length > 0).sort((a, b) => a.margin - b.margin);
  const touching = discounts.filter((other) => sales.some((sale) => covers(other, sale.unit)));
  const titles = (list: readonly ActiveDiscount[]) => names([...new Set(list.map((other) => other.title))]);
  const found: PublishFinding[] = [];
  const worst = stacked[0];
  const below = stacked.filter((sale) => !reachesMarginFloor(sale.paid, sale.profit, floorBp));
  const others = names([...new Set(stacked.flatMap((sale) => sale.with))]);
  if (offer.stage === "profit_maximizer" && worst && below.length > 0) {
    const productsBelow = [...new Set(below.map((sale) => sale.title))];
    found.push(
      finding("warns", "stack_below_floor", {
        others,
        products: names(productsBelow.slice(0, NAMED)),
        count: count(productsBelow.length),
        share: share(worst.margin),
        floor: share(floorBp / 10_000),
      }),
    );
  } else if (offer.stage === "tripwire" && worst && worst.profit < 0) {
    found.push(finding("warns", "stack_deeper_loss", { others, loss: money(-worst.profit), alone: money(Math.max(0, -worst.alone)) }));
  } else if (worst) found.push(finding("tells", "stack_holds", { others, share: share(worst.margin) }));
  const unknown = touching.filter((other) => other.takes === null && holdsBeside(other));
  const excluding = touching.filter((other) => !holdsBeside(other));
  if (unknown.length > 0) found.push(finding("warns", "stack_unknown", { others: titles(unknown) }));
  const automatic = excluding.filter((other) => !other.code);
  const codes = excluding.filter((other) => other.code);
  if (automatic.length > 0) found.push(finding("warns", "discount_excludes", { others: titles(automatic) }));
  if (codes.length > 0) found.push(finding("tells", "code_excludes", { others: titles(codes) }));
  if (found.length === 0 && sales.length > 0) found.push(finding("tells", "stack_none"));
  return found;
}

interface SaleFacts {
  product: OfferedNow;
  variant: OfferedNow["variants"][number];
  offer: Offer;
  discounts: readonly ActiveDiscount[];
  rules: CostRules;
}

function saleOf({ product, variant, offer, discounts, rules }: SaleFacts) {
  const unit = { price: variant.price, productId: product.id, variantId: variant.id, collectionIds: product.collectionIds };
  const cost = unitCostOf(variant, rules);
  const sale = stackedSale(unit, offer.discount, discounts);
  const profit = unitProfit(sale.paid, cost, rules);
  return {
    ...sale,
    unit,
    title: product.title,
    profit,
    alone: unitProfit(discountedPrice(variant.price, offer.discount), cost, rules),
    margin: sale.paid > 0 ? profit / sale.paid : -1,
  };
}
