import type { TFunction } from "i18next";
import type { FieldErrors } from "../../field-errors.ts";
import type { Basis } from "../form/draft.ts";
import { type WrongField, wrongFields } from "../form/wrong-field.ts";
import { reasonWords } from "../reason-words.ts";
import type { OfferForm } from "./offer-form.ts";

/** What an offer may be refused for, in the order of the page: the words beside the control, and the form's fields that it stands for. */
const FIELDS = {
  name: ["editor.name", ["name"]],
  stage: ["editor.stage", ["stage"]],
  headline: ["editor.headline", ["headline"]],
  body: ["editor.body", ["body"]],
  productIds: ["editor.product_list", ["productIds", "stage", "dynamic"]],
  "discount.kind": ["editor.discount_kind", ["discountKind", "dynamic"]],
  "discount.value": ["editor.discount_value", ["discountText", "discountKind"]],
  dynamic: ["editor.dynamic", ["dynamic", "stage"]],
  depthsBp: ["editor.depths", ["lesserDepthsBp", "discountText", "discountKind"]],
  pinnedProductId: ["editor.pinned", ["pinnedProductId", "stage"]],
  excludedProductIds: ["editor.excluded", ["excludedProductIds", "stage", "dynamic"]],
  marginFloorBp: ["editor.own_floor", ["marginFloor", "stage"]],
  trigger: ["editor.trigger_title", ["triggerKind"]],
  "trigger.productIds": ["editor.trigger_products", ["triggerProductIds", "triggerKind"]],
  "trigger.collectionIds": ["editor.collections_choose", ["triggerCollectionIds", "triggerKind"]],
  "trigger.minimum": ["editor.trigger_minimum", ["triggerMinimum", "triggerKind"]],
  audience: ["editor.audience_title", ["audience"]],
  placements: ["editor.placements", ["placements"]],
  startsAt: ["editor.first_day", ["firstDay"]],
  endsAt: ["editor.last_day", ["lastDay"]],
  perCustomerLimit: ["editor.per_customer", ["perCustomerLimit"]],
  totalLimit: ["editor.total_limit", ["totalLimit"]],
  maxQuantity: ["editor.max_quantity", ["maxQuantity"]],
  dailyLimit: ["editor.daily_limit", ["dailyLimit"]],
  discountBudget: ["editor.discount_budget", ["discountBudget"]],
  priority: ["editor.priority", ["priority"]],
  lossBudget: ["editor.loss_budget", ["lossBudget", "stage"]],
} as const satisfies Record<string, readonly [words: string, fields: readonly (keyof OfferForm)[]]>;
type Field = keyof typeof FIELDS;
export const OFFER_FIELD_NAMES = Object.keys(FIELDS) as Field[];

const PRICE = ["productIds", "discountText", "discountKind", "stage", "dynamic"] as const;

/** What else some of the reasons follow from. */
const BESIDE: Readonly<Record<string, readonly (keyof OfferForm)[]>> = {
  ends_before_start: ["firstDay"],
  amount_above_price: PRICE,
  margin_floor: [...PRICE, "marginFloor", "pinnedProductId"],
  own_margin_floor: [...PRICE, "marginFloor", "pinnedProductId"],
  no_product_to_offer: [...PRICE, "marginFloor", "excludedProductIds"],
  tripwire_discount_required: ["stage"],
  loss_budget_below_one_sale: [...PRICE, "maxQuantity"],
  discount_budget_below_one_sale: [...PRICE, "maxQuantity", "lesserDepthsBp", "pinnedProductId"],
  pinned_not_offered: ["productIds", "dynamic"],
  pinned_excluded: ["excludedProductIds"],
};

export const offerBasis: Basis<OfferForm> = (form, field, code) =>
  [...(field in FIELDS ? FIELDS[field as Field][1] : []), ...(BESIDE[code] ?? [])].map((name) => form[name]);

export function wrongOfferFields(t: TFunction, { stage }: OfferForm, errors: FieldErrors): WrongField[] {
  const names = OFFER_FIELD_NAMES.map((field): [string, string] => [
    field,
    field === "productIds" && stage === "tripwire" ? t("editor.product_single") : t(FIELDS[field][0]),
  ]);
  return wrongFields(errors, names, (code) => reasonWords(t, "errors", code));
}
