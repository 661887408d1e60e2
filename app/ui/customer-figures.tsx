import { BlockStack, Card, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import type { CustomerValue } from "../value/store-value.ts";
import { Figure } from "./figure.tsx";
import { useFormats } from "./shop-context.tsx";

const DAY_MS = 86_400_000;

interface CustomerFiguresProps {
  value: CustomerValue;
  /** what they paid for gift cards */
  giftCards: number;
  /** what the shop counts as value; it stands first */
  base: "profit" | "revenue";
}

/** Every figure of one customer with its formula and what went into it. */
export function CustomerFigures({ value, giftCards, base }: CustomerFiguresProps) {
  const { t } = useTranslation();
  const { money, number, days, date, percent } = useFormats();
  const lifespan = (Date.parse(value.lastOrderAt) - Date.parse(value.firstOrderAt)) / DAY_MS;
  const assumedShare = value.cost > 0 ? value.assumedCost / value.cost : 0;
  const profit = (
    <Figure
      key="profit"
      label={t("customer.clv_profit")}
      value={money(value.profit)}
      note={assumedShare > 0 ? t("figure.assumed_costs", { share: percent(assumedShare) }) : undefined}
      formula={t("customer.clv_profit_formula")}
      inputs={t("customer.clv_profit_inputs", {
        revenue: money(value.revenue),
        refunded: money(value.refunded),
        cost: money(value.cost),
        fees: money(value.fees),
        result: money(value.profit),
      })}
    />
  );
  const revenue = (
    <Figure
      key="revenue"
      label={t("customer.clv_revenue")}
      value={money(value.revenue)}
      note={t("customer.clv_revenue_note", { net: money(value.revenue - value.refunded) })}
      formula={t("customer.clv_revenue_formula")}
      inputs={t("customer.clv_revenue_inputs", { count: value.orders, orders: number(value.orders), result: money(value.revenue) })}
    />
  );
  return (
    <Card>
      <BlockStack gap="300">
        <BlockStack gap="050">
          <Text as="h2" variant="headingMd">
            {t("customer.figures_title")}
          </Text>
          <Text as="p" tone="subdued">
            {t("customer.figures_subtitle")}
          </Text>
          {giftCards > 0 ? (
            <Text as="p" tone="subdued">
              {t("customer.gift_cards", { amount: money(giftCards) })}
            </Text>
          ) : null}
        </BlockStack>
        <div className="crescendo-figures">
          {base === "profit" ? [profit, revenue] : [revenue, profit]}
          <Figure
            label={t("customer.aov")}
            value={money(value.aov)}
            formula={t("customer.aov_formula")}
            inputs={t("figures.aov_inputs", {
              count: value.orders,
              revenue: money(value.revenue),
              orders: number(value.orders),
              result: money(value.aov),
            })}
          />
          <Figure
            label={t("customer.cost")}
            value={money(value.cost)}
            note={assumedShare > 0 ? t("customer.cost_note", { assumed: money(value.assumedCost) }) : t("customer.cost_known")}
            formula={t("customer.cost_formula")}
            inputs={t("customer.cost_inputs", {
              known: money(value.cost - value.assumedCost),
              assumed: money(value.assumedCost),
              result: money(value.cost),
            })}
          />
          <Figure
            label={t("customer.refunds")}
            value={money(value.refunded)}
            formula={t("customer.refunds_formula")}
            inputs={t("customer.refunds_inputs", {
              result: money(value.refunded),
              share: percent(value.revenue > 0 ? value.refunded / value.revenue : 0, 1),
            })}
          />
          <Figure
            label={t("customer.discounts")}
            value={money(value.discounts)}
            formula={t("customer.discounts_formula")}
            inputs={t("customer.discounts_inputs", { result: money(value.discounts), before: money(value.revenue + value.discounts) })}
          />
          <Figure
            label={t("customer.lifespan")}
            value={days(lifespan)}
            formula={t("customer.lifespan_formula")}
            inputs={t("customer.lifespan_inputs", {
              first: date(value.firstOrderAt),
              last: date(value.lastOrderAt),
              result: days(lifespan),
            })}
          />
        </div>
      </BlockStack>
    </Card>
  );
}
