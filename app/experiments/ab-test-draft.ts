import { z } from "zod";
import type { FieldErrors } from "../field-errors.ts";
import type { ExperimentArm } from "../funnel/choose/running-experiment.ts";
import type { Offer, OfferDraft } from "../funnel/offers/offer.ts";
import { type Judged, judgeDraft } from "../judge-draft.ts";

const change = z.object({
  headline: z.string().trim().min(1, "headline_empty").max(80, "too_long").nullable(),
  body: z.string().trim().max(240, "too_long").nullable(),
  discountBp: z.number().int().min(0).max(10_000, "percentage_range").nullable(),
});

/** An A/B test as a merchant writes it: the offer as it is against one to three variants. Every message is a code. */
export const AbTestDraft = z.object({
  name: z.string().trim().min(1, "name_required").max(80, "too_long"),
  offerId: z.number().int().min(1, "offer_required"),
  /** what differs from the offer; null: nothing */
  variants: z
    .array(z.object({ name: z.string().trim().min(1, "variant_name_required").max(40, "too_long"), change }))
    .min(1, "variant_required")
    .max(3, "too_many_variants"),
});
const CHANGES = ["headline", "body", "discountBp"] as const;
export type AbTestDraft = z.infer<typeof AbTestDraft>;

/** What is wrong with a test as far as it can be seen without its offer; `checkAbTest` goes on with the draft. */
export function judgeAbTest(input: unknown): Judged<AbTestDraft> {
  const { draft, errors } = judgeDraft(AbTestDraft, AbTestDraft, input, {
    name: "-",
    "variants.name": "-",
    "variants.change.headline": null,
    "variants.change.body": null,
    "variants.change.discountBp": null,
  });
  // The form has a variant's changes beside its name: "variants.0.discountBp".
  return { draft, errors: Object.fromEntries(Object.entries(errors).map(([field, code]) => [field.replace(".change.", "."), code])) };
}

const KEYS = ["control", "b", "c", "d"] as const;

/** Why an offer cannot be tested so, by field; empty: it can. No variant may give more away than the offer, whose discount is what checkout allows. `known` is wrong already. */
export function checkAbTest(
  draft: AbTestDraft,
  offer: Pick<Offer, "discount" | "headline" | "body">,
  known: FieldErrors = {},
): Record<string, string> {
  const errors: Record<string, string> = {};
  draft.variants.forEach(({ change: { headline, body, discountBp } }, at) => {
    if (discountBp !== null && offer.discount.kind === "amount") errors[`variants.${at}.discountBp`] = "percentage_only";
    else if (discountBp !== null && discountBp > offer.discount.value) errors[`variants.${at}.discountBp`] = "deeper_than_offer";
    const read = CHANGES.every((field) => !known[`variants.${at}.${field}`]);
    const same =
      read &&
      (headline === null || headline === offer.headline) &&
      (body === null || body === offer.body) &&
      (discountBp === null || (offer.discount.kind === "percentage" && discountBp === offer.discount.value));
    if (same) errors[`variants.${at}.headline`] = "variant_unchanged";
  });
  return errors;
}

/** Control first, which is the offer as it is. */
export function armsOf(draft: AbTestDraft): ExperimentArm[] {
  return [
    { key: KEYS[0], name: "", change: null },
    ...draft.variants.map(({ name, change: { headline, body, discountBp } }, at) => ({
      key: KEYS[at + 1] as string,
      name,
      change: {
        ...(headline !== null && { headline }),
        ...(body !== null && { body }),
        ...(discountBp !== null && { discountBp }),
      },
    })),
  ];
}

export function equalShares(arms: number): number[] {
  return Array.from({ length: arms }, () => 1 / arms);
}

/** The offer with what a variant says instead. A lesser discount leaves only the depths that do not go beyond it. */
export function withChange<Draft extends OfferDraft>(
  offer: Draft,
  { headline, body, discountBp }: NonNullable<ExperimentArm["change"]>,
): Draft {
  return {
    ...offer,
    headline: headline ?? offer.headline,
    body: body ?? offer.body,
    ...(discountBp !== undefined && {
      discount: { kind: "percentage", value: discountBp },
      depthsBp: offer.depthsBp.filter((depth) => depth <= discountBp),
    }),
  };
}

export type AbTestOutcome =
  | { readonly kind: "created"; readonly id: number }
  | { readonly kind: "done" }
  | { readonly kind: "restored" }
  /** the offer is what the variant was */
  | { readonly kind: "taken"; readonly offerId: number }
  /** `errors` by field, with dots inside: "variants.0.discountBp" */
  | { readonly kind: "invalid"; readonly errors: Readonly<Record<string, string>> }
  | {
      readonly kind: "refused";
      readonly reason:
        | "not_found"
        | "offer_gone"
        | "offer_not_live"
        | "offer_unsaved"
        | "test_running"
        | "not_draft"
        | "not_running"
        | "still_running"
        | "not_archived"
        | "not_earning"
        | "no_ab_test";
    };
