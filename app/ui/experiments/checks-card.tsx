import { Badge, BlockStack, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import type { ExperimentDetail } from "../../experiments/experiment.ts";
import type { Look } from "../../experiments/look.ts";
import { NamedTable } from "../named-table.tsx";
import { SectionCard } from "../section-card.tsx";
import { useFormats } from "../shop-context.tsx";
import { armLabel } from "./experiment-name.ts";

const TONE = { holds: "success", broken: "critical", unclear: undefined, not_enough_data: undefined } as const;

const SIZES_TONE = { off: "critical", too_few: undefined, as_planned: "success" } as const;

function sizesOf({ mismatch, tooFew }: Look["sampleRatio"]): keyof typeof SIZES_TONE {
  if (mismatch) return "off";
  return tooFew ? "too_few" : "as_planned";
}

const LEAST_P = 0.0001;

/** "= 0.0312"; a p is never nothing: "< 0.0001" */
function pText(p: number, number: (value: number, digits?: number) => string): string {
  return p < LEAST_P ? `< ${number(LEAST_P, 4)}` : `= ${number(p, 4)}`;
}

/** Whether the result may be believed, and whether the experiment does harm. */
export function ChecksCard({ experiment, look }: { experiment: ExperimentDetail; look: Look }) {
  const { t } = useTranslation();
  const { number } = useFormats();
  const { pValue } = look.sampleRatio;
  const sizes = sizesOf(look.sampleRatio);
  const label = (key: string) => armLabel(t, experiment.kind, experiment.arms.find((arm) => arm.key === key) ?? { key, name: key });
  return (
    <SectionCard title={t("experiments.checks.title")} intro={t("experiments.checks.intro")}>
      <BlockStack gap="300">
        <Text as="p">
          <Badge {...(SIZES_TONE[sizes] ? { tone: SIZES_TONE[sizes] } : {})}>{t(`experiments.checks.${sizes}.short`)}</Badge>{" "}
          {t(`experiments.checks.${sizes}.sentence`, { p: pText(pValue, number) })}
        </Text>
        <NamedTable
          name={t("experiments.checks.title")}
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
