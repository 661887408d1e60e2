import { BlockStack, Card, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import type { StoreValue } from "../value/store-value.ts";
import { Figure } from "./figure.tsx";
import { FiveStepsFigure } from "./five-steps-figure.tsx";
import { useFormats } from "./shop-context.tsx";

interface ValueFiguresProps {
  value: StoreValue;
  /** what the shop counts as value */
  base: "profit" | "revenue";
}

/** The store's figures, each with its formula and the inputs it was made of. */
export function ValueFigures({ value, base }: ValueFiguresProps) {
  const { t } = useTranslation();
  const { money, number, days, percent } = useFormats();
  const average = value.identifiedOrders > 0 ? value.identifiedRevenue / value.identifiedOrders : 0;
  const assumed = value.assumedCostShare > 0 ? t("figure.assumed_costs", { share: percent(value.assumedCostShare) }) : undefined;
  return (
    <Card>
      <BlockStack gap="300">
        <BlockStack gap="050">
          <Text as="h2" variant="headingMd">
            {t("figures.title")}
          </Text>
          <Text as="p" tone="subdued">
            {t("figures.subtitle")}
          </Text>
        </BlockStack>
        <div className="crescendo-figures">
          <Figure
            label={t("figures.aov")}
            value={money(value.aov)}
            note={t("figures.aov_note", { net: money(value.netAov) })}
            formula={t("figures.aov_formula")}
            inputs={t("figures.aov_inputs", {
              count: value.orders,
              revenue: money(value.grossRevenue),
              orders: number(value.orders),
              result: money(value.aov),
            })}
          />
          <Figure
            label={t("figures.apf")}
            value={number(value.apf, 2)}
            note={t("figures.apf_note", { count: value.repeatCustomers, number: number(value.repeatCustomers) })}
            formula={t("figures.apf_formula")}
            inputs={t("figures.apf_inputs", {
              orders: t("figures.orders_counted", { count: value.identifiedOrders, orders: number(value.identifiedOrders) }),
              customers: t("figures.customers_counted", { count: value.customers, customers: number(value.customers) }),
              result: number(value.apf, 2),
            })}
          />
          <Figure
            label={t("figures.customer_value")}
            value={money(value.customerValue)}
            formula={t("figures.customer_value_formula")}
            inputs={t("figures.customer_value_inputs", {
              aov: money(average),
              apf: number(value.apf, 2),
              result: money(value.customerValue),
              revenue: money(value.identifiedRevenue),
              customers: number(value.customers),
            })}
          />
          <Figure
            label={t("figures.lifespan")}
            value={days(value.meanLifespanDays)}
            note={t("figures.lifespan_note")}
            formula={t("figures.lifespan_formula")}
            inputs={t("figures.lifespan_inputs", {
              count: value.customers,
              customers: number(value.customers),
              result: days(value.meanLifespanDays),
            })}
          />
          <FiveStepsFigure steps={value.fiveSteps} label={t("figures.clv")} note={t("figures.clv_note")} />
          {base === "profit" ? (
            <Figure
              label={t("figures.historic")}
              value={money(value.historicClvProfit)}
              note={assumed ?? t("figures.historic_note", { revenue: money(value.historicClvRevenue) })}
              formula={t("figures.historic_formula")}
              inputs={t("figures.historic_inputs", {
                count: value.customers,
                profit: money(value.historicClvProfit),
                revenue: money(value.historicClvRevenue),
                customers: number(value.customers),
              })}
            />
          ) : (
            <Figure
              label={t("figures.historic_revenue")}
              value={money(value.historicClvRevenue)}
              note={t("figures.historic_revenue_note", { profit: money(value.historicClvProfit) })}
              formula={t("figures.historic_revenue_formula")}
              inputs={t("value.figures.divided", {
                count: value.customers,
                total: money(value.identifiedRevenue),
                customers: number(value.customers),
                result: money(value.historicClvRevenue),
              })}
            />
          )}
        </div>
      </BlockStack>
    </Card>
  );
}
