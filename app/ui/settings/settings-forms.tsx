import { Layout } from "@shopify/polaris";
import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import type { OfferSettings } from "../../funnel/offers/offer-settings.ts";
import { FormSaveBar } from "../form/form-save-bar.tsx";
import { wrongFields } from "../form/wrong-field.ts";
import { WrongFields } from "../form/wrong-fields.tsx";
import type { ProductCard } from "../offer-editor/product-card.ts";
import { reasonWords } from "../reason-words.ts";
import { useShop } from "../shop-context.tsx";
import { type CostsValues, costsForm, readCosts } from "./costs-form.ts";
import { CostsSettings } from "./costs-settings.tsx";
import { holdoutForm, readHoldouts, WHOLE_RULES } from "./holdout-form.ts";
import { HoldoutSettings } from "./holdout-settings.tsx";
import { useSettingsCard } from "./use-settings-card.ts";

interface SettingsFormsProps {
  costs: CostsValues;
  offers: OfferSettings;
  excluded: readonly ProductCard[];
}

/** What can be set, under one bar: whatever was edited is saved or discarded together, each card only when it was edited. */
export function SettingsForms({ costs, offers, excluded }: SettingsFormsProps) {
  const { t } = useTranslation();
  const shop = useShop();
  const costsCard = useSettingsCard("costs", costsForm(costs, shop), (form) => readCosts(form, shop));
  const holdoutsCard = useSettingsCard("offers", holdoutForm(offers, shop), (form) => readHoldouts(form, shop));
  const wrong = wrongFields({ ...costsCard.errors, ...holdoutsCard.errors }, settingsNames(t), (code) => reasonWords(t, "errors", code));
  return (
    <>
      <FormSaveBar forms={[costsCard, holdoutsCard]} />
      {wrong.length > 0 ? (
        <Layout.Section variant="fullWidth">
          <WrongFields fields={wrong} refusals={costsCard.refusals + holdoutsCard.refusals} />
        </Layout.Section>
      ) : null}
      <CostsSettings card={costsCard} />
      <HoldoutSettings card={holdoutsCard} excluded={excluded} />
    </>
  );
}

/** By field, in the order of the page. */
function settingsNames(t: TFunction): [field: string, name: string][] {
  return [
    ["assumedCostBp", t("settings.assumed_cost")],
    ["paymentFeeBp", t("settings.payment_fee")],
    ["paymentFeeFixed", t("settings.payment_fee_fixed")],
    ["marginFloorBp", t("settings.margin_floor")],
    ["valueBase", t("settings.value_base")],
    ["globalHoldoutBp", t("settings.holdouts.globalHoldout")],
    ["offerHoldoutBp", t("settings.holdouts.offerHoldout")],
    ...WHOLE_RULES.map((name): [string, string] => [`rules.${name}`, t(`settings.rule.${name}`)]),
    ["rules.excludedProductIds", t("settings.rule.excludedProductIds")],
  ];
}
