import { BlockStack, DataTable, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import type { PlannedSample, PowerReport } from "../../experiments/power-report.ts";
import { SectionCard } from "../section-card.tsx";
import { useFormats } from "../shop-context.tsx";

interface PowerCardProps {
  power: PowerReport | null;
  /** of an A/B test, which holds out nobody and shares its visitors equally; null: a holdout */
  arms: number | null;
}

/** How long it takes to know, in the merchant's own numbers. */
export function PowerCard({ power, arms }: PowerCardProps) {
  const { t } = useTranslation();
  const { number, percent } = useFormats();
  if (!power) {
    return (
      <SectionCard title={t("experiments.power.title")}>
        <Text as="p">{t("experiments.power.none")}</Text>
      </SectionCard>
    );
  }
  // a pair of groups needs what two halves need; each further group as much as one of them
  const grown = (arms ?? 2) / 2;
  const sample = (plan: PlannedSample | null) => {
    if (!plan) return t("experiments.none");
    const units = number(round(plan.units * grown));
    if (plan.days === null) return t("experiments.power.visitors", { units });
    const days = Math.max(1, Math.ceil(plan.days * grown));
    return t("experiments.power.visitors_days", { count: days, units, days: number(days) });
  };
  const tenth = power.lifts.find(({ lift }) => lift === 0.1)?.half ?? null;
  return (
    <SectionCard title={t("experiments.power.title")} intro={t("experiments.power.intro")}>
      <BlockStack gap="200">
        <Text as="p">
          {t(arms === null ? "experiments.power.sentence" : "experiments.power.sentence_test", {
            lift: percent(0.1),
            sample: sample(tenth),
          })}
        </Text>
        <DataTable
          columnContentTypes={arms === null ? ["text", "numeric", "numeric"] : ["text", "numeric"]}
          headings={[
            t("experiments.power.lift"),
            ...(arms === null
              ? [t("experiments.power.half"), t("experiments.power.present", { share: percent(power.share, 1) })]
              : [t("experiments.power.equal")]),
          ]}
          rows={power.lifts.map(({ lift, half, present }) => [percent(lift), sample(half), ...(arms === null ? [sample(present)] : [])])}
          increasedTableDensity
        />
        <Text as="p" variant="bodySm" tone="subdued">
          {t(power.from === "visitors" ? "experiments.power.from_visitors" : "experiments.power.from_orders", {
            conversion: percent(power.conversion.value, 1),
          })}{" "}
          {power.conversion.assumed ? t("experiments.power.assumed") : null}
        </Text>
      </BlockStack>
    </SectionCard>
  );
}

/** Two figures are all that such a plan knows. */
function round(units: number): number {
  const step = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(1, units))) - 1);
  return Math.round(units / step) * step;
}
