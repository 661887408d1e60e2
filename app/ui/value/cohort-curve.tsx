import { useTranslation } from "react-i18next";
import type { ValueBase } from "../../value/amounts.ts";
import type { Cohort, CohortTable } from "../../value/cohort-table.ts";
import { type DrawnSeries, LineChart } from "../charts/line-chart.tsx";
import { useFormats } from "../shop-context.tsx";
import { type CohortMeasure, measureOf } from "./cohort-measure.ts";

const STYLES = [
  { color: "#b98900", mark: "square" },
  { color: "#0b7a4b", mark: "triangle" },
  { color: "#8a3ffc", mark: "diamond" },
] as const;
const LONG_ENOUGH = 4;
const LARGE_ENOUGH = 30;
/** Ages that only the few oldest customers have reached say little of all. */
const FEWEST_SHARE = 0.05;

interface CohortCurveProps {
  table: CohortTable;
  measure: CohortMeasure;
  base: ValueBase;
}

/** All cohorts together by age, beside an early, a middle and a late one. */
export function CohortCurve({ table: { cohorts, curve }, measure, base }: CohortCurveProps) {
  const { t } = useTranslation();
  const { money, moneyShort, percent, number, month } = useFormats();
  // In the first month every customer ordered: as a share it says nothing and would flatten the rest.
  const from = measure === "retention" ? 1 : 0;
  const text = (value: number | null, short = false) =>
    value === null ? t("value.none") : measure === "retention" ? percent(value, 1) : short ? moneyShort(value) : money(value);
  const most = Math.max(0, ...curve.map(({ customers }) => customers));
  const enough = ({ customers }: { customers: number }) => customers >= most * FEWEST_SHARE;
  const series: DrawnSeries[] = [
    {
      id: "all",
      label: t("value.cohorts.together"),
      color: "#0b4bb3",
      mark: "circle",
      points: curve
        .filter(({ age }) => age >= from)
        .map((point) => ({ x: point.age, y: enough(point) ? measureOf(point, measure, base) : null })),
    },
    ...examples(cohorts).map((cohort, index) => ({
      ...(STYLES[index] ?? STYLES[0]),
      id: cohort.month,
      label: t("value.cohorts.of_month", { month: month(cohort.month) }),
      dashed: true,
      points: cohort.cells
        .filter(({ age, complete }) => complete && age >= from)
        .map((cell) => ({ x: cell.age, y: measureOf(cell, measure, base) })),
    })),
  ];
  const ages = curve.filter(({ age }) => age >= from).map(({ age }) => age);
  if (ages.length < 2) return null;
  const title = t(`value.cohorts.by.${measure}`);
  return (
    <LineChart
      title={title}
      summary={t("value.cohorts.summary", {
        measure: title,
        first: text(series[0]?.points[0]?.y ?? null),
        last: text(series[0]?.points.findLast(({ y }) => y !== null)?.y ?? null),
        months: number(series[0]?.points.findLast(({ y }) => y !== null)?.x ?? 0),
      })}
      series={series}
      labels={ages.map((age) => ({ x: age, text: t("value.cohorts.age_short", { age: number(age) }) }))}
      format={(value) => text(value, true)}
      height={230}
      table={{
        headings: [t("value.cohorts.age"), t("value.cohorts.customers"), ...series.map(({ label }) => label)],
        rows: curve
          .filter(({ age }) => age >= from)
          .map((point) => [
            number(point.age),
            number(point.customers),
            text(measureOf(point, measure, base)),
            ...series.slice(1).map(({ points }) => text(points.find(({ x }) => x === point.age)?.y ?? null)),
          ]),
      }}
    />
  );
}

/** The oldest, the middle and the newest of the cohorts with enough customers and whole months, none that the data cut off. */
function examples(cohorts: readonly Cohort[]): Cohort[] {
  const whole = cohorts.filter(({ cutOff, cells }) => !cutOff && cells.filter(({ complete }) => complete).length >= LONG_ENOUGH);
  const large = whole.filter(({ customers }) => customers >= LARGE_ENOUGH);
  const places = new Set([0, Math.floor((large.length - 1) / 2), large.length - 1]);
  return [...places].flatMap((place) => large[place] ?? []);
}
