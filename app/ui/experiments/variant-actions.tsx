import { Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import type { Experiment, ListedExperiment } from "../../experiments/experiment.ts";
import { ConfirmModal } from "../confirm-modal.tsx";
import type { Act } from "./holdout-actions.tsx";

type Arm = Experiment["arms"][number];
export const takeModal = (arm: Arm) => `take-${arm.key}`;

/** The variants that earn more than the offer, best first: each may become the offer. */
export function earningVariants({ kind, status, arms, look }: Pick<ListedExperiment, "kind" | "status" | "arms" | "look">): Arm[] {
  if (kind !== "ab_test" || status === "archived") return [];
  const worth = (arm: Arm) => {
    const effect = look?.effects.find(({ arm: key }) => key === arm.key);
    return effect?.verdict.kind === "earns" ? effect.verdict.expected : 0;
  };
  return arms.filter((arm) => worth(arm) > 0).sort((a, b) => worth(b) - worth(a));
}

export function TakeVariantModals({ variants, act }: { variants: readonly Arm[]; act: Act }) {
  const { t } = useTranslation();
  return variants.map((arm) => (
    <ConfirmModal
      key={arm.key}
      id={takeModal(arm)}
      title={t("experiments.confirm.take_title", { name: arm.name })}
      action={t("experiments.action.take", { name: arm.name })}
      onConfirm={() => act("take", { arm: arm.key })}
    >
      <Text as="p">{t("experiments.confirm.take_text")}</Text>
    </ConfirmModal>
  ));
}
