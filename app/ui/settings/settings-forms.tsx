import type { OfferSettings } from "../../funnel/offers/offer-settings.ts";
import { FormSaveBar } from "../form/form-save-bar.tsx";
import type { ProductCard } from "../offer-editor/product-card.ts";
import { useShop } from "../shop-context.tsx";
import { type CostsValues, costsForm, readCosts } from "./costs-form.ts";
import { CostsSettings } from "./costs-settings.tsx";
import { holdoutForm, readHoldouts } from "./holdout-form.ts";
import { HoldoutSettings } from "./holdout-settings.tsx";
import { useSettingsCard } from "./use-settings-card.ts";

interface SettingsFormsProps {
  costs: CostsValues;
  offers: OfferSettings;
  excluded: readonly ProductCard[];
}

/** What can be set, under one bar: whatever was edited is saved or discarded together, each card only when it was edited. */
export function SettingsForms({ costs, offers, excluded }: SettingsFormsProps) {
  const shop = useShop();
  const costsCard = useSettingsCard("costs", costsForm(costs, shop), (form) => readCosts(form, shop));
  const holdoutsCard = useSettingsCard("offers", holdoutForm(offers, shop), (form) => readHoldouts(form, shop));
  return (
    <>
      <FormSaveBar forms={[costsCard, holdoutsCard]} />
      <CostsSettings card={costsCard} />
      <HoldoutSettings card={holdoutsCard} excluded={excluded} />
    </>
  );
}
