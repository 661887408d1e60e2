import { BlockStack, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import { FEWEST_MONTHS, type LagCorrelation } from "../../ledger/lag-correlation.ts";
import { LineChart } from "../charts/line-chart.tsx";
import { useFormats } from "../shop-context.tsx";

interface LagChartProps {
  metric: string;
  lags: readonly LagCorrelation[] | null;
  /** in which the metric and profit are both known */
  months: number;
}

/** How closely profit followed a metric after 0 to 6 months. An association, and called so. */
export function LagChart({ metric, lags, months }: LagChartProps) {
  const { t } = useTranslation();
  const { number } = useFormats();
  if (!lags) return <Text as="p">{t("objectives.lag.waiting", { metric, months: number(months), needed: number(FEWEST_MONTHS) })}</Text>;
  const known = lags.flatMap(({ lag, r }) => (r === null ? [] : [{ lag, r }]));
  const strongest = known.reduce<{ lag: number; r: number } | null>(
    (best, one) => (best === null || Math.abs(one.r) > Math.abs(best.r) ? one : best),
    null,
  );
  if (!strongest) return <Text as="p">{t("objectives.lag.constant", { metric })}</Text>;
  const r = number(strongest.r, 2);
  const summary =
    strongest.lag === 0
      ? t("objectives.lag.summary_at_once", { metric, r })
      : t("objectives.lag.summary", { metric, count: strongest.lag, lag: number(strongest.lag), r });
  return (
    <BlockStack gap="200">
      <Text as="h3" variant="headingSm">
        {t("objectives.lag.title", { metric })}
      </Text>
      <Text as="p">{`${summary} ${t("objectives.lag.association")}`}</Text>
      <LineChart
        title={t("objectives.lag.title", { metric })}
        summary={`${summary} ${t("objectives.lag.association")}`}
        series={[
          { id: "r", label: t("objectives.lag.r"), color: "#0b4bb3", mark: "square", points: lags.map(({ lag, r }) => ({ x: lag, y: r })) },
        ]}
        labels={lags.map(({ lag }) => ({ x: lag, text: number(lag) }))}
        yDomain={[-1, 1]}
        format={(value) => number(value, 1)}
        height={200}
        table={{
          headings: [t("objectives.lag.lag"), t("objectives.lag.r"), t("objectives.lag.pairs")],
          rows: lags.map(({ lag, r, months: pairs }) => [number(lag), r === null ? t("results.none") : number(r, 2), number(pairs)]),
        }}
      />
    </BlockStack>
  );
}
