import { BlockStack, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import type { ExperimentDetail } from "../../experiments/experiment.ts";
import { isTooLong, type PlannedSample, type PowerReport } from "../../experiments/power-report.ts";
import { NamedTable } from "../named-table.tsx";
import { SectionCard } from "../section-card.tsx";
import { useFormats } from "../shop-context.tsx";
import { twoFigures } from "./two-figures.ts";

interface PowerCardProps {
  power: PowerReport | null;
  kind: ExperimentDetail["kind"];
}

/** How long it takes to know, in the merchant's own numbers. */
export function PowerCard({ power, kind }: PowerCardProps) {
  const { t } = useTranslation();
  const { number, percent } = useFormats();
  if (!power) {
    return (
      <SectionCard title={t("experiments.power.title")}>
        <Text as="p">{t("experiments.power.none")}</Text>
      </SectionCard>
    );
  }
  // a test holds out nobody and shares its visitors equally
  const test = kind === "ab_test";
  const sample = (plan: PlannedSample | null) => {
    if (!plan) return t("experiments.none");
    const units = number(twoFigures(plan.units));
    if (plan.days === null) return t("experiments.power.visitors", { units });
    if (isTooLong(plan.days)) return t("experiments.power.visitors_never", { units });
    const days = Math.max(1, Math.ceil(plan.days));
    return t("experiments.power.visitors_days", { count: days, units, days: number(days) });
  };
  const never = power.lifts.some(({ half, present }) => [half, test ? null : present].some((plan) => isTooLong(plan?.days ?? 0)));
  const tenth = power.lifts.find(({ lift }) => lift === 0.1)?.half ?? null;
  return (
    <SectionCard title={t("experiments.power.title")} intro={t("experiments.power.intro")}>
      <BlockStack gap="200">
        <Text as="p">
          {t(test ? "experiments.power.sentence_test" : "experiments.power.sentence", {
            lift: percent(0.1),
            sample: sample(tenth),
          })}
        </Text>
        <NamedTable
          name={t("experiments.power.title")}
          columnContentTypes={test ? ["text", "numeric"] : ["text", "numeric", "numeric"]}
          headings={[
            t("experiments.power.lift"),
            ...(test
              ? [t("experiments.power.equal")]
              : [t("experiments.power.half"), t("experiments.power.present", { share: percent(power.share, 1) })]),
          ]}
          rows={power.lifts.map(({ lift, half, present }) => [percent(lift), sample(half), ...(test ? [] : [sample(present)])])}
          increasedTableDensity
        />
        {never ? <Text as="p">{t(`experiments.power.never.${kind}`)}</Text> : null}
        <Text as="p" variant="bodySm" tone="subdued">
          {t(power.from === "visitors" ? "experiments.power.from_visitors" : "experiments.power.from_orders", {
            conversion: percent(power.conversion.value, 1),
          })}{" "}
          {power.from === "orders" ? t(`experiments.power.conversion.${power.conversion.source}`) : null}
        </Text>
      </BlockStack>
    </SectionCard>
  );
}
