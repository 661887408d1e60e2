import { Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import type { ExperimentDetail } from "../../experiments/experiment.ts";
import type { Look } from "../../experiments/look.ts";
import { meanAndVariance } from "../../experiments/metric-summary.ts";
import { NamedTable } from "../named-table.tsx";
import { SectionCard } from "../section-card.tsx";
import { useFormats } from "../shop-context.tsx";
import { armLabel } from "./experiment-name.ts";

/** The groups side by side, as counted. */
export function ArmsCard({ experiment, look }: { experiment: ExperimentDetail; look: Look }) {
  const { t } = useTranslation();
  const { money, number, percent } = useFormats();
  const weights = experiment.plans.at(-1)?.weights ?? [];
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const none = t("experiments.none");
  return (
    <SectionCard title={t("experiments.arms.title")} intro={t("experiments.arms.intro")}>
      <NamedTable
        name={t("experiments.arms.title")}
        columnContentTypes={["text", "numeric", "numeric", "numeric", "numeric", "numeric", "numeric", "numeric"]}
        headings={[
          t("experiments.arms.group"),
          t("experiments.arms.share"),
          t("experiments.column.visitors"),
          t("experiments.arms.bought"),
          t("experiments.arms.per_visitor"),
          t("experiments.arms.order"),
          t("experiments.arms.refunded"),
          t("experiments.arms.profit"),
        ]}
        rows={experiment.arms.map((arm, at) => {
          const one = look.arms.find(({ key }) => key === arm.key);
          const share = total > 0 ? percent((weights[at] ?? 0) / total, 1) : none;
          const mean = one && one.units > 0 ? meanAndVariance(one.metric).mean : Number.NaN;
          return [
            armLabel(t, experiment.kind, arm),
            share,
            number(one?.units ?? 0),
            one && one.units > 0 ? `${number(one.conversions)} (${percent(one.conversions / one.units, 1)})` : number(0),
            Number.isFinite(mean) ? money(mean) : none,
            one && one.orders > 0 ? money(one.revenue / one.orders) : none,
            money(one?.refunded ?? 0),
            money(one?.profit ?? 0),
          ];
        })}
        increasedTableDensity
      />
      <Text as="p" variant="bodySm" tone="subdued">
        {look.cap === null ? t("experiments.arms.note") : t("experiments.arms.note_cap", { cap: money(look.cap) })}
      </Text>
    </SectionCard>
  );
}
