import type { OfferSettings } from "../../funnel/offers/offer-settings.ts";
import { type Ground, type Read, readFields } from "../form/read-fields.ts";
import { percentText } from "../money-text.ts";

/** Rules that are a whole number, in the order in which they are asked. */
export const WHOLE_RULES = [
  "impressionsADay",
  "declinesBeforeRest",
  "restDays",
  "coolOffHours",
  "boughtWithinDays",
  "safetyStock",
] as const satisfies readonly (keyof OfferSettings["rules"])[];
type WholeRule = (typeof WHOLE_RULES)[number];

export interface HoldoutForm extends Readonly<Record<WholeRule, string>> {
  readonly globalHoldout: string;
  readonly offerHoldout: string;
  readonly excludedProductIds: readonly string[];
}

export function holdoutForm({ globalHoldoutBp, offerHoldoutBp, rules }: OfferSettings, { locale }: Ground): HoldoutForm {
  const whole = Object.fromEntries(WHOLE_RULES.map((name) => [name, String(rules[name])])) as Record<WholeRule, string>;
  return {
    ...whole,
    globalHoldout: percentText(globalHoldoutBp, locale),
    offerHoldout: percentText(offerHoldoutBp, locale),
    excludedProductIds: rules.excludedProductIds,
  };
}

/** The settings, or by field the code of what cannot be read. */
export function readHoldouts(form: HoldoutForm, ground: Ground): Read<OfferSettings> {
  const read = readFields(ground);
  const whole = Object.fromEntries(WHOLE_RULES.map((name) => [name, read.whole(`rules.${name}`, form[name])])) as Record<WholeRule, number>;
  return read.done({
    globalHoldoutBp: read.percent("globalHoldoutBp", form.globalHoldout),
    offerHoldoutBp: read.percent("offerHoldoutBp", form.offerHoldout),
    rules: { ...whole, excludedProductIds: [...form.excludedProductIds] },
  });
}
