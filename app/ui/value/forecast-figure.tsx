import { Badge, InlineStack } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import type { ValueBase } from "../../value/amounts.ts";
import type { NoForecast, StoreForecastFigures } from "../../value/store-forecast.ts";
import { Figure } from "../figure.tsx";
import { useFormats } from "../shop-context.tsx";

interface ForecastFigureProps {
  forecast: StoreForecastFigures | null;
  noForecast: NoForecast | null;
  base: ValueBase;
}

/** Predicted CLV of a customer for the next 12 months, or why there is none. */
export function ForecastFigure({ forecast, noForecast, base }: ForecastFigureProps) {
  const { t } = useTranslation();
  const { money, number, percent } = useFormats();
  const label = t("value.figures.named", { figure: t("value.figures.predicted"), base: t(`value.base_in_text.${base}`) });
  const formula = t("value.figures.predicted_formula", { rate: percent(forecast?.discountRate ?? 0.1) });
  if (!forecast) {
    const why = t(`value.no_forecast.${noForecast ?? "not_fitted"}`);
    return <Figure label={label} value={t("value.none")} note={why} formula={formula} inputs={why} />;
  }
  const { customers, clv, clvPerCustomer } = forecast;
  return (
    <Figure
      label={label}
      value={money(clvPerCustomer[base])}
      note={t("chart.interval_words", { low: money(clv[base].low / customers), high: money(clv[base].high / customers) })}
      formula={formula}
      inputs={t("value.figures.divided", {
        count: customers,
        total: money(clv[base].mean),
        customers: number(customers),
        result: money(clvPerCustomer[base]),
      })}
    >
      {forecast.label === "early" ? (
        <InlineStack>
          <Badge tone="attention">{t("value.early")}</Badge>
        </InlineStack>
      ) : null}
    </Figure>
  );
}
