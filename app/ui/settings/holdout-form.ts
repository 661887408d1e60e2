import type { OfferSettings } from "../../funnel/offer-settings.ts";
import type { Locale } from "../../locales/locale.ts";
import { parsePercentText, parseWholeText, percentText } from "../money-text.ts";

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

export function holdoutForm({ globalHoldoutBp, offerHoldoutBp, rules }: OfferSettings, locale: Locale): HoldoutForm {
  const whole = Object.fromEntries(WHOLE_RULES.map((name) => [name, String(rules[name])])) as Record<WholeRule, string>;
  return {
    ...whole,
    globalHoldout: percentText(globalHoldoutBp, locale),
    offerHoldout: percentText(offerHoldoutBp, locale),
    excludedProductIds: rules.excludedProductIds,
  };
}

/** The settings, or by field the code of what cannot be read. */
export function readHoldouts(
  form: HoldoutForm,
): { kind: "read"; values: OfferSettings } | { kind: "unreadable"; errors: Record<string, string> } {
  const errors: Record<string, string> = {};
  const read = (field: string, value: number | null, code: string): number => {
    if (value === null) errors[field] = code;
    return value ?? 0;
  };
  const whole = Object.fromEntries(
    WHOLE_RULES.map((name) => [name, read(`rules.${name}`, parseWholeText(form[name]), "whole_number_required")]),
  ) as Record<WholeRule, number>;
  const values: OfferSettings = {
    globalHoldoutBp: read("globalHoldoutBp", parsePercentText(form.globalHoldout), "not_a_percentage"),
    offerHoldoutBp: read("offerHoldoutBp", parsePercentText(form.offerHoldout), "not_a_percentage"),
    rules: { ...whole, excludedProductIds: [...form.excludedProductIds] },
  };
  return Object.keys(errors).length > 0 ? { kind: "unreadable", errors } : { kind: "read", values };
}
