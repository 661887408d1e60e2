import { BlockStack, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import type { BacktestPeriod, BacktestReport } from "../../value/backtest-report.ts";
import { NamedTable } from "../named-table.tsx";
import { SectionCard } from "../section-card.tsx";
import { useFormats } from "../shop-context.tsx";
import { relativeChange, signed } from "../signed.ts";
import { CalibrationChart } from "./calibration-chart.tsx";
import { MODEL_NAMES } from "./model-names.ts";
import { PredictedActual } from "./predicted-actual.tsx";

const RIVALS = ["auto", "fiveStep", "ownRate", "zero"] as const;

/** Why to believe the forecast: what it said in the past, and what came. */
export function BacktestCard({ report }: { report: BacktestReport | null }) {
  const { t } = useTranslation();
  const { money, number, percent, range } = useFormats();
  const last = report?.last ?? null;
  if (!report || !last) {
    return (
      <SectionCard title={t("value.backtest.title")}>
        <Text as="p">{t(report ? "value.backtest.too_short" : "value.backtest.none")}</Text>
      </SectionCard>
    );
  }
  const noon = (text: string) => `${text}T12:00:00Z`;
  const off = relativeChange(last.actualRevenue, last.predictedRevenue);
  const sentence = t("value.backtest.sentence", {
    range: range(noon(last.from), noon(last.to)),
    predicted: money(last.predictedRevenue),
    actual: money(last.actualRevenue),
  });
  return (
    <SectionCard title={t("value.backtest.title")} intro={t("value.backtest.intro")}>
      <BlockStack gap="400">
        <BlockStack gap="050">
          <Text as="p" variant="headingMd">
            {sentence}
          </Text>
          <Text as="p" tone="subdued">
            {off === null || off === 0
              ? null
              : `${t(off > 0 ? "value.backtest.too_high" : "value.backtest.too_low", { off: percent(Math.abs(off), 1) })} `}
            {t("value.backtest.orders", {
              predicted: number(last.predictedOrders),
              actual: number(last.actualOrders),
              customers: number(last.customers),
            })}
          </Text>
        </BlockStack>
        <div className="crescendo-two">
          <PredictedActual periods={report.periods} summary={sentence} />
          <CalibrationChart bins={last.reliability} />
        </div>
        <Rivals last={last} />
      </BlockStack>
    </SectionCard>
  );
}

/** The forecast beside simpler ways, on the same customers and the same quarter. */
function Rivals({ last }: { last: BacktestPeriod }) {
  const { t } = useTranslation();
  const { number, percent } = useFormats();
  const share = (value: number | null) => (value === null ? t("value.none") : percent(value));
  return (
    <BlockStack gap="100">
      <Text as="h3" variant="headingSm">
        {t("value.backtest.rivals")}
      </Text>
      <NamedTable
        name={t("value.backtest.rivals")}
        columnContentTypes={["text", "numeric", "numeric", "numeric", "numeric"]}
        headings={[
          t("value.backtest.column.way"),
          t("value.backtest.column.bias"),
          t("value.backtest.column.error"),
          t("value.backtest.column.top"),
          t("value.backtest.column.covered"),
        ]}
        rows={RIVALS.map((name) => {
          const score = last.scores[name];
          return [
            t(`value.backtest.way.${name}`, { model: MODEL_NAMES[last.model] }),
            score.ordersBias === null ? t("value.none") : signed(score.ordersBias, (bias) => percent(bias, 1)),
            number(score.ordersMae, 3),
            share(score.top10Spend),
            share(score.coverage80),
          ];
        })}
        increasedTableDensity
      />
      <Text as="p" variant="bodySm" tone="subdued">
        {t("value.backtest.reading")}
      </Text>
    </BlockStack>
  );
}
