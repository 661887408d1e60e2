import { BlockStack, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import type { BacktestPeriod } from "../../value/backtest-report.ts";
import { BottomLabels, ValueAxis } from "../charts/axes.tsx";
import { barGeometry } from "../charts/bar-geometry.ts";
import { Chart } from "../charts/chart.tsx";
import { useFormats } from "../shop-context.tsx";

const COLORS = { predicted: "#8fb3f2", actual: "#4a4a4a" } as const;

/** Pairs of bars: what was predicted for a quarter, and what it was. */
export function PredictedActual({ periods, summary }: { periods: readonly BacktestPeriod[]; summary: string }) {
  const { t } = useTranslation();
  const { money, moneyShort, number, date } = useFormats();
  const day = (text: string) => date(`${text}T12:00:00Z`);
  const title = t("value.backtest.pairs");
  return (
    <BlockStack gap="200">
      <Text as="h3" variant="headingSm">
        {title}
      </Text>
      <Chart
        title={title}
        summary={summary}
        height={220}
        legend={[
          { id: "predicted", label: t("value.backtest.predicted"), color: COLORS.predicted, mark: "bar" },
          { id: "actual", label: t("value.backtest.actual"), color: COLORS.actual, mark: "bar" },
        ]}
        table={{
          headings: (["quarter", "predicted_revenue", "actual_revenue", "predicted_orders", "actual_orders"] as const).map((column) =>
            t(`value.backtest.pair_column.${column}`),
          ),
          rows: periods.map((period) => [
            t("value.backtest.until", { day: day(period.to) }),
            money(period.predictedRevenue),
            money(period.actualRevenue),
            number(period.predictedOrders, 1),
            number(period.actualOrders),
          ]),
        }}
        draw={(frame) => {
          // predicted, actual, and a gap between quarters
          const values = periods.flatMap((period, index) => [...(index > 0 ? [0] : []), period.predictedRevenue, period.actualRevenue]);
          const { bars, ticks } = barGeometry(values, frame);
          return (
            <>
              <ValueAxis frame={frame} ticks={ticks} format={moneyShort} />
              <BottomLabels
                frame={frame}
                labels={periods.map((period, index) => ({
                  x: ((bars[index * 3]?.middle ?? 0) + (bars[index * 3 + 1]?.middle ?? 0)) / 2,
                  text: day(period.to),
                }))}
              />
              {periods.map((period, index) => {
                const predicted = bars[index * 3];
                const actual = bars[index * 3 + 1];
                if (!predicted || !actual) return null;
                return (
                  <g key={period.to}>
                    <rect {...box(predicted)} fill={COLORS.predicted} />
                    <rect {...box(actual)} fill={COLORS.actual} />
                  </g>
                );
              })}
            </>
          );
        }}
      />
    </BlockStack>
  );
}

function box({ x, y, width, height }: { x: number; y: number; width: number; height: number }) {
  return { x, y, width, height };
}
