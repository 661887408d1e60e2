import { useFetcher } from "@remix-run/react";
import { SaveBar } from "@shopify/app-bridge-react";
import { Banner, BlockStack, Card, FormLayout, InlineGrid, Layout, Text, TextField } from "@shopify/polaris";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { OfferSettings } from "../../funnel/offer-settings.ts";
import type { ProductCard } from "../offer-editor/product-card.ts";
import { ProductPicker } from "../offer-editor/product-picker.tsx";
import { useKnownProducts } from "../offer-editor/use-known-products.ts";
import { reasonWords } from "../reason-words.ts";
import { useShop } from "../shop-context.tsx";
import type { SettingsOutcome } from "./costs-settings.tsx";
import { type HoldoutForm, holdoutForm, readHoldouts, WHOLE_RULES } from "./holdout-form.ts";

/** Who is held out so that offers can be measured, and the limits that hold for every offer. */
export function HoldoutSettings({ values, excluded }: { values: OfferSettings; excluded: readonly ProductCard[] }) {
  const { t } = useTranslation();
  const { locale } = useShop();
  const fetcher = useFetcher<SettingsOutcome>();
  const saved = holdoutForm(values, locale);
  const key = JSON.stringify(saved);
  const [form, setForm] = useState(saved);
  const [unreadable, setUnreadable] = useState<Readonly<Record<string, string>>>({});
  // biome-ignore lint/correctness/useExhaustiveDependencies: `key` is `saved` by value
  useEffect(() => setForm(saved), [key]);
  const products = useKnownProducts(excluded, form.excludedProductIds);

  const busy = fetcher.state !== "idle";
  const dirty = JSON.stringify(form) !== key;
  const codes = { ...(fetcher.data?.kind === "invalid" ? fetcher.data.errors : {}), ...unreadable };
  const error = (field: string) => (codes[field] ? reasonWords(t, "errors", codes[field]) : "");
  const set = <Field extends keyof HoldoutForm>(field: Field, value: HoldoutForm[Field]) =>
    setForm((current) => ({ ...current, [field]: value }));
  const save = () => {
    const read = readHoldouts(form);
    setUnreadable(read.kind === "unreadable" ? read.errors : {});
    if (read.kind === "read") fetcher.submit({ offers: JSON.stringify(read.values) }, { method: "post", action: "/app/settings" });
  };
  const discard = () => {
    setUnreadable({});
    setForm(saved);
  };
  const share = (field: "globalHoldout" | "offerHoldout") => (
    <TextField
      label={t(`settings.holdouts.${field}`)}
      helpText={t(`settings.holdouts.${field}_help`)}
      autoComplete="off"
      inputMode="decimal"
      suffix="%"
      value={form[field]}
      error={error(`${field}Bp`)}
      onChange={(value) => set(field, value)}
    />
  );

  return (
    <Layout.AnnotatedSection id="holdouts" title={t("settings.holdouts.title")} description={t("settings.holdouts.help")}>
      <SaveBar id="holdouts-save-bar" open={dirty}>
        <button type="button" {...{ variant: "primary", ...(busy ? { loading: "" } : {}) }} disabled={busy} onClick={save}>
          {t("common.save")}
        </button>
        <button type="button" disabled={busy} onClick={discard}>
          {t("common.discard")}
        </button>
      </SaveBar>
      <Card>
        <BlockStack gap="400">
          {fetcher.data?.kind === "saved" && !dirty ? <Banner tone="success">{t("settings.holdouts.saved")}</Banner> : null}
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
                error={error(`rules.${name}`)}
                onChange={(value) => set(name, value)}
              />
            ))}
          </InlineGrid>
          <ProductPicker
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
