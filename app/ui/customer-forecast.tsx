import { BlockStack, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import type { ValueBase } from "../value/amounts.ts";
import type { CustomerForecast } from "../value/customer-forecast.ts";
import type { RfmPlace } from "../value/rfm-segments.ts";
import { Interval } from "./charts/interval.tsx";
import { Figure } from "./figure.tsx";
import { SectionCard } from "./section-card.tsx";
import { useFormats } from "./shop-context.tsx";
import { chanceWords } from "./value/chance-words.ts";
import { CustomerPlace, type ShopifyView } from "./value/customer-place.tsx";
import { ForecastWarnings } from "./value/forecast-card.tsx";
import { MODEL_NAMES } from "./value/model-names.ts";

interface CustomerForecastCardProps {
  forecast: CustomerForecast;
  rfm: RfmPlace | null;
  shopify: ShopifyView | null;
  base: ValueBase;
}

/** What a customer is likely to bring: the value with its doubt, whether they still buy, when next, and what that rests on. */
export function CustomerForecastCard({ forecast, rfm, shopify, base }: CustomerForecastCardProps) {
  const { t } = useTranslation();
  const { money, number, factor, percent, date, days } = useFormats();
  const { clv, clvInterval, pAlive, pOrder, pOrderWithin, orders, nextOrderOn, late } = forecast;
  const interval = clvInterval[base];
  const chance = chanceWords(pOrder);
  const [next, nextNote] = nextOrder();
  return (
    <SectionCard
      title={t("value.customer.title")}
      intro={t("value.customer.intro", { base: t(`value.base_in_text.${base}`), date: day(forecast.asOf) })}
      badge={forecast.label === "early" ? t("value.early") : undefined}
    >
      <BlockStack gap="400">
        <BlockStack gap="150">
          <Text as="p" variant="headingLg">
            {t("value.customer.worth", { value: money(clv[base]) })}
          </Text>
          <Interval title={t("value.customer.title")} mean={clv[base]} low={interval.low} high={interval.high} />
        </BlockStack>
        <div className="crescendo-figures">
          <Figure
            label={t("value.customer.again")}
            value={t(`value.customer.chance_words.${chance}`)}
            note={t("value.customer.again_note", { chance: percent(pOrder) })}
            formula={t("value.customer.again_formula")}
            inputs={t(pAlive === null ? "value.customer.again_inputs" : "value.customer.again_inputs_alive", {
              last: day(forecast.restsOn.lastDay),
              days: days(forecast.restsOn.daysSinceLast),
              chance: percent(pOrder, 1),
              alive: percent(pAlive ?? 0, 1),
            })}
          />
          <Figure
            label={t("value.customer.next")}
            value={next}
            note={nextNote}
            formula={t("value.customer.next_formula")}
            inputs={t("value.customer.within", {
              month: percent(pOrderWithin.days30),
              quarter: percent(pOrderWithin.days90),
              year: percent(pOrder),
            })}
          />
          <Figure
            label={t("value.customer.orders")}
            value={number(forecast.expectedOrders, 1)}
            note={t("value.customer.orders_note", { low: number(orders.low), high: number(orders.high), median: number(orders.median) })}
            formula={t("value.customer.orders_formula")}
            inputs={t("value.customer.orders_inputs", {
              orders: number(forecast.expectedOrders, 2),
              spend: money(forecast.expectedSpend),
            })}
          />
          {forecast.steps ? (
            <Figure
              label={t("value.customer.steps")}
              value={money(forecast.steps.clv)}
              note={t("value.customer.steps_note")}
              formula={t("value.customer.steps_formula")}
              inputs={t("value.customer.steps_inputs", {
                value: money(forecast.steps.orderValue),
                orders: factor(forecast.steps.ordersPerYear),
                years: factor(forecast.steps.lifespanYears),
                result: money(forecast.steps.clv),
              })}
            />
          ) : null}
        </div>
        <RestsOn forecast={forecast} />
        <CustomerPlace rfm={rfm} shopify={shopify} />
        <ForecastWarnings label={forecast.label} warnings={forecast.warnings} />
      </BlockStack>
    </SectionCard>
  );

  /** Overdue is said of whoever may still come; of the others, that nothing is in sight. */
  function nextOrder(): [string, string?] {
    if (late && chance === "hardly") return [t("value.customer.next_unknown"), t("value.customer.gone_note")];
    if (late) return [t("value.customer.late"), t("value.customer.late_note")];
    if (nextOrderOn === null) return [t("value.customer.next_unknown")];
    return [t("value.customer.by", { day: day(nextOrderOn) }), t("value.customer.next_note")];
  }

  function day(text: string): string {
    return date(`${text}T12:00:00Z`);
  }
}

/** The customer's own orders beside the store's, and how much of either is in the value of an order. */
function RestsOn({ forecast: { restsOn, expectedSpend } }: { forecast: CustomerForecast }) {
  const { t } = useTranslation();
  const { money, number, percent, range } = useFormats();
  const own = restsOn.ownWeight;
  return (
    <BlockStack gap="100">
      <Text as="h3" variant="headingSm">
        {t("value.customer.rests_title")}
      </Text>
      <Text as="p" tone="subdued">
        {t("value.customer.rests_orders", {
          count: restsOn.orderDays,
          orders: number(restsOn.orderDays),
          range: range(`${restsOn.firstDay}T12:00:00Z`, `${restsOn.lastDay}T12:00:00Z`),
          model: MODEL_NAMES[restsOn.model],
        })}{" "}
        {own === null || restsOn.storeMean === null
          ? null
          : t("value.customer.rests_spend", {
              spend: money(expectedSpend),
              own: money(restsOn.ownMean),
              weight: percent(own),
              store: money(restsOn.storeMean),
              rest: percent(1 - own),
            })}
      </Text>
    </BlockStack>
  );
}
