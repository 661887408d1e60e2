import { Banner, type BannerHandles, List } from "@shopify/polaris";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { AbTestOutcome } from "../../experiments/ab-test-draft.ts";
import type { Experiment, ProofOutcome, ShareOutcome } from "../../experiments/experiment.ts";
import { reasonWords } from "../reason-words.ts";
import { useFormats } from "../shop-context.tsx";

export type ExperimentNotice = AbTestOutcome | ProofOutcome | ShareOutcome;

interface ExperimentNoticeProps {
  notice: ExperimentNotice;
  status?: Experiment["status"];
  /** where a refusal that is the offer's leads */
  offerId?: number | null;
}

/** What an action came to, as far as the merchant has to read it. Takes the focus: the button that was pressed is gone or out of use meanwhile. */
export function ExperimentNoticeBanner({ notice, status, offerId = null }: ExperimentNoticeProps) {
  const { t } = useTranslation();
  const { date } = useFormats();
  const banner = useRef<BannerHandles>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new notice may look like the one before
  useEffect(() => banner.current?.focus(), [notice]);
  switch (notice.kind) {
    case "created":
    case "taken":
      return null;
    case "restored":
      return (
        <Banner ref={banner} tone="success">
          {t("experiments.notice.restored")}
        </Banner>
      );
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
        <Banner
          ref={banner}
          tone="warning"
          {...(offerId !== null && (notice.reason === "offer_not_live" || notice.reason === "offer_unsaved")
            ? { action: { content: t("experiments.action.open_offer"), url: `/app/offers/${offerId}` } }
            : {})}
        >
          {t(`experiments.refused.${notice.reason}`)}
        </Banner>
      );
    case "invalid":
      return (
        <Banner ref={banner} tone="critical" title={t("experiments.notice.invalid")}>
          <List>
            {[...new Set(Object.values(notice.errors))].map((code) => (
              <List.Item key={code}>{reasonWords(t, "experiments.error", code)}</List.Item>
            ))}
          </List>
        </Banner>
      );
  }
}
