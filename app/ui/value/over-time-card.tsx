import { BlockStack, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import type { ValueBase } from "../../value/amounts.ts";
import type { ClvOverTime } from "../../value/clv-over-time.ts";
import { type DrawnSeries, LineChart } from "../charts/line-chart.tsx";
import { SectionCard } from "../section-card.tsx";
import { useFormats } from "../shop-context.tsx";

/** CLV is not static: what a customer had brought, and was expected to bring, week by week. */
export function OverTimeCard({ time, base }: { time: ClvOverTime; base: ValueBase }) {
  const { t } = useTranslation();
  const { money, moneyShort, number, date, range } = useFormats();
  const { weeks, fits } = time;
  if (weeks.length < 2) {
    return (
      <SectionCard title={t("value.time.title")}>
        <Text as="p">{t("value.time.none")}</Text>
      </SectionCard>
    );
  }
  const noon = (text: string) => `${text}T12:00:00Z`;
  const day = (text: string) => date(noon(text));
  const or = (value: number | null | undefined, text: (value: number) => string) =>
    value === null || value === undefined ? t("value.none") : text(value);
  const predicted: DrawnSeries = {
    id: "predicted",
    label: t("value.time.predicted"),
    color: "#b98900",
    mark: "triangle",
    dashed: true,
    points: weeks.map((week, x) => ({ x, y: week.predictedPerCustomer?.[base] ?? null })),
  };
  const historic: DrawnSeries = {
    id: "historic",
    label: t("value.time.historic"),
    color: "#0b4bb3",
    mark: "circle",
    points: weeks.map((week, x) => ({ x, y: week.historicPerCustomer?.[base] ?? null })),
  };
  const first = weeks[0];
  const last = weeks.at(-1);
  return (
    <SectionCard title={t("value.time.title")} intro={t("value.time.intro", { base: t(`value.base_in_text.${base}`) })}>
      <BlockStack gap="200">
        <LineChart
          title={t("value.time.title")}
          summary={t("value.time.summary", {
            range: range(noon(first?.day ?? ""), noon(last?.day ?? "")),
            before: or(first?.historicPerCustomer?.[base], money),
            now: or(last?.historicPerCustomer?.[base], money),
          })}
          series={[historic, predicted].filter(({ points }) => points.some(({ y }) => y !== null))}
          labels={weeks.map((week, x) => ({ x, text: day(week.day) }))}
          format={moneyShort}
          height={220}
          table={{
            headings: [t("value.time.week"), t("value.time.customers"), historic.label, predicted.label, t("value.time.order_again")],
            rows: weeks.map((week) => [
              day(week.day),
              number(week.customers),
              or(week.historicPerCustomer?.[base], money),
              or(week.predictedPerCustomer?.[base], money),
              or(week.orderAgain, (value) => number(value)),
            ]),
          }}
        />
        {fits.length > 0 ? (
          <Text as="p" variant="bodySm" tone="subdued">
            {t("value.time.fits", { count: fits.length, fits: number(fits.length), day: day(fits.at(-1)?.day ?? "") })}
          </Text>
        ) : null}
      </BlockStack>
    </SectionCard>
  );
}
