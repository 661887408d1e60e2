import { Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import type { ExperimentDetail } from "../../experiments/experiment.ts";
import type { Look } from "../../experiments/look.ts";
import { NamedTable } from "../named-table.tsx";
import { SectionCard } from "../section-card.tsx";
import { useFormats } from "../shop-context.tsx";
import { armLabel } from "./experiment-name.ts";
import { withInterval } from "./verdict-words.ts";

/** What visitors brought within 30, 90 and 180 days, and what their customers are expected to bring. */
export function ReadoutsCard({ experiment, look }: { experiment: ExperimentDetail; look: Look }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const known = look.readouts.filter(({ arms }) => arms.some(({ units }) => units > 0));
  const each = (sum: number, units: number) => (units > 0 ? formats.money(sum / units) : t("experiments.none"));
  return (
    <SectionCard title={t("experiments.readouts.title")} intro={t("experiments.readouts.intro")}>
      {known.length === 0 ? (
        <Text as="p">{t("experiments.readouts.none")}</Text>
      ) : (
        <NamedTable
          name={t("experiments.readouts.title")}
          columnContentTypes={["text", "text", "numeric", "numeric", "numeric", "numeric"]}
          headings={[
            t("experiments.readouts.within"),
            t("experiments.arms.group"),
            t("experiments.column.visitors"),
            t("experiments.readouts.realised"),
            t("experiments.readouts.after"),
            t("experiments.readouts.difference"),
          ]}
          rows={known.flatMap(({ days, arms, effects }) =>
            arms.map((arm) => [
              formats.days(days),
              armLabel(t, experiment.kind, experiment.arms.find(({ key }) => key === arm.key) ?? { key: arm.key, name: arm.key }),
              formats.number(arm.units),
              each(arm.realised, arm.units),
              each(arm.after, arm.units),
              withInterval(formats, t, effects.find((effect) => effect.arm === arm.key) ?? null),
            ]),
          )}
          increasedTableDensity
        />
      )}
    </SectionCard>
  );
}
