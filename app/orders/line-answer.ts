import { LINE_ATTRIBUTE } from "../../extensions/contract/line-attribute.ts";
import { NULL } from "./copy-value.ts";
import { Unreadable } from "./shopify-values.ts";

/** Which offer and decision a line attribute names; null when the app has not signed it for this shop. */
export type OfferReader = (value: unknown) => { readonly offerId: number; readonly decisionId: string } | null;

/** What a line says about offers: nothing, something the app did not sign, or the decision it answers. */
export type LineAnswer =
  | { readonly kind: "none" }
  | { readonly kind: "unverified" }
  | { readonly kind: "offer"; readonly offerId: number; readonly decisionId: string };

const NONE: LineAnswer = { kind: "none" };
const UNVERIFIED: LineAnswer = { kind: "unverified" };
const LARGEST_INT = 2_147_483_647;

/** Throws Unreadable when `attributes` is no list of attributes. A shopper can write any attribute, so only a signed one counts. */
export function lineAnswer(attributes: unknown, readOffer: OfferReader): LineAnswer {
  if (!Array.isArray(attributes)) throw new Unreadable("customAttributes", "is not a list");
  if (attributes.length === 0) return NONE;
  const own = attributes.find((attribute) => attribute?.key === LINE_ATTRIBUTE);
  if (!own) return NONE;
  const read = readOffer(own.value);
  return read && read.offerId <= LARGEST_INT ? { kind: "offer", offerId: read.offerId, decisionId: read.decisionId } : UNVERIFIED;
}

/** `offer_id` and `decision_id` in COPY's text format. */
export function answerValues(answer: LineAnswer): string {
  return answer.kind === "offer" ? `${answer.offerId}\t${answer.decisionId}` : `${NULL}\t${NULL}`;
}
