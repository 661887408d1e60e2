import { expect, test } from "vitest";
import { DEFAULT_RULES } from "../../funnel/offers/offer-rules.ts";
import { OfferSettings } from "../../funnel/offers/offer-settings.ts";
import { holdoutForm, readHoldouts } from "./holdout-form.ts";

const pounds = { currency: "GBP", timezone: "Europe/London", locale: "en" as const };
const settings: OfferSettings = {
  globalHoldoutBp: 550,
  offerHoldoutBp: 0,
  rules: { ...DEFAULT_RULES, excludedProductIds: ["7", "8"], coolOffHours: 24, safetyStock: 3 },
};

test("holdouts and limits go through the fields unchanged, in both languages", () => {
  for (const locale of ["en", "vi"] as const) {
    const ground = { ...pounds, locale };
    const read = readHoldouts(holdoutForm(settings, ground), ground);
    expect(read).toEqual({ kind: "read", values: settings });
    if (read.kind === "read") expect(OfferSettings.parse(read.values)).toEqual(settings);
  }
  expect(holdoutForm(settings, { ...pounds, locale: "vi" }).globalHoldout).toBe("5,5");
});

test("a field that holds no number is named", () => {
  expect(readHoldouts({ ...holdoutForm(settings, pounds), globalHoldout: "some", restDays: "", safetyStock: "1.5" }, pounds)).toMatchObject(
    {
      kind: "unreadable",
      errors: {
        globalHoldoutBp: "not_a_percentage",
        "rules.restDays": "whole_number_required",
        "rules.safetyStock": "whole_number_required",
      },
    },
  );
});
