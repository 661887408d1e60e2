import { BlockStack, Box, Card, InlineGrid, InlineStack, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import type { StoreValue } from "../value/store-value.ts";
import { Announcement } from "./announcement.tsx";
import { chosenPeriod, type Period } from "./period.ts";
import { PeriodSelect } from "./period-select.tsx";
import { useFormats, useShop } from "./shop-context.tsx";
import { useAddressChoice } from "./use-address-choice.ts";

/** Revenue = customers x orders per customer x average order, over one population, so that the product is exact. */
export function LeversCard({ value, period, quiet }: { value: StoreValue; period: Period; quiet: boolean }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const { asked, choose } = useAddressChoice();
  const average = value.identifiedOrders > 0 ? value.identifiedRevenue / value.identifiedOrders : 0;
  const figures = [
    `${t("levers.customers")}: ${formats.number(value.customers)}`,
    `${t("levers.apf")}: ${formats.number(value.apf, 2)}`,
    `${t("levers.aov")}: ${formats.money(average)}`,
    `${t("levers.revenue")}: ${formats.money(value.identifiedRevenue)}`,
  ];
  return (
    <Card>
      <BlockStack gap="400">
        <Announcement>{`${t(`period.${period}`)}. ${figures.join(". ")}.`}</Announcement>
        <InlineStack align="space-between" blockAlign="center" gap="200">
          <BlockStack gap="050">
            <Text as="h2" variant="headingMd">
              {t("levers.title")}
            </Text>
            <Text as="p" tone="subdued">
              {t("levers.subtitle")}
            </Text>
          </BlockStack>
          <PeriodSelect period={chosenPeriod(asked, period)} labelHidden choose={(chosen) => choose("period", chosen)} />
        </InlineStack>
        <div className="crescendo-equation">
          <Term label={t("levers.customers")} value={formats.number(value.customers)} hint={t("levers.customers_hint")} />
          <Sign>×</Sign>
          <Term label={t("levers.apf")} value={formats.number(value.apf, 2)} hint={t("levers.apf_hint")} />
          <Sign>×</Sign>
          <Term label={t("levers.aov")} value={formats.money(average)} hint={t("levers.aov_hint")} />
          <Sign>=</Sign>
          <Term label={t("levers.revenue")} value={formats.money(value.identifiedRevenue)} hint={t("levers.revenue_hint")} strong />
        </div>
        <Notes value={value} quiet={quiet} />
      </BlockStack>
    </Card>
  );
}

function Term({ label, value, hint, strong = false }: { label: string; value: string; hint: string; strong?: boolean }) {
  return (
    <Box padding="300" background={strong ? "bg-surface-success" : "bg-surface-secondary"} borderRadius="200">
      <BlockStack gap="100">
        <Text as="h3" variant="bodySm" fontWeight="medium">
          {label}
        </Text>
        <Text as="p" variant="headingLg" numeric>
          {value}
        </Text>
        <Text as="p" variant="bodyXs" tone="subdued">
          {hint}
        </Text>
      </BlockStack>
    </Box>
  );
}

function Sign({ children }: { children: string }) {
  return (
    <span className="crescendo-equation-sign" aria-hidden={children === "=" ? undefined : true}>
      {children}
    </span>
  );
}

/** What the figures leave out, said where they stand. */
function Notes({ value, quiet }: { value: StoreValue; quiet: boolean }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const { ordersFrom } = useShop();
  const guests = value.orders - value.identifiedOrders;
  const notes = [
    quiet ? t("period.quiet") : null,
    guests > 0
      ? t("levers.note_guests", {
          count: guests,
          number: formats.number(guests),
          revenue: formats.money(value.grossRevenue - value.identifiedRevenue),
          total: formats.money(value.grossRevenue),
        })
      : null,
    value.refunds > 0
      ? t("levers.note_refunds", { refunds: formats.money(value.refunds), net: formats.money(value.grossRevenue - value.refunds) })
      : null,
    ordersFrom ? t("levers.note_from", { date: formats.date(ordersFrom) }) : null,
    value.assumedCostShare > 0 ? t("levers.note_costs", { share: formats.percent(value.assumedCostShare) }) : null,
  ].filter((note) => note !== null);
  if (notes.length === 0) return null;
  return (
    <InlineGrid gap="100">
      {notes.map((note) => (
        <Text as="p" variant="bodySm" tone="subdued" key={note}>
          {note}
        </Text>
      ))}
    </InlineGrid>
  );
}
