import { type Judged, judgeDraft, type Lenient } from "../../judge-draft.ts";
import { OfferDraft, OfferFields } from "./offer.ts";

/** The offer that is refused least: what is wrong beside one of these is wrong whatever the field is changed to. */
const LENIENT: Lenient = {
  name: "-",
  headline: "-",
  body: "",
  "discount.value": 0,
  depthsBp: [],
  "trigger.productIds": ["1"],
  "trigger.collectionIds": ["1"],
  "trigger.minimum": 1,
  placements: ["product"],
  startsAt: null,
  endsAt: null,
  perCustomerLimit: null,
  totalLimit: null,
  maxQuantity: 1,
  lossBudget: null,
  pinnedProductId: null,
  excludedProductIds: [],
  marginFloorBp: 0,
  dailyLimit: null,
  discountBudget: null,
};

/** What is wrong with an offer as far as it can be seen without the shop; `checkOffer` goes on with the draft. */
export function judgeOfferDraft(input: unknown): Judged<OfferDraft> {
  return judgeDraft(OfferFields, OfferDraft, input, LENIENT);
}
