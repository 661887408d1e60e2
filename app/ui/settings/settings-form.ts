import type { Locale } from "../../locales/locale.ts";
import { moneyText, parseMoneyText, parsePercentText, percentText } from "../money-text.ts";

/** What a merchant may set; shares in basis points, money in minor units of the shop's currency. */
export interface SettingsValues {
  readonly assumedCostBp: number;
  readonly paymentFeeBp: number;
  readonly paymentFeeFixed: number;
  readonly marginFloorBp: number;
  readonly valueBase: "profit" | "revenue";
}

export interface SettingsForm {
  readonly assumedCost: string;
  readonly paymentFee: string;
  readonly paymentFeeFixed: string;
  readonly marginFloor: string;
  readonly valueBase: SettingsValues["valueBase"];
}

interface Ground {
  readonly currency: string;
  readonly locale: Locale;
}

export function settingsForm(values: SettingsValues, { currency, locale }: Ground): SettingsForm {
  return {
    assumedCost: percentText(values.assumedCostBp, locale),
    paymentFee: percentText(values.paymentFeeBp, locale),
    paymentFeeFixed: moneyText(values.paymentFeeFixed, currency, locale),
    marginFloor: percentText(values.marginFloorBp, locale),
    valueBase: values.valueBase,
  };
}

/** The settings, or by field the code of what cannot be read. */
export function readSettings(
  form: SettingsForm,
  { currency, locale }: Ground,
): { kind: "read"; values: SettingsValues } | { kind: "unreadable"; errors: Record<string, string> } {
  const errors: Record<string, string> = {};
  const read = (field: string, value: number | null, code: string): number => {
    if (value === null) errors[field] = code;
    return value ?? 0;
  };
  const values: SettingsValues = {
    assumedCostBp: read("assumedCostBp", parsePercentText(form.assumedCost), "not_a_percentage"),
    paymentFeeBp: read("paymentFeeBp", parsePercentText(form.paymentFee), "not_a_percentage"),
    paymentFeeFixed: read("paymentFeeFixed", parseMoneyText(form.paymentFeeFixed, currency, locale), "not_an_amount"),
    marginFloorBp: read("marginFloorBp", parsePercentText(form.marginFloor), "not_a_percentage"),
    valueBase: form.valueBase,
  };
  return Object.keys(errors).length > 0 ? { kind: "unreadable", errors } : { kind: "read", values };
}
