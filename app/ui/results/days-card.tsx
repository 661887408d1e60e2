import { Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import type { OfferDay } from "../../ledger/offer-report.ts";
import { TableBehind } from "../charts/chart.tsx";
import { LineChart } from "../charts/line-chart.tsx";
import { SectionCard } from "../section-card.tsx";
import { useFormats } from "../shop-context.tsx";

const SHOWN = ["decisions", "visitors", "impressions", "added"] as const;
const EARNED = ["orders", "revenue", "discount", "cost", "fees", "refunded", "profit"] as const;

/** What is attributed to an offer, day by day and added up. */
export function DaysCard({ days }: { days: readonly OfferDay[] }) {
  const { t } = useTranslation();
  const { money, moneyShort, number, date, range } = useFormats();
  const noon = (text: string) => `${text}T12:00:00Z`;
  const day = (text: string) => date(noon(text));
  const [first] = days;
  const last = days.at(-1);
  if (!first || !last) {
    return (
      <SectionCard title={t("offerReport.days.title")}>
        <Text as="p">{t("offerReport.days.none")}</Text>
      </SectionCard>
    );
  }
  let soFar = 0;
  const points = days.map(({ earned }, x) => {
    soFar += earned.profit;
    return { x, y: soFar };
  });
  const total = t("offerReport.days.summary", { range: range(noon(first.day), noon(last.day)), profit: money(soFar) });
  const table = {
    headings: [
      t("offerReport.days.day"),
      ...SHOWN.map((name) => t(`offerReport.shown.${name}`)),
      ...EARNED.map((name) => t(`results.column.${name}`)),
    ],
    rows: days.map(({ day: text, shown, earned }) => [
      day(text),
      ...SHOWN.map((name) => number(shown[name])),
      ...EARNED.map((name) => (name === "orders" ? number(earned.orders) : money(earned[name]))),
    ]),
  };
  if (days.length === 1) {
    return (
      <SectionCard title={t("offerReport.days.title")} intro={t("offerReport.days.intro")}>
        <Text as="p">{total}</Text>
        <TableBehind title={t("offerReport.days.title")} table={table} />
      </SectionCard>
    );
  }
  return (
    <SectionCard title={t("offerReport.days.title")} intro={t("offerReport.days.intro")}>
      <LineChart
        title={t("offerReport.days.title")}
        summary={total}
        series={[{ id: "profit", label: t("results.column.profit"), color: "#0b4bb3", mark: "circle", points }]}
        labels={days.map((one, x) => ({ x, text: day(one.day) }))}
        format={moneyShort}
        height={220}
        table={table}
      />
    </SectionCard>
  );
}
