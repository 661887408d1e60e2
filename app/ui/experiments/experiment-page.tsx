import { TitleBar } from "@shopify/app-bridge-react";
import { BlockStack, Page } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import type { ExperimentDetail } from "../../experiments/experiment.ts";
import type { PowerReport } from "../../experiments/power-report.ts";
import { ExperimentBody } from "./experiment-body.tsx";
import { experimentName } from "./experiment-name.ts";
import { type ExperimentNotice, ExperimentNoticeBanner } from "./experiment-notice.tsx";
import type { Act } from "./holdout-actions.tsx";

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
  const test = kind === "ab_test";
  const actions = [
    ...(test && (status === "running" || status === "paused") ? [{ content: t("experiments.action.stop"), intent: "stop" }] : []),
    ...(test && (status === "draft" || status === "done") ? [{ content: t("experiments.action.archive"), intent: "archive" }] : []),
  ].map(({ content, intent }) => ({ content, loading: busy, onAction: () => act(intent) }));
  return (
    <Page
      title={title}
      backAction={{ content: t("nav.experiments"), url: "/app/experiments" }}
      {...(test && status === "draft"
        ? { primaryAction: { content: t("experiments.action.start"), loading: busy, onAction: () => act("start") } }
        : {})}
      secondaryActions={[
        ...actions,
        ...(offerId === null ? [] : [{ content: t("experiments.action.new_test"), url: `/app/experiments/new?offer=${offerId}` }]),
      ]}
    >
      <TitleBar title={title} />
      <BlockStack gap="400">
        <div aria-live="polite">{notice ? <ExperimentNoticeBanner notice={notice} status={status} /> : null}</div>
        <ExperimentBody experiment={experiment} busy={busy} act={act} {...rest} />
      </BlockStack>
    </Page>
  );
}
