import { BlockStack, Card, InlineGrid, Select, Text, TextField } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import { OFFER_RANGES } from "../../funnel/offers/offer.ts";
import { fieldId } from "../form/field-id.ts";
import { useFormats, useShop } from "../shop-context.tsx";
import type { EditorCardProps } from "./field.ts";

const PRIORITIES = { high: 10, normal: 0, low: -10 } as const;

/** When the offer runs, how often it may be taken, what it may give away and lose, and which offer goes first. */
export function LimitsCard({ state: { form, set }, errors }: EditorCardProps) {
  const { t } = useTranslation();
  const { currency, timezone } = useShop();
  const { number } = useFormats();
  const range = (field: keyof typeof OFFER_RANGES) => {
    const [least, most] = OFFER_RANGES[field];
    return { least: number(least), most: number(most) };
  };
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
            id={fieldId("startsAt")}
            error={errors.startsAt ?? ""}
            onChange={(value) => set("firstDay", value)}
          />
          <TextField
            type="date"
            label={t("editor.last_day")}
            helpText={t("editor.last_day_help")}
            autoComplete="off"
            value={form.lastDay}
            id={fieldId("endsAt")}
            error={errors.endsAt ?? ""}
            onChange={(value) => set("lastDay", value)}
          />
          <TextField
            label={t("editor.per_customer")}
            helpText={t("editor.limit_help", range("perCustomerLimit"))}
            autoComplete="off"
            inputMode="numeric"
            value={form.perCustomerLimit}
            id={fieldId("perCustomerLimit")}
            error={errors.perCustomerLimit ?? ""}
            onChange={(value) => set("perCustomerLimit", value)}
          />
          <TextField
            label={t("editor.total_limit")}
            helpText={t("editor.limit_help", range("totalLimit"))}
            autoComplete="off"
            inputMode="numeric"
            value={form.totalLimit}
            id={fieldId("totalLimit")}
            error={errors.totalLimit ?? ""}
            onChange={(value) => set("totalLimit", value)}
          />
          <TextField
            label={t("editor.max_quantity")}
            helpText={t("editor.max_quantity_help", range("maxQuantity"))}
            autoComplete="off"
            inputMode="numeric"
            value={form.maxQuantity}
            id={fieldId("maxQuantity")}
            error={errors.maxQuantity ?? ""}
            onChange={(value) => set("maxQuantity", value)}
          />
          <TextField
            label={t("editor.daily_limit")}
            helpText={t("editor.daily_limit_help", { ...range("dailyLimit"), timezone })}
            autoComplete="off"
            inputMode="numeric"
            value={form.dailyLimit}
            id={fieldId("dailyLimit")}
            error={errors.dailyLimit ?? ""}
            onChange={(value) => set("dailyLimit", value)}
          />
          <TextField
            label={t("editor.discount_budget")}
            helpText={t("editor.discount_budget_help")}
            autoComplete="off"
            inputMode="decimal"
            suffix={currency}
            value={form.discountBudget}
            id={fieldId("discountBudget")}
            error={errors.discountBudget ?? ""}
            onChange={(value) => set("discountBudget", value)}
          />
          <Select
            label={t("editor.priority")}
            helpText={t("editor.priority_help")}
            options={[
              ...(["high", "normal", "low"] as const).map((name) => ({
                value: String(PRIORITIES[name]),
                label: t(`editor.priority_kind.${name}`),
              })),
              ...(Object.values(PRIORITIES).some((value) => value === form.priority)
                ? []
                : [{ value: String(form.priority), label: String(form.priority) }]),
            ]}
            value={String(form.priority)}
            id={fieldId("priority")}
            error={errors.priority ?? ""}
            onChange={(value) => set("priority", Number(value))}
          />
          {form.stage === "tripwire" ? (
            <TextField
              label={t("editor.loss_budget")}
              helpText={t("editor.loss_budget_help")}
              autoComplete="off"
              inputMode="decimal"
              suffix={currency}
              value={form.lossBudget}
              id={fieldId("lossBudget")}
              error={errors.lossBudget ?? ""}
              onChange={(value) => set("lossBudget", value)}
            />
          ) : null}
        </InlineGrid>
      </BlockStack>
    </Card>
  );
}
