import { Banner, BlockStack, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import type { ValueBase } from "../../value/amounts.ts";
import type { StoreForecastFigures } from "../../value/store-forecast.ts";
import { Interval } from "../charts/interval.tsx";
import { SectionCard } from "../section-card.tsx";
import { useFormats } from "../shop-context.tsx";

/** What today's customers are expected to bring, with the doubt drawn as wide as it is. */
export function ForecastCard({ forecast, base }: { forecast: StoreForecastFigures; base: ValueBase }) {
  const { t } = useTranslation();
  const { money, number, date, percent } = useFormats();
  const clv = forecast.clv[base];
  return (
    <SectionCard
      title={t("value.forecast.title")}
      intro={t("value.forecast.intro", { date: date(`${forecast.asOf}T12:00:00Z`) })}
      badge={forecast.label === "early" ? t("value.early") : undefined}
    >
      <BlockStack gap="300">
        <Text as="p" variant="headingLg">
          {t("value.forecast.sentence", {
            count: forecast.customers,
            customers: number(forecast.customers),
            value: money(clv.mean),
            base: t(`value.base_in_text.${base}`),
          })}
        </Text>
        <Interval title={t("value.forecast.interval")} {...clv} />
        <dl className="crescendo-facts">
          <Fact name={t("value.forecast.per_customer")} figure={money(forecast.clvPerCustomer[base])} />
          <Fact
            name={t("value.forecast.orders")}
            figure={t("value.from_to", {
              mean: number(forecast.orders.mean),
              low: number(forecast.orders.low),
              high: number(forecast.orders.high),
            })}
          />
          <Fact
            name={t("value.forecast.order_again")}
            figure={t("value.forecast.order_again_of", {
              ordering: number(forecast.orderAgain),
              customers: number(forecast.customers),
              share: percent(forecast.customers > 0 ? forecast.orderAgain / forecast.customers : 0),
            })}
          />
        </dl>
        <ForecastWarnings label={forecast.label} warnings={forecast.warnings} />
      </BlockStack>
    </SectionCard>
  );
}

function Fact({ name, figure }: { name: string; figure: string }) {
  return (
    <div>
      <dt>
        <Text as="span" tone="subdued">
          {name}
        </Text>
      </dt>
      <dd>{figure}</dd>
    </div>
  );
}

/** How far a forecast can be trusted, in words that need no statistics. */
export function ForecastWarnings({ label, warnings }: Pick<StoreForecastFigures, "label" | "warnings">) {
  const { t } = useTranslation();
  const others = warnings.filter((warning) => warning !== "early_estimate");
  if (label === "model" && others.length === 0) return null;
  return (
    <Banner tone="info" {...(label === "early" ? { title: t("value.early_title") } : {})}>
      <BlockStack gap="150">
        {label === "early" ? <Text as="p">{t("value.warning.early_estimate")}</Text> : null}
        {others.map((warning) => (
          <Text as="p" key={warning}>
            {t(`value.warning.${warning}`)}
          </Text>
        ))}
      </BlockStack>
    </Banner>
  );
}
