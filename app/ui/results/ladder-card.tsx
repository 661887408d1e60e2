import { BlockStack, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import type { LadderReport } from "../../ledger/ladder-report.ts";
import { Waterfall } from "../charts/waterfall.tsx";
import { SectionCard } from "../section-card.tsx";
import { useFormats } from "../shop-context.tsx";
import { signed } from "../signed.ts";

/** an assumed share of the cost below this rounds to 0 % */
const WORTH_SAYING = 0.005;
const COLUMNS = ["orders", "sold", "refunded", "cost", "fees", "profit", "discount"] as const;

/** The store's profit of the period by stage of the ladder; the stages add up to it without rest. */
export function LadderCard({ ladder }: { ladder: LadderReport }) {
  const { t } = useTranslation();
  const { money, number, percent } = useFormats();
  const { rows, total } = ladder;
  if (total.orders === 0) {
    return (
      <SectionCard title={t("results.ladder.title")}>
        <Text as="p">{t("results.ladder.none")}</Text>
      </SectionCard>
    );
  }
  const cells = (row: LadderReport["total"]) => COLUMNS.map((column) => (column === "orders" ? number(row.orders) : money(row[column])));
  const best = rows.reduce((most, row) => (row.profit > most.profit ? row : most));
  const summary = t("results.ladder.sentence", {
    total: money(total.profit),
    stage: t(`results.stage.${best.stage}`),
    profit: signed(best.profit, money),
  });
  return (
    <SectionCard title={t("results.ladder.title")} intro={t("results.ladder.intro")}>
      <BlockStack gap="300">
        <Text as="p" fontWeight="medium">
          {summary}
        </Text>
        <Waterfall
          title={t("results.ladder.title")}
          summary={summary}
          parts={[
            ...rows.map(({ stage, profit }) => ({ id: stage, kind: "step" as const, amount: profit, label: t(`results.stage.${stage}`) })),
            { id: "total", kind: "total" as const, amount: total.profit, label: t("results.ladder.total") },
          ]}
          table={{
            headings: [t("results.column.stage"), ...COLUMNS.map((column) => t(`results.column.${column}`))],
            rows: [...rows.map((row) => [t(`results.stage.${row.stage}`), ...cells(row)]), [t("results.ladder.total"), ...cells(total)]],
          }}
        />
        <ul className="crescendo-words">
          {rows.map(({ stage }) => (
            <li key={stage}>
              <Text as="span" fontWeight="medium">
                {t(`results.stage.${stage}`)}
              </Text>{" "}
              {t(`results.stage_meaning.${stage}`)}
            </li>
          ))}
        </ul>
        {ladder.assumedCostShare >= WORTH_SAYING ? (
          <Text as="p" variant="bodySm" tone="subdued">
            {t("figure.assumed_costs", { share: percent(ladder.assumedCostShare) })}
          </Text>
        ) : null}
      </BlockStack>
    </SectionCard>
  );
}
