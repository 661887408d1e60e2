import { Banner, List } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import type { AbTestOutcome } from "../../experiments/ab-test-draft.ts";
import type { ProofOutcome, ShareOutcome } from "../../experiments/experiment.ts";
import { useFormats } from "../shop-context.tsx";
import { useErrorWords } from "./use-error-words.ts";

export type ExperimentNotice = AbTestOutcome | ProofOutcome | ShareOutcome;

/** What an action came to, as far as the merchant has to read it. */
export function ExperimentNoticeBanner({ notice }: { notice: ExperimentNotice }) {
  const { t } = useTranslation();
  const { date } = useFormats();
  const words = useErrorWords();
  switch (notice.kind) {
    case "created":
    case "done":
      return null;
    case "started":
      return <Banner tone="success">{t("experiments.notice.proof_started", { end: date(notice.plannedEnd) })}</Banner>;
    case "ended":
      return <Banner tone="success">{t("experiments.notice.proof_ended")}</Banner>;
    case "share_changed":
      return <Banner tone="success">{t("experiments.notice.share_changed")}</Banner>;
    case "refused":
      return <Banner tone="warning">{t(`experiments.refused.${notice.reason}`)}</Banner>;
    case "invalid":
      return (
        <Banner tone="critical" title={t("experiments.notice.invalid")}>
          <List>
            {[...new Set(Object.values(notice.errors))].map((code) => (
              <List.Item key={code}>{words(code)}</List.Item>
            ))}
          </List>
        </Banner>
      );
  }
}
