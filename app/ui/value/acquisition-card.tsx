import { BlockStack, Text, TextField } from "@shopify/polaris";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { AllowedAcquisitionCost } from "../../value/allowed-acquisition-cost.ts";
import { allowedCost } from "../../value/allowed-cost.ts";
import { parsePercentText, percentText } from "../money-text.ts";
import { SectionCard } from "../section-card.tsx";
import { useFormats, useShop } from "../shop-context.tsx";

/** What a new customer may cost, for a share of the profit that the merchant sets. */
export function AcquisitionCard({ cost }: { cost: AllowedAcquisitionCost | null }) {
  const { t } = useTranslation();
  const { money, number, range } = useFormats();
  const { locale } = useShop();
  const [text, setText] = useState(() => percentText(Math.round((cost?.target ?? 1 / 3) * 10_000), locale));
  const year = cost ? range(`${cost.from}T12:00:00Z`, `${cost.to}T12:00:00Z`) : "";
  if (!cost || cost.newCustomers === 0) {
    return (
      <SectionCard title={t("value.cost.title")}>
        <Text as="p">{cost ? t("value.cost.no_new", { range: year }) : t("value.cost.none")}</Text>
      </SectionCard>
    );
  }
  const read = parsePercentText(text);
  const basisPoints = read !== null && read <= 10_000 ? read : null;
  const target = (basisPoints ?? 0) / 10_000;
  const { later } = cost;
  const facts = [
    { name: t("value.cost.fact.first"), figure: money(cost.firstOrderProfit) },
    ...(later
      ? [
          { name: t("value.cost.fact.later", { orders: number(later.orders, 2) }), figure: money(later.profit) },
          { name: t("value.cost.fact.both"), figure: money(cost.profitClv) },
        ]
      : []),
  ];
  return (
    <SectionCard title={t("value.cost.title")} intro={t("value.cost.intro")} badge={cost.label === "early" ? t("value.early") : undefined}>
      <BlockStack gap="300">
        <TextField
          label={t("value.cost.target")}
          helpText={t("value.cost.target_help")}
          autoComplete="off"
          inputMode="decimal"
          suffix="%"
          value={text}
          onChange={setText}
          {...(basisPoints === null ? { error: t("errors.not_a_percentage") } : {})}
        />
        <div aria-live="polite">
          {basisPoints === null ? null : (
            <BlockStack gap="050">
              <Text as="p" variant="headingLg">
                {t("value.cost.allowed", { allowed: money(allowedCost(cost.profitClv, target)) })}
              </Text>
              <Text as="p">
                {later ? t("value.cost.first_only", { allowed: money(allowedCost(cost.firstOrderProfit, target)) }) : t("value.cost.early")}
              </Text>
            </BlockStack>
          )}
        </div>
        <dl className="crescendo-facts">
          {facts.map(({ name, figure }) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{figure}</dd>
            </div>
          ))}
        </dl>
        <Text as="p" variant="bodySm" tone="subdued">
          {t("value.cost.based_on", { count: cost.newCustomers, customers: number(cost.newCustomers), range: year })}
        </Text>
      </BlockStack>
    </SectionCard>
  );
}
