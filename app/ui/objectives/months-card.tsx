import { BlockStack, Select, Text } from "@shopify/polaris";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { lagCorrelations, monthsOfBoth } from "../../ledger/lag-correlation.ts";
import { METRIC_UNITS, METRICS, type Metric, type MonthValues } from "../../ledger/objective.ts";
import { LineChart } from "../charts/line-chart.tsx";
import { SectionCard } from "../section-card.tsx";
import { useFormats } from "../shop-context.tsx";
import { LagChart } from "./lag-chart.tsx";
import { metricText } from "./metric-text.ts";

/** A metric month by month, and whether profit moved with it, at once or later. */
export function MonthsCard({ months, first }: { months: readonly MonthValues[]; first: Metric }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const [metric, setMetric] = useState<Metric>(first);
  const name = t(`objectives.metric.${metric}`);
  if (months.length < 2) {
    return (
      <SectionCard title={t("objectives.months.title")}>
        <Text as="p">{t("objectives.months.none")}</Text>
      </SectionCard>
    );
  }
  const values = months.map((month) => month.values[metric]);
  const text = (value: number | null | undefined) =>
    value === null || value === undefined ? t("results.none") : metricText(metric, value, formats);
  const axis = METRIC_UNITS[metric] === "money" ? formats.moneyShort : (value: number) => metricText(metric, value, formats);
  const profits = months.map((month) => month.values.profit);
  return (
    <SectionCard title={t("objectives.months.title")} intro={t("objectives.months.intro")}>
      <BlockStack gap="400">
        <div className="crescendo-controls">
          <Select
            label={t("objectives.months.metric")}
            options={METRICS.map((one) => ({ value: one, label: t(`objectives.metric.${one}`) }))}
            value={metric}
            onChange={(chosen) => setMetric(chosen as Metric)}
          />
        </div>
        <LineChart
          title={t("objectives.months.chart", { metric: name })}
          summary={t("objectives.months.summary", {
            metric: name,
            from: formats.month(months[0]?.month ?? ""),
            before: text(values[0]),
            to: formats.month(months.at(-1)?.month ?? ""),
            now: text(values.at(-1)),
          })}
          series={[{ id: metric, label: name, color: "#0b4bb3", mark: "circle", points: values.map((y, x) => ({ x, y })) }]}
          labels={months.map(({ month }, x) => ({ x, text: formats.month(month) }))}
          format={axis}
          height={220}
          table={{
            headings: [t("chart.month"), name, t("objectives.metric.profit")],
            rows: months.map((month, x) => [formats.month(month.month), text(values[x]), formats.money(month.values.profit ?? 0)]),
          }}
        />
        {metric === "profit" ? null : (
          <LagChart metric={name} lags={lagCorrelations(values, profits)} months={monthsOfBoth(values, profits)} />
        )}
      </BlockStack>
    </SectionCard>
  );
}
