import { Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import type { ExperimentDetail, PastLook } from "../../experiments/experiment.ts";
import { LineChart } from "../charts/line-chart.tsx";
import { SectionCard } from "../section-card.tsx";
import { useFormats } from "../shop-context.tsx";
import { armLabel } from "./experiment-name.ts";

/** The interval of each arm day by day: it narrows, and says something once it leaves zero. */
export function IntervalOverTime({ experiment }: { experiment: ExperimentDetail }) {
  const { t } = useTranslation();
  const arms = experiment.arms.slice(1).map((arm) => ({ arm, days: daysOf(experiment.looks, arm.key) }));
  return (
    <SectionCard title={t("experiments.chart.title")} intro={t("experiments.chart.intro")}>
      {arms.every(({ days }) => days.length < 2) ? (
        <Text as="p">{t("experiments.chart.none")}</Text>
      ) : (
        arms
          .filter(({ days }) => days.length >= 2)
          .map(({ arm, days }) => (
            <OneArm
              key={arm.key}
              title={
                arms.length > 1 ? t("experiments.chart.of", { name: armLabel(t, experiment.kind, arm) }) : t("experiments.chart.title")
              }
              days={days}
            />
          ))
      )}
    </SectionCard>
  );
}

interface Day {
  readonly day: string;
  readonly units: number;
  readonly expected: number;
  readonly low: number;
  readonly high: number;
}

function OneArm({ title, days }: { title: string; days: readonly Day[] }) {
  const { t } = useTranslation();
  const { money, moneyShort, number, date, range } = useFormats();
  const day = (text: string) => date(noon(text));
  const last = days.at(-1) as Day;
  return (
    <LineChart
      title={title}
      summary={t("experiments.chart.summary", {
        range: range(noon(days[0]?.day ?? last.day), noon(last.day)),
        expected: money(last.expected),
        low: money(last.low),
        high: money(last.high),
      })}
      series={[
        {
          id: "expected",
          label: t("experiments.chart.expected"),
          color: "#0b4bb3",
          mark: "circle",
          points: days.map(({ expected }, x) => ({ x, y: expected })),
        },
      ]}
      band={{ label: t("experiments.chart.band"), points: days.map(({ low, high }, x) => ({ x, low, high })) }}
      labels={days.map((one, x) => ({ x, text: day(one.day) }))}
      format={moneyShort}
      yDomain={[Math.min(0, ...days.map(({ low }) => low)), Math.max(0, ...days.map(({ high }) => high))]}
      height={240}
      table={{
        headings: [
          t("experiments.chart.day"),
          t("experiments.column.visitors"),
          t("experiments.chart.expected"),
          t("experiments.chart.low"),
          t("experiments.chart.high"),
        ],
        rows: days.map((one) => [day(one.day), number(one.units), money(one.expected), money(one.low), money(one.high)]),
      }}
    />
  );
}

function noon(day: string): string {
  return `${day}T12:00:00Z`;
}

function daysOf(looks: readonly PastLook[], key: string): Day[] {
  return looks.flatMap(({ day, units, effects }) => {
    const found = effects.find(({ arm }) => arm === key)?.incremental;
    return found ? [{ day, units, expected: found.expected, low: found.ci[0], high: found.ci[1] }] : [];
  });
}
