import { Card, EmptyState, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import type { ExperimentStanding } from "../../experiments/experiment.ts";

/** Nothing stands so; before the first offer is live there is nobody to hold out. */
export function ExperimentsEmpty({ standing }: { standing: ExperimentStanding }) {
  const { t } = useTranslation();
  if (standing !== "running") {
    return (
      <Card>
        <Text as="p">{t(`experiments.none_${standing}`)}</Text>
      </Card>
    );
  }
  return (
    <Card>
      <EmptyState heading={t("experiments.empty_title")} image="" action={{ content: t("experiments.empty_action"), url: "/app/offers" }}>
        <Text as="p">{t("experiments.empty")}</Text>
      </EmptyState>
    </Card>
  );
}
