import { useFetcher } from "@remix-run/react";
import { SaveBar } from "@shopify/app-bridge-react";
import { Banner, BlockStack, Card, ChoiceList, FormLayout, Layout, TextField } from "@shopify/polaris";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { reasonWords } from "../reason-words.ts";
import { useShop } from "../shop-context.tsx";
import { readSettings, type SettingsForm, type SettingsValues, settingsForm } from "./settings-form.ts";

export type SettingsOutcome = { readonly kind: "saved" } | { readonly kind: "invalid"; readonly errors: Readonly<Record<string, string>> };

/** What profit is made of: costs, fees, the lowest margin, and on what value is based. */
export function CostsSettings({ values }: { values: SettingsValues }) {
  const { t } = useTranslation();
  const shop = useShop();
  const fetcher = useFetcher<SettingsOutcome>();
  const saved = settingsForm(values, shop);
  const key = JSON.stringify(saved);
  const [form, setForm] = useState(saved);
  const [unreadable, setUnreadable] = useState<Readonly<Record<string, string>>>({});
  // biome-ignore lint/correctness/useExhaustiveDependencies: `key` is `saved` by value
  useEffect(() => setForm(saved), [key]);

  const busy = fetcher.state !== "idle";
  const dirty = JSON.stringify(form) !== key;
  const codes = { ...(fetcher.data?.kind === "invalid" ? fetcher.data.errors : {}), ...unreadable };
  const error = (field: string) => (codes[field] ? reasonWords(t, "errors", codes[field]) : "");
  const set = (field: keyof SettingsForm) => (value: string) => setForm((current) => ({ ...current, [field]: value }));
  const save = () => {
    const read = readSettings(form, shop);
    setUnreadable(read.kind === "unreadable" ? read.errors : {});
    if (read.kind === "read") fetcher.submit({ settings: JSON.stringify(read.values) }, { method: "post", action: "/app/settings" });
  };
  const discard = () => {
    setUnreadable({});
    setForm(saved);
  };

  return (
    <Layout.AnnotatedSection id="costs" title={t("settings.costs")} description={t("settings.costs_help")}>
      <SaveBar id="settings-save-bar" open={dirty}>
        <button type="button" {...{ variant: "primary", ...(busy ? { loading: "" } : {}) }} disabled={busy} onClick={save}>
          {t("common.save")}
        </button>
        <button type="button" disabled={busy} onClick={discard}>
          {t("common.discard")}
        </button>
      </SaveBar>
      <Card>
        <BlockStack gap="400">
          {fetcher.data?.kind === "saved" && !dirty ? <Banner tone="success">{t("settings.saved")}</Banner> : null}
          <FormLayout>
            <TextField
              label={t("settings.assumed_cost")}
              helpText={t("settings.assumed_cost_help")}
              autoComplete="off"
              inputMode="decimal"
              suffix="%"
              value={form.assumedCost}
              error={error("assumedCostBp")}
              onChange={set("assumedCost")}
            />
            <FormLayout.Group>
              <TextField
                label={t("settings.payment_fee")}
                helpText={t("settings.payment_fee_help")}
                autoComplete="off"
                inputMode="decimal"
                suffix="%"
                value={form.paymentFee}
                error={error("paymentFeeBp")}
                onChange={set("paymentFee")}
              />
              <TextField
                label={t("settings.payment_fee_fixed")}
                helpText={t("settings.payment_fee_fixed_help")}
                autoComplete="off"
                inputMode="decimal"
                suffix={shop.currency}
                value={form.paymentFeeFixed}
                error={error("paymentFeeFixed")}
                onChange={set("paymentFeeFixed")}
              />
            </FormLayout.Group>
            <TextField
              label={t("settings.margin_floor")}
              helpText={t("settings.margin_floor_help")}
              autoComplete="off"
              inputMode="decimal"
              suffix="%"
              value={form.marginFloor}
              error={error("marginFloorBp")}
              onChange={set("marginFloor")}
            />
            <ChoiceList
              title={t("settings.value_base")}
              choices={[
                { value: "profit", label: t("settings.value_profit"), helpText: t("settings.value_profit_help") },
                { value: "revenue", label: t("settings.value_revenue"), helpText: t("settings.value_revenue_help") },
              ]}
              selected={[form.valueBase]}
              error={error("valueBase")}
              onChange={([base]) => set("valueBase")(base ?? "profit")}
            />
          </FormLayout>
        </BlockStack>
      </Card>
    </Layout.AnnotatedSection>
  );
}
