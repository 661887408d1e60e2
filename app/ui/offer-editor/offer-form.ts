import type { Offer, OfferDraft } from "../../funnel/offer.ts";
import type { Locale } from "../../locales/locale.ts";
import { moneyText, parseMoneyText, parsePercentText, parseWholeText, percentText } from "../money-text.ts";
import { dayEnd, dayOf, dayStart } from "../shop-day.ts";

/** The editor's fields as text and choices; `toDraft` makes the offer of it. Ids are numeric. */
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

interface Ground {
  readonly currency: string;
  readonly timezone: string;
  readonly locale: Locale;
}

/** What a template begins with; the words come from the locales. */
export function newForm(stage: OfferForm["stage"], words: { name: string; headline: string; body: string }): OfferForm {
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
    audience: tripwire ? "first_time_buyers" : "everyone",
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

export type Drafted =
  | { readonly kind: "draft"; readonly draft: Record<keyof OfferDraft, unknown> }
  | { readonly kind: "unreadable"; readonly errors: Readonly<Record<string, string>> };

/**
 * The offer as the funnel room takes it, or which fields hold something that is no number, amount or day. What the chosen
 * kind of offer does not have is left out, so that no field decides that cannot be seen.
 */
export function toDraft(form: OfferForm, { currency, timezone, locale }: Ground): Drafted {
  const errors: Record<string, string> = {};
  const read = <T>(field: string, value: T | null, code: string): T | null => {
    if (value === null) errors[field] = code;
    return value;
  };
  const optional = <T>(text: string, field: string, parse: (text: string) => T | null, code: string): T | null =>
    text.trim() === "" ? null : read(field, parse(text), code);
  const money = (text: string) => parseMoneyText(text, currency, locale);
  const tripwire = form.stage === "tripwire";
  const dynamic = form.dynamic && !tripwire;
  const percentage = form.discountKind === "percentage" ? parsePercentText(form.discountText) : null;
  const draft = {
    name: form.name,
    stage: form.stage,
    headline: form.headline,
    body: form.body,
    productIds: dynamic ? [] : form.productIds,
    discount: {
      kind: form.discountKind,
      value:
        form.discountKind === "percentage"
          ? read("discount.value", percentage, "not_a_percentage")
          : read("discount.value", money(form.discountText), "not_an_amount"),
    },
    trigger: triggerOf(form, () => read("trigger.minimum", money(form.triggerMinimum), "not_an_amount")),
    audience: form.audience,
    placements: form.placements,
    startsAt: optional(form.firstDay, "startsAt", (text) => dayStart(text, timezone), "not_a_day"),
    endsAt: optional(form.lastDay, "endsAt", (text) => dayEnd(text, timezone), "not_a_day"),
    perCustomerLimit: optional(form.perCustomerLimit, "perCustomerLimit", parseWholeText, "not_a_number"),
    totalLimit: optional(form.totalLimit, "totalLimit", parseWholeText, "not_a_number"),
    maxQuantity: read("maxQuantity", parseWholeText(form.maxQuantity), "not_a_number"),
    lossBudget: tripwire ? optional(form.lossBudget, "lossBudget", money, "not_an_amount") : null,
    priority: form.priority,
    dynamic,
    depthsBp: percentage === null ? [] : allDepths(form.lesserDepthsBp, percentage),
    pinnedProductId: tripwire ? null : form.pinnedProductId,
    excludedProductIds: dynamic ? form.excludedProductIds : [],
    marginFloorBp: tripwire ? null : optional(form.marginFloor, "marginFloorBp", parsePercentText, "not_a_percentage"),
    dailyLimit: optional(form.dailyLimit, "dailyLimit", parseWholeText, "not_a_number"),
    discountBudget: optional(form.discountBudget, "discountBudget", money, "not_an_amount"),
  };
  return Object.keys(errors).length > 0 ? { kind: "unreadable", errors } : { kind: "draft", draft };
}

/** The discount itself is always among what may be given; alone it needs no list. */
function allDepths(lesser: readonly number[], discountBp: number): number[] {
  return lesser.length === 0 ? [] : [...new Set([...lesser, discountBp])].sort((a, b) => a - b);
}

function triggerOf(form: OfferForm, minimum: () => number | null) {
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
