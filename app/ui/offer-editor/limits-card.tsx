import { BlockStack, Card, InlineGrid, Text, TextField } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import { useShop } from "../shop-context.tsx";
import type { EditorCardProps } from "./field.ts";

/** When the offer runs, how often it may be taken, and what a tripwire may lose. */
export function LimitsCard({ state: { form, set }, errors }: EditorCardProps) {
  const { t } = useTranslation();
  const { currency, timezone } = useShop();
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          {t("editor.limits")}
        </Text>
        <InlineGrid columns={{ xs: 1, sm: 2 }} gap="300">
          <TextField
            type="date"
            label={t("editor.first_day")}
            helpText={t("editor.first_day_help", { timezone })}
            autoComplete="off"
            value={form.firstDay}
            error={errors.startsAt ?? ""}
            onChange={(value) => set("firstDay", value)}
          />
          <TextField
            type="date"
            label={t("editor.last_day")}
            helpText={t("editor.last_day_help")}
            autoComplete="off"
            value={form.lastDay}
            error={errors.endsAt ?? ""}
            onChange={(value) => set("lastDay", value)}
          />
          <TextField
            label={t("editor.per_customer")}
            helpText={t("editor.empty_no_limit")}
            autoComplete="off"
            inputMode="numeric"
            value={form.perCustomerLimit}
            error={errors.perCustomerLimit ?? ""}
            onChange={(value) => set("perCustomerLimit", value)}
          />
          <TextField
            label={t("editor.total_limit")}
            helpText={t("editor.empty_no_limit")}
            autoComplete="off"
            inputMode="numeric"
            value={form.totalLimit}
            error={errors.totalLimit ?? ""}
            onChange={(value) => set("totalLimit", value)}
          />
          <TextField
            label={t("editor.max_quantity")}
            helpText={t("editor.max_quantity_help")}
            autoComplete="off"
            inputMode="numeric"
            value={form.maxQuantity}
            error={errors.maxQuantity ?? ""}
            onChange={(value) => set("maxQuantity", value)}
          />
          {form.stage === "tripwire" ? (
            <TextField
              label={t("editor.loss_budget")}
              helpText={t("editor.loss_budget_help")}
              autoComplete="off"
              inputMode="decimal"
              suffix={currency}
              value={form.lossBudget}
              error={errors.lossBudget ?? ""}
              onChange={(value) => set("lossBudget", value)}
            />
          ) : null}
        </InlineGrid>
      </BlockStack>
    </Card>
  );
}
