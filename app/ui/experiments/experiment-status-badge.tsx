import { Badge } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import type { Experiment } from "../../experiments/experiment.ts";

const TONE = { draft: "info", running: "success", paused: "attention", done: undefined, archived: undefined } as const;

/** Where an experiment stands; proof mode is said too, because it costs half of the offer's visitors. */
export function ExperimentStatusBadge({ status, proof }: Pick<Experiment, "status" | "proof">) {
  const { t } = useTranslation();
  const tone = TONE[status];
  if (proof && status === "running") return <Badge tone="attention">{t("experiments.status.proof")}</Badge>;
  return <Badge {...(tone ? { tone } : {})}>{t(`experiments.status.${status}`)}</Badge>;
}
