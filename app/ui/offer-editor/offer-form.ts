import type { Offer, OfferDraft } from "../../funnel/offers/offer.ts";
import { type Ground, type Read, readFields } from "../form/read-fields.ts";
import { moneyText, percentText } from "../money-text.ts";
import { dayOf } from "../shop-day.ts";

/** The editor's fields as text and choices; `readOffer` makes the offer of it. Ids are numeric. */
export interface OfferForm {
  readonly name: string;
  readonly stage: OfferDraft["stage"];
  readonly headline: string;
  readonly body: string;
  readonly productIds: readonly string[];
  readonly discountKind: OfferDraft["discount"]["kind"];
  readonly discountText: string;
  readonly triggerKind: OfferDraft["trigger"]["kind"];
  readonly triggerProductIds: readonly string[];
  readonly triggerCollectionIds: readonly string[];
  readonly triggerMinimum: string;
  readonly audience: OfferDraft["audience"];
  readonly placements: readonly OfferDraft["placements"][number][];
  /** days in the shop's time zone, "" for none */
  readonly firstDay: string;
  readonly lastDay: string;
  readonly perCustomerLimit: string;
  readonly totalLimit: string;
  readonly maxQuantity: string;
  readonly lossBudget: string;
  readonly priority: number;
  readonly dynamic: boolean;
  /** what may be given besides the discount itself, basis points */
  readonly lesserDepthsBp: readonly number[];
  readonly pinnedProductId: string | null;
  readonly excludedProductIds: readonly string[];
  readonly marginFloor: string;
  readonly dailyLimit: string;
  readonly discountBudget: string;
}

type Words = Pick<OfferForm, "name" | "headline" | "body">;

/** What a template begins with; the words come from the locales, the audience from the page that led here, if it says one. */
export function newForm(stage: OfferForm["stage"], words: Words, audience: OfferForm["audience"] | null = null): OfferForm {
  const tripwire = stage === "tripwire";
  return {
    ...words,
    stage,
    productIds: [],
    discountKind: "percentage",
    discountText: tripwire ? "50" : "10",
    triggerKind: "any",
    triggerProductIds: [],
    triggerCollectionIds: [],
    triggerMinimum: "",
    audience: audience ?? (tripwire ? "first_time_buyers" : "everyone"),
    placements: tripwire ? ["product"] : ["product", "cart"],
    firstDay: "",
    lastDay: "",
    perCustomerLimit: tripwire ? "1" : "",
    totalLimit: "",
    maxQuantity: "1",
    lossBudget: "",
    priority: 0,
    dynamic: false,
    lesserDepthsBp: [],
    pinnedProductId: null,
    excludedProductIds: [],
    marginFloor: "",
    dailyLimit: "",
    discountBudget: "",
  };
}

export function formOf(offer: Offer, { currency, timezone, locale }: Ground): OfferForm {
  const { discount, trigger } = offer;
  return {
    name: offer.name,
    stage: offer.stage,
    headline: offer.headline,
    body: offer.body,
    productIds: offer.productIds,
    discountKind: discount.kind,
    discountText: discount.kind === "percentage" ? percentText(discount.value, locale) : moneyText(discount.value, currency, locale),
    triggerKind: trigger.kind,
    triggerProductIds: trigger.kind === "product" ? trigger.productIds : [],
    triggerCollectionIds: trigger.kind === "collection" ? trigger.collectionIds : [],
    triggerMinimum: trigger.kind === "cart_value" ? moneyText(trigger.minimum, currency, locale) : "",
    audience: offer.audience,
    placements: offer.placements,
    firstDay: offer.startsAt ? dayOf(offer.startsAt, timezone) : "",
    lastDay: offer.endsAt ? dayOf(offer.endsAt, timezone) : "",
    perCustomerLimit: offer.perCustomerLimit === null ? "" : String(offer.perCustomerLimit),
    totalLimit: offer.totalLimit === null ? "" : String(offer.totalLimit),
    maxQuantity: String(offer.maxQuantity),
    lossBudget: moneyText(offer.lossBudget, currency, locale),
    priority: offer.priority,
    dynamic: offer.dynamic,
    lesserDepthsBp: offer.depthsBp.filter((depth) => depth !== discount.value),
    pinnedProductId: offer.pinnedProductId,
    excludedProductIds: offer.excludedProductIds,
    marginFloor: offer.marginFloorBp === null ? "" : percentText(offer.marginFloorBp, locale),
    dailyLimit: offer.dailyLimit === null ? "" : String(offer.dailyLimit),
    discountBudget: moneyText(offer.discountBudget, currency, locale),
  };
}

/**
 * The offer as the funnel room takes it, or which fields hold something that is no number, amount or day. What the chosen
 * kind of offer does not have is left out, so that no field decides that cannot be seen.
 */
export function readOffer(form: OfferForm, ground: Ground): Read<Record<keyof OfferDraft, unknown>> {
  const read = readFields(ground);
  const tripwire = form.stage === "tripwire";
  const dynamic = form.dynamic && !tripwire;
  const percentage = form.discountKind === "percentage";
  const value = (percentage ? read.percent : read.money)("discount.value", form.discountText);
  return read.done({
    name: form.name,
    stage: form.stage,
    headline: form.headline,
    body: form.body,
    productIds: dynamic ? [] : form.productIds,
    discount: { kind: form.discountKind, value },
    trigger: triggerOf(form, () => read.money("trigger.minimum", form.triggerMinimum)),
    audience: form.audience,
    placements: form.placements,
    startsAt: read.dayStart.optional("startsAt", form.firstDay),
    endsAt: read.dayEnd.optional("endsAt", form.lastDay),
    perCustomerLimit: read.whole.optional("perCustomerLimit", form.perCustomerLimit),
    totalLimit: read.whole.optional("totalLimit", form.totalLimit),
    maxQuantity: read.whole("maxQuantity", form.maxQuantity),
    lossBudget: tripwire ? read.money.optional("lossBudget", form.lossBudget) : null,
    priority: form.priority,
    dynamic,
    // beside a discount that is none nothing can be said of lesser ones
    depthsBp: percentage && value > 0 && value <= 10_000 ? allDepths(form.lesserDepthsBp, value) : [],
    pinnedProductId: tripwire ? null : form.pinnedProductId,
    excludedProductIds: dynamic ? form.excludedProductIds : [],
    marginFloorBp: tripwire ? null : read.percent.optional("marginFloorBp", form.marginFloor),
    dailyLimit: read.whole.optional("dailyLimit", form.dailyLimit),
    discountBudget: read.money.optional("discountBudget", form.discountBudget),
  });
}

/** The discount itself is always among what may be given; alone it needs no list. */
function allDepths(lesser: readonly number[], discountBp: number): number[] {
  return lesser.length === 0 ? [] : [...new Set([...lesser, discountBp])].sort((a, b) => a - b);
}

function triggerOf(form: OfferForm, minimum: () => number) {
  switch (form.triggerKind) {
    case "any":
      return { kind: "any" };
    case "product":
      return { kind: "product", productIds: form.triggerProductIds };
    case "collection":
      return { kind: "collection", collectionIds: form.triggerCollectionIds };
    case "cart_value":
      return { kind: "cart_value", minimum: minimum() };
  }
}
