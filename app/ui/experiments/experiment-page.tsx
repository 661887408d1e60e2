import { TitleBar } from "@shopify/app-bridge-react";
import { BlockStack, Page, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import { type ExperimentDetail, offerIsGone } from "../../experiments/experiment.ts";
import type { PowerReport } from "../../experiments/power-report.ts";
import { ConfirmModal, useShowModal } from "../confirm-modal.tsx";
import { ExperimentBody } from "./experiment-body.tsx";
import { experimentName } from "./experiment-name.ts";
import { type ExperimentNotice, ExperimentNoticeBanner } from "./experiment-notice.tsx";
import type { Act } from "./holdout-actions.tsx";
import { earningVariants, TakeVariantModals, takeModal } from "./variant-actions.tsx";

const STOP_MODAL = "stop-test";

interface ExperimentPageProps {
  experiment: ExperimentDetail;
  power: PowerReport | null;
  attributed: number | null;
  notice: ExperimentNotice | undefined;
  busy: boolean;
  act: Act;
}

/** One experiment: its answer first, then why to believe it, then what can be done. */
export function ExperimentPage({ experiment, notice, busy, act, ...rest }: ExperimentPageProps) {
  const { t } = useTranslation();
  const title = experimentName(t, experiment);
  const { kind, status, offerId } = experiment;
  const gone = offerIsGone(experiment);
  const show = useShowModal();
  const test = kind === "ab_test";
  const going = test && (status === "running" || status === "paused");
  const winners = gone ? [] : earningVariants(experiment);
  const does = (intent: string) => ({ loading: busy, onAction: () => act(intent) });
  const takes = winners.map((arm) => ({
    content: t("experiments.action.take", { name: arm.name }),
    loading: busy,
    onAction: () => show(takeModal(arm)),
  }));
  const [first, ...others] = test && status === "draft" && !gone ? [{ content: t("experiments.action.start"), ...does("start") }] : takes;
  return (
    <Page
      title={title}
      backAction={{ content: t("nav.experiments"), url: "/app/experiments" }}
      {...(first ? { primaryAction: first } : {})}
      secondaryActions={[
        ...others,
        ...(going ? [{ content: t("experiments.action.stop"), loading: busy, onAction: () => show(STOP_MODAL) }] : []),
        ...(status === "draft" || status === "done" ? [{ content: t("experiments.action.archive"), ...does("archive") }] : []),
        ...(status === "archived" ? [{ content: t("experiments.action.restore"), ...does("restore") }] : []),
        ...(offerId === null || gone ? [] : [{ content: t("experiments.action.new_test"), url: `/app/experiments/new?offer=${offerId}` }]),
      ]}
    >
      <TitleBar title={title} />
      <BlockStack gap="400">
        <div aria-live="polite">{notice ? <ExperimentNoticeBanner notice={notice} status={status} offerId={offerId} /> : null}</div>
        <ExperimentBody experiment={experiment} busy={busy} act={act} {...rest} />
      </BlockStack>
      <TakeVariantModals variants={winners} act={act} />
      {going ? (
        <ConfirmModal
          id={STOP_MODAL}
          title={t("experiments.confirm.stop_title")}
          action={t("experiments.action.stop")}
          critical
          onConfirm={() => act("stop")}
        >
          <Text as="p">{t("experiments.confirm.stop_text")}</Text>
        </ConfirmModal>
      ) : null}
    </Page>
  );
}
