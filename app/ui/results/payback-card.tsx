import { BlockStack, Button, InlineStack, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import type { PaybackCohort, PaybackReport } from "../../ledger/payback-report.ts";
import { LineChart } from "../charts/line-chart.tsx";
import { NamedTable } from "../named-table.tsx";
import { SectionCard } from "../section-card.tsx";
import { useFormats } from "../shop-context.tsx";

const COLUMNS = ["customers", "tripwire", "core", "maximizer", "later", "per_customer", "paid_back"] as const;
/** days between words below the curve */
const EVERY = 10;

/** Whether the customers a tripwire won bring back what it lost, and on which day. */
export function PaybackCard({ payback }: { payback: PaybackReport }) {
  const { t } = useTranslation();
  const { money, moneyShort, number, month } = useFormats();
  const { all, cohorts, guestOrders } = payback;
  if (!all) {
    return (
      <SectionCard title={t("results.payback.title")}>
        <BlockStack gap="200">
          <Text as="p">{t("results.payback.none")}</Text>
          <InlineStack>
            <Button url="/app/offers/new?stage=tripwire">{t("results.payback.create")}</Button>
          </InlineStack>
        </BlockStack>
      </SectionCard>
    );
  }
  const paidBack = ({ paidBackOn, curve }: PaybackCohort) =>
    paidBackOn === null
      ? t("results.payback.not_yet", { count: curve.length - 1, days: number(curve.length - 1) })
      : paidBackOn === 0
        ? t("results.payback.at_once")
        : t("results.payback.on_day", { count: paidBackOn, days: number(paidBackOn) });
  const cells = (cohort: PaybackCohort) => [
    number(cohort.customers),
    money(cohort.tripwire),
    money(cohort.core),
    money(cohort.maximizer),
    money(cohort.later),
    money((cohort.tripwire + cohort.core + cohort.maximizer + cohort.later) / cohort.customers),
    paidBack(cohort),
  ];
  const last = all.curve.length - 1;
  const sentence = t("results.payback.sentence", {
    count: all.customers,
    customers: number(all.customers),
    first: money(all.curve[0] ?? 0),
    now: money(all.curve[last] ?? 0),
    days: number(last),
  });
  return (
    <SectionCard title={t("results.payback.title")} intro={t("results.payback.intro")}>
      <BlockStack gap="300">
        <Text as="p" fontWeight="medium">
          {`${sentence} ${paidBack(all)}.`}
        </Text>
        {last > 0 ? (
          <LineChart
            title={t("results.payback.curve")}
            summary={`${sentence} ${paidBack(all)}.`}
            series={[
              {
                id: "all",
                label: t("results.payback.curve"),
                color: "#0b4bb3",
                mark: "circle",
                points: all.curve.map((y, x) => ({ x, y })),
              },
            ]}
            labels={all.curve.flatMap((_, x) =>
              x % EVERY === 0 || last < EVERY ? [{ x, text: t("results.payback.day", { day: number(x) }) }] : [],
            )}
            format={moneyShort}
            table={{
              headings: [t("results.payback.days"), t("results.payback.curve")],
              rows: all.curve.flatMap((y, x) => (y === all.curve[x - 1] && x < last ? [] : [[number(x), money(y)]])),
            }}
          />
        ) : null}
        <NamedTable
          name={t("results.payback.title")}
          columnContentTypes={["text", ...COLUMNS.map((column) => (column === "paid_back" ? ("text" as const) : ("numeric" as const)))]}
          headings={[t("results.payback.month"), ...COLUMNS.map((column) => t(`results.payback.column.${column}`))]}
          rows={[...cohorts.map((cohort) => [month(cohort.month ?? ""), ...cells(cohort)]), [t("results.payback.all"), ...cells(all)]]}
          increasedTableDensity
        />
        {guestOrders > 0 ? (
          <Text as="p" variant="bodySm" tone="subdued">
            {t("results.payback.guests", { count: guestOrders, orders: number(guestOrders) })}
          </Text>
        ) : null}
      </BlockStack>
    </SectionCard>
  );
}
