import { useTranslation } from "react-i18next";
import type { ExperimentDetail } from "../../experiments/experiment.ts";
import { NamedTable } from "../named-table.tsx";
import { SectionCard } from "../section-card.tsx";
import { useFormats } from "../shop-context.tsx";
import { armLabel } from "./experiment-name.ts";

/** What each variant shows instead of what the offer says. */
export function ChangesCard({ experiment }: { experiment: ExperimentDetail }) {
  const { t } = useTranslation();
  const { percent } = useFormats();
  const same = t("experiments.changes.same");
  return (
    <SectionCard title={t("experiments.changes.title")}>
      <NamedTable
        name={t("experiments.changes.title")}
        columnContentTypes={["text", "text", "text", "numeric"]}
        headings={[
          t("experiments.arms.group"),
          t("experiments.changes.headline"),
          t("experiments.changes.body"),
          t("experiments.changes.discount"),
        ]}
        rows={experiment.arms.map((arm) => [
          armLabel(t, "ab_test", arm),
          arm.change?.headline ?? same,
          arm.change?.body ?? same,
          arm.change?.discountBp === undefined ? same : percent(arm.change.discountBp / 10_000, 2),
        ])}
        increasedTableDensity
      />
    </SectionCard>
  );
}
