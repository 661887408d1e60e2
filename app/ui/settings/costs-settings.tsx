import { Banner, BlockStack, Card, ChoiceList, FormLayout, Layout, TextField } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import { fieldId } from "../form/field-id.ts";
import { whenWrong } from "../form/when-wrong.ts";
import { useShop } from "../shop-context.tsx";
import type { CostsForm } from "./costs-form.ts";
import type { SettingsCard } from "./use-settings-card.ts";

/** What profit is made of: costs, fees, the lowest margin, and on what value is based. */
export function CostsSettings({ card: { form, set, error, done } }: { card: SettingsCard<CostsForm> }) {
  const { t } = useTranslation();
  const { currency } = useShop();
  return (
    <Layout.AnnotatedSection id="costs" title={t("settings.costs")} description={t("settings.costs_help")}>
      <Card>
        <BlockStack gap="400">
          {done ? <Banner tone="success">{t("settings.saved")}</Banner> : null}
          <FormLayout>
            <TextField
              label={t("settings.assumed_cost")}
              helpText={t("settings.assumed_cost_help")}
              autoComplete="off"
              inputMode="decimal"
              suffix="%"
              value={form.assumedCost}
              id={fieldId("assumedCostBp")}
              error={error("assumedCostBp")}
              onChange={(value) => set("assumedCost", value)}
            />
            <FormLayout.Group>
              <TextField
                label={t("settings.payment_fee")}
                helpText={t("settings.payment_fee_help")}
                autoComplete="off"
                inputMode="decimal"
                suffix="%"
                value={form.paymentFee}
                id={fieldId("paymentFeeBp")}
                error={error("paymentFeeBp")}
                onChange={(value) => set("paymentFee", value)}
              />
              <TextField
                label={t("settings.payment_fee_fixed")}
                helpText={t("settings.payment_fee_fixed_help")}
                autoComplete="off"
                inputMode="decimal"
                suffix={currency}
                value={form.paymentFeeFixed}
                id={fieldId("paymentFeeFixed")}
                error={error("paymentFeeFixed")}
                onChange={(value) => set("paymentFeeFixed", value)}
              />
            </FormLayout.Group>
            <TextField
              label={t("settings.margin_floor")}
              helpText={t("settings.margin_floor_help")}
              autoComplete="off"
              inputMode="decimal"
              suffix="%"
              value={form.marginFloor}
              id={fieldId("marginFloorBp")}
              error={error("marginFloorBp")}
              onChange={(value) => set("marginFloor", value)}
            />
            <ChoiceList
              name={fieldId("valueBase")}
              title={t("settings.value_base")}
              choices={[
                { value: "profit", label: t("settings.value_profit"), helpText: t("settings.value_profit_help") },
                { value: "revenue", label: t("settings.value_revenue"), helpText: t("settings.value_revenue_help") },
              ]}
              selected={[form.valueBase]}
              {...whenWrong(error("valueBase"))}
              onChange={([base]) => set("valueBase", base as typeof form.valueBase)}
            />
          </FormLayout>
        </BlockStack>
      </Card>
    </Layout.AnnotatedSection>
  );
}
