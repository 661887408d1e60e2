import { type Ground, type Read, readFields } from "../form/read-fields.ts";
import { moneyText, percentText } from "../money-text.ts";

/** What a merchant may set; shares in basis points, money in minor units of the shop's currency. */
export interface CostsValues {
  readonly assumedCostBp: number;
  readonly paymentFeeBp: number;
  readonly paymentFeeFixed: number;
  readonly marginFloorBp: number;
  readonly valueBase: "profit" | "revenue";
}

export interface CostsForm {
  readonly assumedCost: string;
  readonly paymentFee: string;
  readonly paymentFeeFixed: string;
  readonly marginFloor: string;
  readonly valueBase: CostsValues["valueBase"];
}

export function costsForm(values: CostsValues, { currency, locale }: Ground): CostsForm {
  return {
    assumedCost: percentText(values.assumedCostBp, locale),
    paymentFee: percentText(values.paymentFeeBp, locale),
    paymentFeeFixed: moneyText(values.paymentFeeFixed, currency, locale),
    marginFloor: percentText(values.marginFloorBp, locale),
    valueBase: values.valueBase,
  };
}

/** The costs, or by field the code of what cannot be read. */
export function readCosts(form: CostsForm, ground: Ground): Read<CostsValues> {
  const read = readFields(ground);
  return read.done({
    assumedCostBp: read.percent("assumedCostBp", form.assumedCost),
    paymentFeeBp: read.percent("paymentFeeBp", form.paymentFee),
    paymentFeeFixed: read.money("paymentFeeFixed", form.paymentFeeFixed),
    marginFloorBp: read.percent("marginFloorBp", form.marginFloor),
    valueBase: form.valueBase,
  });
}
