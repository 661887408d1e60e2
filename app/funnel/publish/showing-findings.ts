import type { Offer } from "../offers/offer.ts";
import { offerStanding } from "../offers/offer-standing.ts";
import { type AbTestNow, armWordsFindings } from "./arm-words.ts";
import type { BudgetRoom, BudgetRooms } from "./budget-room.ts";
import type { OfferedNow } from "./offered-now.ts";
import { count, type FindingSubject, finding, moment, money, names, type PublishFinding, share } from "./publish-finding.ts";
import { wordsFindings } from "./words-differ.ts";

export interface ShowingFacts {
  readonly now: Date;
  readonly currency: string;
  readonly products: readonly OfferedNow[];
  /** a dynamic offer's, null for others */
  readonly dynamicProducts: number | null;
  /** excluded for every offer of the shop */
  readonly excludedProductIds: readonly string[];
  readonly globalHoldoutBp: number;
  readonly offerHoldoutBp: number;
  /** the offer's running holdout, where alone its share can be changed */
  readonly offerHoldoutId: number | null;
  /** the running holdout of all offers while it is in proof mode, in which the settings cannot change it */
  readonly globalProofId: number | null;
  /** places that asked for an offer within the last 14 days */
  readonly activePlacements: readonly string[];
  /** the offer's A/B tests that are not over, newest first */
  readonly abTests: readonly AbTestNow[];
  /** what the offer has used up so far, minor units */
  readonly used: { readonly orders: number; readonly lost: number; readonly given: number };
  /** what is enough for one more sale */
  readonly rooms: BudgetRooms;
}

const NAMED = 3;

/** What keeps an offer from being shown, or from being shown to everyone, though nothing is wrong with it. */
export function showingFindings(offer: Offer, facts: ShowingFacts): PublishFinding[] {
  const found = [...productFindings(offer, facts), ...usedFindings(offer, facts)];
  const { now, currency, products, abTests } = facts;
  const prices = products.flatMap(({ variants }) => variants.map(({ price }) => price));
  found.push(...wordsFindings(offer, currency, prices));
  found.push(...armWordsFindings(offer, abTests, { currency, prices }));
  const standing = offerStanding({ ...offer, status: "live" }, now);
  if (offer.endsAt !== null && standing === "ended") found.push(finding("stops", "over", { at: moment(offer.endsAt) }));
  else if (offer.startsAt !== null && standing === "scheduled") found.push(finding("tells", "not_begun", { at: moment(offer.startsAt) }));
  const silent = offer.placements.filter((place) => !facts.activePlacements.includes(place));
  if (silent.length > 0) found.push(finding("warns", "place_silent", { places: names(silent) }));
  const test = abTests.find(({ running }) => running);
  if (test)
    found.push(finding("warns", "ab_running", { test: names([test.name]) }, [{ kind: "experiment", id: test.id, name: test.name }]));
  if (facts.globalHoldoutBp + facts.offerHoldoutBp > 0) found.push(holdoutFinding(facts));
  return found;
}

/** With its way to where the shares can be changed: a holdout that runs keeps its own share, whatever the settings say. */
function holdoutFinding({ globalHoldoutBp, offerHoldoutBp, offerHoldoutId, globalProofId }: ShowingFacts): PublishFinding {
  const about: FindingSubject[] = [];
  if (offerHoldoutId !== null) about.push({ kind: "holdout", id: offerHoldoutId, name: "" });
  if (globalProofId !== null) about.push({ kind: "global_holdout", id: globalProofId, name: "" });
  const values = { everywhere: share(globalHoldoutBp / 10_000), here: share(offerHoldoutBp / 10_000) };
  return finding("tells", offerHoldoutId === null ? "holdout" : "holdout_running", values, about);
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

function usedFindings(offer: Offer, { used, rooms }: ShowingFacts): PublishFinding[] {
  const found: PublishFinding[] = [];
  if (offer.totalLimit !== null && used.orders >= offer.totalLimit)
    found.push(finding("warns", "total_limit_used", { limit: count(offer.totalLimit) }));
  const { lossBudget, discountBudget } = offer;
  if (lossBudget !== null && used.lost > 0 && used.lost >= lossBudget)
    found.push(finding("warns", "loss_budget_used", { budget: money(lossBudget) }));
  else if (lossBudget !== null && rooms.loss && rooms.loss.products > 0 && rooms.loss.within === 0)
    found.push(finding("warns", "loss_budget_short", roomValues(rooms.loss, lossBudget, used.lost)));
  if (discountBudget !== null && used.given >= discountBudget)
    found.push(finding("warns", "discount_budget_used", { budget: money(discountBudget) }));
  else if (discountBudget !== null && rooms.discount && rooms.discount.within < rooms.discount.products) {
    const { within, products } = rooms.discount;
    const severity = within < products * FEW ? "warns" : "tells";
    const code = within === 0 ? "discount_budget_short" : "discount_budget_some";
    found.push(finding(severity, code, roomValues(rooms.discount, discountBudget, used.given)));
  }
  return found;
}

/** Below this part of the products, a budget keeps an offer from doing what is meant. */
const FEW = 0.5;

function roomValues({ products, within, least }: BudgetRoom, budget: number, used: number): PublishFinding["values"] {
  return {
    left: money(Math.max(0, budget - used)),
    budget: money(budget),
    least: money(least),
    within: count(within),
    products: count(products),
  };
}
