import { BlockStack, Button, Card, Collapsible, InlineStack, Text } from "@shopify/polaris";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import type { MonthlyRevenue } from "../value/monthly-revenue.ts";
import { CHART, chartGeometry, SERIES, type Series } from "./chart-geometry.ts";
import { everyMonth } from "./every-month.ts";
import { NamedTable } from "./named-table.tsx";
import { useFormats } from "./shop-context.tsx";

const FILL: Record<Series, string> = { newRevenue: "#8fb8f6", returningRevenue: "#0b57d0", guestRevenue: "#b5b5b5" };

/** Right of here a month's name in the middle of its bar would leave the picture. */
const LAST_MIDDLE = CHART.width - 36;

/** Revenue by month from new and returning customers: bars to look at, and the same figures as a table. */
export function RevenueChart({ rows: sold }: { rows: readonly MonthlyRevenue[] }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const rows = everyMonth(sold);
  const [table, setTable] = useState(false);
  const id = useId();
  const series = SERIES.filter((name) => name !== "guestRevenue" || rows.some((row) => row.guestRevenue !== 0));
  const { months, ticks } = chartGeometry(rows);
  const first = rows[0];
  const last = rows.at(-1);
  if (!first || !last) return null;
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd" id={`${id}-title`}>
          {t("chart.title")}
        </Text>
        <InlineStack gap="400">
          {series.map((name) => (
            <Text as="span" variant="bodySm" key={name}>
              <span className="crescendo-swatch" style={{ background: FILL[name] }} aria-hidden="true" />
              {t(`chart.${name}`)}
            </Text>
          ))}
        </InlineStack>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls on a phone, and keys must be able to */}
        <section className="crescendo-chart-scroll crescendo-chart-wide" tabIndex={0} aria-labelledby={`${id}-title`}>
          {/* biome-ignore lint/a11y/noSvgWithoutTitle: the card's heading is its title */}
          <svg
            className="crescendo-chart"
            viewBox={`0 0 ${CHART.width} ${CHART.height}`}
            role="img"
            aria-labelledby={`${id}-title`}
            aria-describedby={`${id}-summary`}
          >
            {ticks.map((tick) => (
              <g key={tick.value}>
                <line x1={CHART.left} x2={CHART.width - CHART.right} y1={tick.y} y2={tick.y} stroke="#e3e3e3" />
                <text x={CHART.left - 8} y={tick.y} dy="0.32em" textAnchor="end">
                  {formats.moneyShort(
                    tick.value,
                    ticks.map(({ value }) => value),
                  )}
                </text>
              </g>
            ))}
            {months.map((month) => (
              <g key={month.month}>
                {month.bars.map((bar) => (
                  <rect key={bar.series} x={bar.x} y={bar.y} width={bar.width} height={bar.height} fill={FILL[bar.series]} />
                ))}
                {month.labelled ? (
                  <text
                    x={month.x > LAST_MIDDLE ? CHART.width : month.x}
                    y={CHART.height - 8}
                    textAnchor={month.x > LAST_MIDDLE ? "end" : "middle"}
                  >
                    {month.gap ? "…" : formats.month(month.month)}
                  </text>
                ) : null}
              </g>
            ))}
          </svg>
        </section>
        <Text as="p" variant="bodySm" tone="subdued" id={`${id}-summary`}>
          {t("chart.summary", { range: formats.monthRange(first.month, last.month) })}
        </Text>
        <InlineStack>
          <Button
            variant="plain"
            disclosure={table ? "up" : "down"}
            ariaExpanded={table}
            ariaControls={`${id}-table`}
            accessibilityLabel={t("chart.table_for", { title: t("chart.title") })}
            onClick={() => setTable(!table)}
          >
            {t("chart.table")}
          </Button>
        </InlineStack>
        <Collapsible id={`${id}-table`} open={table} transition={false} expandOnPrint>
          <NamedTable
            name={t("chart.title")}
            columnContentTypes={["text", "numeric", ...series.map(() => "numeric" as const)]}
            headings={[t("chart.month"), t("chart.orders"), ...series.map((name) => t(`chart.${name}`))]}
            rows={rows.map((row) => [
              formats.monthRange(row.month, row.until ?? row.month),
              formats.number(row.orders),
              ...series.map((name) => formats.money(row[name])),
            ])}
          />
        </Collapsible>
      </BlockStack>
    </Card>
  );
}
