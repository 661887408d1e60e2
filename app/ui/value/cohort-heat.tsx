import { BlockStack, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import type { ValueBase } from "../../value/amounts.ts";
import type { CohortTable } from "../../value/cohort-table.ts";
import { heatShade } from "../charts/heat-shade.ts";
import { useFormats } from "../shop-context.tsx";
import { type CohortMeasure, measureOf } from "./cohort-measure.ts";

interface CohortHeatProps {
  table: CohortTable;
  measure: CohortMeasure;
  base: ValueBase;
}

/** A row a cohort, one for all older ones, a column a month of age. It is a table itself: each cell has its figure, the shade repeats it. */
export function CohortHeat({ table: { cohorts, older, after }, measure, base }: CohortHeatProps) {
  const { t } = useTranslation();
  const { moneyShort, number, percent, month } = useFormats();
  const title = t(`value.cohorts.by.${measure}`);
  const from = measure === "retention" ? 1 : 0;
  const longest = Math.max(older?.cells.length ?? 0, ...cohorts.map(({ cells }) => cells.length));
  const ages = Array.from({ length: Math.max(longest - from, 0) }, (_, index) => index + from);
  const all = cohorts.flatMap(({ cells, cutOff }) =>
    cutOff ? [] : cells.flatMap((cell) => (cell.age >= from && cell.complete ? (measureOf(cell, measure, base) ?? []) : [])),
  );
  const highest = quantile(all, 0.95);
  const rows = [
    ...(older ? [{ ...older, key: "older", name: t("value.cohorts.before", { month: month(older.before) }) }] : []),
    ...cohorts.map((cohort) => ({ ...cohort, key: cohort.month, name: month(cohort.month) })),
  ];
  const text = (value: number) => (measure === "retention" ? percent(value) : moneyShort(value));
  const notes = [
    older &&
      t("value.cohorts.older", {
        count: older.customers,
        customers: number(older.customers),
        month: month(older.before),
        months: number(older.cells.length),
      }),
    after && t("value.cohorts.after", { count: after.customers, customers: number(after.customers), month: month(after.month) }),
    t("value.cohorts.running"),
    rows.some(({ cutOff }) => cutOff) && t("value.cohorts.cut_off"),
  ].filter(Boolean);
  return (
    <BlockStack gap="100">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section className="crescendo-chart-scroll" tabIndex={0} aria-label={t("value.cohorts.scroll", { measure: title })}>
        <table className="crescendo-heat">
          <caption className="crescendo-unseen">{title}</caption>
          <thead>
            <tr>
              <th scope="col">{t("value.cohorts.first_order")}</th>
              <th scope="col">{t("value.cohorts.customers")}</th>
              {ages.map((age) => (
                <th scope="col" key={age}>
                  {t("value.cohorts.age_short", { age: number(age) })}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ key, name, customers, cutOff, cells }) => (
              <tr key={key}>
                <th scope="row">
                  {name}
                  {cutOff ? " *" : ""}
                </th>
                <td>{number(customers)}</td>
                {ages.map((age) => {
                  const cell = cells[age];
                  const value = cell ? measureOf(cell, measure, base) : null;
                  if (!cell || value === null) return <td key={age}>{cell ? t("value.none") : ""}</td>;
                  return (
                    <td key={age} style={heatShade(value, highest)}>
                      {text(value)}
                      {"complete" in cell && !cell.complete ? "…" : ""}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <Text as="p" variant="bodySm" tone="subdued">
        {notes.join(" ")}
      </Text>
    </BlockStack>
  );
}

/** One far-off cell must not make all others pale. */
function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
}
