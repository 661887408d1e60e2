import type { Offer } from "./offer.ts";
import type { OfferedNow } from "./offered-now.ts";
import { count, finding, moment, money, names, type PublishFinding, share } from "./publish-finding.ts";

export interface ShowingFacts {
  readonly now: Date;
  readonly products: readonly OfferedNow[];
  /** a dynamic offer's, null for others */
  readonly dynamicProducts: number | null;
  /** excluded for every offer of the shop */
  readonly excludedProductIds: readonly string[];
  readonly globalHoldoutBp: number;
  readonly offerHoldoutBp: number;
  /** places that asked for an offer within the last 14 days */
  readonly activePlacements: readonly string[];
  /** the A/B test that runs on the offer */
  readonly abTest: { readonly id: number; readonly name: string } | null;
  /** what the offer has used up so far, minor units */
  readonly used: { readonly orders: number; readonly lost: number; readonly given: number };
}

const NAMED = 3;

/** What keeps an offer from being shown, or from being shown to everyone, though nothing is wrong with it. */
export function showingFindings(offer: Offer, facts: ShowingFacts): PublishFinding[] {
  const found = [...productFindings(offer, facts), ...usedFindings(offer, facts.used)];
  const { now } = facts;
  if (offer.endsAt !== null && Date.parse(offer.endsAt) <= now.getTime())
    found.push(finding("warns", "over", { at: moment(offer.endsAt) }));
  else if (offer.startsAt !== null && Date.parse(offer.startsAt) > now.getTime())
    found.push(finding("tells", "not_begun", { at: moment(offer.startsAt) }));
  const silent = offer.placements.filter((place) => !facts.activePlacements.includes(place));
  if (silent.length > 0) found.push(finding("warns", "place_silent", { places: names(silent) }));
  if (facts.abTest !== null)
    found.push(finding("warns", "ab_running", { test: names([facts.abTest.name]) }, [{ kind: "experiment", ...facts.abTest }]));
  if (facts.globalHoldoutBp + facts.offerHoldoutBp > 0)
    found.push(
      finding("tells", "holdout", {
        everywhere: share(facts.globalHoldoutBp / 10_000),
        here: share(facts.offerHoldoutBp / 10_000),
      }),
    );
  return found;
}

function productFindings(offer: Offer, { products, dynamicProducts, excludedProductIds }: ShowingFacts): PublishFinding[] {
  const named = products.filter((product) => offer.productIds.includes(product.id));
  const titles = (list: readonly OfferedNow[]) => names(list.slice(0, NAMED).map((product) => product.title));
  const found: PublishFinding[] = [];
  const part = (list: readonly OfferedNow[], all: "out_of_stock_all" | "excluded_all", some: "out_of_stock_some" | "excluded_some") => {
    if (list.length === 0) return;
    if (list.length === named.length) found.push(finding("warns", all));
    else found.push(finding("tells", some, { products: titles(list), count: count(list.length) }));
  };
  const hidden = named.filter((product) => !product.active);
  if (hidden.length > 0) found.push(finding("warns", "not_active", { products: titles(hidden), count: count(hidden.length) }));
  part(
    named.filter((product) => product.active && !product.variants.some((variant) => variant.available)),
    "out_of_stock_all",
    "out_of_stock_some",
  );
  part(
    named.filter((product) => excludedProductIds.includes(product.id)),
    "excluded_all",
    "excluded_some",
  );
  if (dynamicProducts !== null) found.push(finding("tells", "dynamic_products", { count: count(dynamicProducts) }));
  const assumed = named.filter((product) => product.variants.some((variant) => variant.unitCost === null));
  if (assumed.length > 0) found.push(finding("tells", "assumed_cost", { products: titles(assumed), count: count(assumed.length) }));
  return found;
}

function usedFindings(offer: Offer, used: ShowingFacts["used"]): PublishFinding[] {
  const found: PublishFinding[] = [];
  if (offer.totalLimit !== null && used.orders >= offer.totalLimit)
    found.push(finding("warns", "total_limit_used", { limit: count(offer.totalLimit) }));
  if (offer.lossBudget !== null && used.lost > 0 && used.lost >= offer.lossBudget)
    found.push(finding("warns", "loss_budget_used", { budget: money(offer.lossBudget) }));
  if (offer.discountBudget !== null && used.given >= offer.discountBudget)
    found.push(finding("warns", "discount_budget_used", { budget: money(offer.discountBudget) }));
  return found;
}
