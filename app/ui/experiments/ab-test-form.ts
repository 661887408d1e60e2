import type { TestableOffer } from "../../experiments/testable-offer.ts";
import { saidByArm } from "../../funnel/publish/arm-words.ts";
import type { Said } from "../../funnel/publish/words-differ.ts";
import { type Ground, type Read, readFields } from "../form/read-fields.ts";
import { parsePercentText } from "../money-text.ts";

export interface VariantForm {
  /** tells it from the others, whichever are added or removed */
  readonly key: number;
  readonly name: string;
  /** an empty field leaves what the offer says */
  readonly headline: string;
  readonly body: string;
  readonly discount: string;
}

/** The fields of a new A/B test; `readAbTest` makes the draft of it. */
export interface AbTestForm {
  readonly name: string;
  readonly offerId: string;
  readonly variants: readonly VariantForm[];
}

export const MOST_VARIANTS = 3;

export function newAbTest(offerId: number | undefined): AbTestForm {
  return { name: "", offerId: String(offerId ?? ""), variants: [emptyVariant(0)] };
}

export function withVariant(variants: readonly VariantForm[]): VariantForm[] {
  return [...variants, emptyVariant(Math.max(-1, ...variants.map(({ key }) => key)) + 1)];
}

function emptyVariant(key: number): VariantForm {
  return { key, name: "", headline: "", body: "", discount: "" };
}

/** What is tested, null while no offer is chosen that is there. */
export function offerOf({ offerId }: AbTestForm, offers: readonly TestableOffer[]): TestableOffer | null {
  return offers.find(({ id }) => String(id) === offerId) ?? null;
}

/** Only a percentage can be another one in a variant. */
export function hasPercentage(offer: TestableOffer | null): boolean {
  return offer?.discount.kind === "percentage";
}

/** What a variant says and gives apart from the offer, as far as its fields can be read. */
export function saidByVariant({ headline, body, discount }: VariantForm, offer: TestableOffer): Said {
  const discountBp = parsePercentText(discount);
  return saidByArm(offer, {
    ...(headline.trim() !== "" && { headline }),
    ...(body.trim() !== "" && { body }),
    ...(discountBp !== null && { discountBp }),
  });
}

/** The test as the experiments room takes it, or by variant key which discounts are no percentages. What the offer's kind of discount does not have is left out. */
export function readAbTest({ name, offerId, variants }: AbTestForm, offer: TestableOffer | null, ground: Ground): Read<object> {
  const read = readFields(ground);
  const said = (text: string) => (text.trim() === "" ? null : text);
  return read.done({
    name,
    offerId: Number(offerId),
    variants: variants.map((variant) => ({
      name: variant.name,
      change: {
        headline: said(variant.headline),
        body: said(variant.body),
        discountBp: hasPercentage(offer) ? read.percent.optional(`variants.${variant.key}.discountBp`, variant.discount) : null,
      },
    })),
  });
}
