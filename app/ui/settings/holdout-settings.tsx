import { Banner, BlockStack, Card, FormLayout, InlineGrid, Layout, Text, TextField } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import { fieldId } from "../form/field-id.ts";
import type { ProductCard } from "../offer-editor/product-card.ts";
import { ProductPicker } from "../offer-editor/product-picker.tsx";
import { useKnownProducts } from "../offer-editor/use-known-products.ts";
import { type HoldoutForm, WHOLE_RULES } from "./holdout-form.ts";
import type { SettingsCard } from "./use-settings-card.ts";

interface HoldoutSettingsProps {
  card: SettingsCard<HoldoutForm>;
  excluded: readonly ProductCard[];
}

/** Who is held out so that offers can be measured, and the limits that hold for every offer. */
export function HoldoutSettings({ card: { form, set, error, done }, excluded }: HoldoutSettingsProps) {
  const { t } = useTranslation();
  const products = useKnownProducts(excluded, form.excludedProductIds);
  const share = (field: "globalHoldout" | "offerHoldout") => (
    <TextField
      label={t(`settings.holdouts.${field}`)}
      helpText={t(`settings.holdouts.${field}_help`)}
      autoComplete="off"
      inputMode="decimal"
      suffix="%"
      value={form[field]}
      id={fieldId(`${field}Bp`)}
      error={error(`${field}Bp`)}
      onChange={(value) => set(field, value)}
    />
  );

  return (
    <Layout.AnnotatedSection id="holdouts" title={t("settings.holdouts.title")} description={t("settings.holdouts.help")}>
      <Card>
        <BlockStack gap="400">
          {done ? <Banner tone="success">{t("settings.holdouts.saved")}</Banner> : null}
          <FormLayout>
            {share("globalHoldout")}
            {share("offerHoldout")}
          </FormLayout>
          <Text as="h3" variant="headingSm">
            {t("settings.holdouts.limits")}
          </Text>
          <InlineGrid columns={{ xs: 1, sm: 2 }} gap="400">
            {WHOLE_RULES.map((name) => (
              <TextField
                key={name}
                label={t(`settings.rule.${name}`)}
                helpText={t(`settings.rule_help.${name}`)}
                autoComplete="off"
                inputMode="numeric"
                value={form[name]}
                id={fieldId(`rules.${name}`)}
                error={error(`rules.${name}`)}
                onChange={(value) => set(name, value)}
              />
            ))}
          </InlineGrid>
          <ProductPicker
            id={fieldId("rules.excludedProductIds")}
            label={t("settings.rule.excludedProductIds")}
            help={t("settings.rule_help.excludedProductIds")}
            ids={form.excludedProductIds}
            products={products}
            limit={500}
            error={error("rules.excludedProductIds") || undefined}
            onChange={(ids) => set("excludedProductIds", ids)}
          />
        </BlockStack>
      </Card>
    </Layout.AnnotatedSection>
  );
}
