import { BlockStack, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import type { BacktestPeriod } from "../../value/backtest-report.ts";
import { BottomLabels, ValueAxis } from "../charts/axes.tsx";
import { Chart } from "../charts/chart.tsx";
import { lineGeometry } from "../charts/line-geometry.ts";
import { PointMark } from "../charts/marks.tsx";
import { useFormats } from "../shop-context.tsx";

const ENDS = [0.1, 0.2, 0.4, 0.6, 0.8, 1];

/** When we say 30 %, do 30 of 100 order? Points on the line say yes. */
export function CalibrationChart({ bins }: { bins: BacktestPeriod["reliability"] }) {
  const { t } = useTranslation();
  const { percent, number } = useFormats();
  const title = t("value.calibration.title");
  if (bins.length === 0) return null;
  const most = Math.max(...bins.map(({ forecast, bought }) => Math.max(forecast, bought)));
  const end = ENDS.find((tick) => tick >= most) ?? 1;
  const ends: readonly [number, number] = [0, end];
  return (
    <BlockStack gap="200">
      <Text as="h3" variant="headingSm">
        {title}
      </Text>
      <Chart
        title={title}
        summary={t("value.calibration.summary")}
        height={220}
        legend={[
          { id: "group", label: t("value.calibration.group"), color: "#0b4bb3", mark: "circle" },
          { id: "exact", label: t("value.calibration.exact"), color: "#8a8a8a", mark: "dash" },
        ]}
        table={{
          headings: [t("value.calibration.said"), t("value.calibration.ordered"), t("value.calibration.customers")],
          rows: bins.map((bin) => [percent(bin.forecast, 1), percent(bin.bought, 1), number(bin.customers)]),
        }}
        draw={(frame) => {
          const points = bins.map((bin) => ({ x: bin.forecast, y: bin.bought }));
          const { lines, ticks, x, y } = lineGeometry([{ id: "bins", points }], frame, { xDomain: ends, yDomain: ends });
          return (
            <>
              <ValueAxis frame={frame} ticks={ticks} format={(share) => percent(share)} />
              <BottomLabels frame={frame} labels={ticks.map(({ value }) => ({ x: x(value), text: percent(value) }))} />
              <line x1={x(0)} y1={y(0)} x2={x(end)} y2={y(end)} stroke="#8a8a8a" strokeDasharray="5 4" />
              {lines[0]?.dots.map((dot) => (
                <PointMark key={dot.index} x={dot.x} y={dot.y} mark="circle" color="#0b4bb3" size={4.5} />
              ))}
            </>
          );
        }}
      />
    </BlockStack>
  );
}
