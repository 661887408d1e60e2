import { BlockStack, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import type { ExperimentDetail } from "../../experiments/experiment.ts";
import type { Look } from "../../experiments/look.ts";
import { NamedTable } from "../named-table.tsx";
import { SectionCard } from "../section-card.tsx";
import { useFormats } from "../shop-context.tsx";
import { armLabel } from "./experiment-name.ts";
import { withInterval } from "./verdict-words.ts";

/** A chance is never nothing, as it is never all: 99.9% is written for all above, 0.1% for all below. */
const LEAST_CHANCE = 0.001;

/** The same question asked in other ways: at any time, at the planned end, and as a chance. */
export function MoreReadingsCard({ experiment, look }: { experiment: ExperimentDetail; look: Look }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const reading = experiment.plannedReading;
  const explained = look.effects.map(({ varianceExplained }) => varianceExplained).find((share) => share !== null) ?? null;
  return (
    <SectionCard title={t("experiments.more.title")} intro={t("experiments.more.intro")}>
      <BlockStack gap="200">
        <NamedTable
          name={t("experiments.more.title")}
          columnContentTypes={["text", "numeric", "numeric", "numeric"]}
          headings={[
            t("experiments.arms.group"),
            t("experiments.more.any_time"),
            t("experiments.more.fixed"),
            t("experiments.more.chance"),
          ]}
          rows={look.effects.map((effect) => [
            armLabel(t, experiment.kind, experiment.arms.find(({ key }) => key === effect.arm) ?? { key: effect.arm, name: effect.arm }),
            withInterval(formats, t, effect.incremental),
            withInterval(formats, t, reading?.effects.find(({ arm }) => arm === effect.arm) ?? null),
            effect.chanceToWin === null ? t("experiments.none") : formats.percent(Math.max(LEAST_CHANCE, effect.chanceToWin), 1),
          ])}
          increasedTableDensity
        />
        <Text as="p" tone="subdued">
          {reading
            ? t(reading.effects.length > 0 ? "experiments.more.at_end" : "experiments.more.at_end_nothing", {
                at: formats.date(reading.at),
              })
            : experiment.plannedEnd === null
              ? t("experiments.more.no_end")
              : experiment.endedAt !== null
                ? t("experiments.more.ended_before")
                : experiment.plannedUnits === null
                  ? t("experiments.more.before_end", { end: formats.date(experiment.plannedEnd) })
                  : t("experiments.more.before_end_or_units", {
                      end: formats.date(experiment.plannedEnd),
                      units: formats.number(experiment.plannedUnits),
                    })}
        </Text>
        {explained === null ? null : (
          <Text as="p" tone="subdued">
            {t("experiments.more.explained", { share: formats.percent(explained, 1) })}
          </Text>
        )}
      </BlockStack>
    </SectionCard>
  );
}
