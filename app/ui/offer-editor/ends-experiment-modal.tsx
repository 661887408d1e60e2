import { Text } from "@shopify/polaris";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { ConfirmModal, useShowModal } from "../confirm-modal.tsx";
import { useFormats } from "../shop-context.tsx";
import type { OfferNotice } from "./offer-notice.ts";

const MODAL = "ends-experiment";

interface EndsExperimentModalProps {
  notice: OfferNotice | undefined;
  onAgree(): void;
}

/** Asks before an offer is saved whose change ends the experiment that measures it. Who does not agree keeps the edits, unsaved. */
export function EndsExperimentModal({ notice, onAgree }: EndsExperimentModalProps) {
  const { t } = useTranslation();
  const show = useShowModal();
  const stake = notice?.kind === "ends_experiment" ? notice : null;
  // biome-ignore lint/correctness/useExhaustiveDependencies: each answer asks once
  useEffect(() => {
    if (stake) show(MODAL);
  }, [stake]);
  return (
    <ConfirmModal
      id={MODAL}
      title={t("offer.ends_experiment_title")}
      action={t("offer.ends_experiment_agree")}
      critical
      onConfirm={onAgree}
    >
      {stake ? <AtStake {...stake} /> : null}
    </ConfirmModal>
  );
}

/** What would be lost. */
export function AtStake({ proof, visitors }: { proof: boolean; visitors: number }) {
  const { t } = useTranslation();
  const { number } = useFormats();
  return (
    <>
      <Text as="p">{t("offer.ends_experiment_visitors", { count: visitors, visitors: number(visitors) })}</Text>
      {proof ? <Text as="p">{t("offer.ends_experiment_proof")}</Text> : null}
    </>
  );
}
