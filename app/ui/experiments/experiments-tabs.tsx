import { Tabs } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import { type ExperimentStanding, STANDINGS } from "../../experiments/experiment.ts";

interface ExperimentsTabsProps {
  standing: ExperimentStanding;
  go(standing: ExperimentStanding): void;
}

/** What runs or may, what is over, what was put away. */
export function ExperimentsTabs({ standing, go }: ExperimentsTabsProps) {
  const { t } = useTranslation();
  return (
    <Tabs
      tabs={STANDINGS.map((id) => ({ id, content: t(`experiments.tab.${id}`) }))}
      selected={STANDINGS.indexOf(standing)}
      onSelect={(at) => go(STANDINGS[at] ?? "running")}
    />
  );
}
