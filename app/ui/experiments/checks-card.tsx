import { Badge, BlockStack, DataTable, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import type { ExperimentDetail } from "../../experiments/experiment.ts";
import type { Look } from "../../experiments/look.ts";
import { SectionCard } from "../section-card.tsx";
import { useFormats } from "../shop-context.tsx";
import { armLabel } from "./experiment-name.ts";

const TONE = { holds: "success", broken: "critical", unclear: undefined, not_enough_data: undefined } as const;

/** Whether the result may be believed, and whether the experiment does harm. */
export function ChecksCard({ experiment, look }: { experiment: ExperimentDetail; look: Look }) {
  const { t } = useTranslation();
  const { number } = useFormats();
  const { mismatch, pValue } = look.sampleRatio;
  const label = (key: string) => armLabel(t, experiment.kind, experiment.arms.find((arm) => arm.key === key) ?? { key, name: key });
  return (
    <SectionCard title={t("experiments.checks.title")} intro={t("experiments.checks.intro")}>
      <BlockStack gap="300">
        <Text as="p">
          <Badge tone={mismatch ? "critical" : "success"}>{t(mismatch ? "experiments.checks.off" : "experiments.checks.as_planned")}</Badge>{" "}
          {t(mismatch ? "experiments.checks.sizes_off" : "experiments.checks.sizes", { p: number(pValue, 4) })}
        </Text>
        <DataTable
          columnContentTypes={["text", "text", "text"]}
          headings={[t("experiments.arms.group"), t("experiments.checks.metric"), t("experiments.checks.state")]}
          rows={look.effects.flatMap(({ arm, guardrails }) =>
            guardrails.map(({ metric, state }) => {
              const tone = TONE[state];
              return [
                label(arm),
                t(`experiments.guardrail_rule.${metric}`),
                <Badge key={metric} {...(tone ? { tone } : {})}>
                  {t(`experiments.guardrail_state.${state}`)}
                </Badge>,
              ];
            }),
          )}
          increasedTableDensity
        />
      </BlockStack>
    </SectionCard>
  );
}
