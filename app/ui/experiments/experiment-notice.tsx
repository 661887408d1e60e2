import { Banner, type BannerHandles, List } from "@shopify/polaris";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { AbTestOutcome } from "../../experiments/ab-test-draft.ts";
import type { Experiment, ProofOutcome, ShareOutcome } from "../../experiments/experiment.ts";
import { useFormats } from "../shop-context.tsx";
import { useErrorWords } from "./use-error-words.ts";

export type ExperimentNotice = AbTestOutcome | ProofOutcome | ShareOutcome;

/** What an action came to, as far as the merchant has to read it. Takes the focus: the button that was pressed is gone or out of use meanwhile. */
export function ExperimentNoticeBanner({ notice, status }: { notice: ExperimentNotice; status?: Experiment["status"] }) {
  const { t } = useTranslation();
  const { date } = useFormats();
  const words = useErrorWords();
  const banner = useRef<BannerHandles>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new notice may look like the one before
  useEffect(() => banner.current?.focus(), [notice]);
  switch (notice.kind) {
    case "created":
      return null;
    case "done":
      return (
        <Banner ref={banner} tone="success">
          {t(status === "running" ? "experiments.notice.test_started" : "experiments.notice.test_ended")}
        </Banner>
      );
    case "started":
      return (
        <Banner ref={banner} tone="success">
          {t("experiments.notice.proof_started", { end: date(notice.plannedEnd) })}
        </Banner>
      );
    case "ended":
      return (
        <Banner ref={banner} tone="success">
          {t("experiments.notice.proof_ended")}
        </Banner>
      );
    case "share_changed":
      return (
        <Banner ref={banner} tone="success">
          {t("experiments.notice.share_changed")}
        </Banner>
      );
    case "refused":
      return (
        <Banner ref={banner} tone="warning">
          {t(`experiments.refused.${notice.reason}`)}
        </Banner>
      );
    case "invalid":
      return (
        <Banner ref={banner} tone="critical" title={t("experiments.notice.invalid")}>
          <List>
            {[...new Set(Object.values(notice.errors))].map((code) => (
              <List.Item key={code}>{words(code)}</List.Item>
            ))}
          </List>
        </Banner>
      );
  }
}
