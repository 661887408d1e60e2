import type { TFunction } from "i18next";
import type { FieldErrors } from "../../field-errors.ts";
import type { Basis } from "../form/draft.ts";
import { type WrongField, wrongFields } from "../form/wrong-field.ts";
import { reasonWords } from "../reason-words.ts";
import type { AbTestForm } from "./ab-test-form.ts";

const VARIANT_FIELDS = ["name", "headline", "body", "discountBp"] as const;

/** Errors as the room tells them, by the places of the variants that were sent, by the keys of these, which stay when one is removed. */
export function byVariantKey(errors: FieldErrors, sent: readonly number[]): FieldErrors {
  return Object.fromEntries(
    Object.entries(errors).map(([field, code]) => [
      field.replace(/^variants\.(\d+)\./, (_, at: string) => `variants.${sent[Number(at)]}.`),
      code,
    ]),
  );
}

export const abTestBasis: Basis<AbTestForm> = ({ name, offerId, variants }, field, code) => {
  if (field === "name") return name;
  if (field === "offerId") return offerId;
  const [, key, own] = field.split(".");
  if (key === undefined) return variants.length;
  const variant = variants.find((one) => String(one.key) === key);
  if (!variant) return null;
  const { name: called, headline, body, discount } = variant;
  if (code === "variant_unchanged") return [offerId, headline, body, discount];
  return { name: called, headline, body, discountBp: [offerId, discount] }[own as (typeof VARIANT_FIELDS)[number]];
};

/** `errors` by the variants' keys. */
export function wrongAbTestFields(t: TFunction, { variants }: AbTestForm, errors: FieldErrors): WrongField[] {
  const ofVariants = variants.flatMap(({ key }, at) =>
    VARIANT_FIELDS.map((field): [string, string] => {
      const label = t(field === "discountBp" ? "experiments.form.variant_discount" : `experiments.form.variant_${field}`);
      return [`variants.${key}.${field}`, `${t("experiments.form.variant", { letter: "BCD"[at] ?? "" })}, ${label}`];
    }),
  );
  return wrongFields(errors, [["name", t("experiments.form.name")], ["offerId", t("experiments.form.offer")], ...ofVariants], (code) =>
    reasonWords(t, "experiments.error", code),
  );
}
