import type { OfferDraft } from "./offer.ts";

/** What an experiment measures of an offer: what is offered, at what price and in which words. Who sees it, where and how often, is not it. */
const MEASURED = [
  "headline",
  "body",
  "discount",
  "depthsBp",
  "dynamic",
  "productIds",
  "pinnedProductId",
  "excludedProductIds",
] as const satisfies readonly (keyof OfferDraft)[];

/** The fields, as the editor names them, in which another offer is made of one; lists in another order are the same. */
export function measuredChanges(before: OfferDraft, after: OfferDraft): string[] {
  return MEASURED.filter((field) => plain(before[field]) !== plain(after[field])).map((field) =>
    field !== "discount" ? field : before.discount.kind === after.discount.kind ? "discount.value" : "discount.kind",
  );
}

function plain(value: OfferDraft[(typeof MEASURED)[number]]): string {
  if (Array.isArray(value)) return [...value].map(String).sort().join();
  return typeof value === "object" && value !== null ? `${value.kind} ${value.value}` : String(value);
}
