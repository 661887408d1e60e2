import { Banner, BlockStack, InlineStack, Link, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import { type ExperimentDetail, offerIsGone } from "../../experiments/experiment.ts";
import { reasonWords } from "../reason-words.ts";
import { SectionCard } from "../section-card.tsx";
import { useFormats } from "../shop-context.tsx";
import { ExperimentStatusBadge } from "./experiment-status-badge.tsx";
import { headline } from "./verdict-words.ts";

interface HeadlineCardProps {
  experiment: ExperimentDetail;
  /** what the ledger attributes to the offer from the same visitors in the same time, minor units; null where nothing is */
  attributed: number | null;
}

/** What the experiment says, in sentences; what was attributed stands beside it and is not the answer. */
export function HeadlineCard({ experiment, attributed }: HeadlineCardProps) {
  const { t } = useTranslation();
  const formats = useFormats();
  const { look, computedAt, offerId, offerName } = experiment;
  return (
    <SectionCard title={t("results.column.incremental")}>
      <BlockStack gap="300">
        {experiment.pausedReason ? <PausedBanner experiment={experiment} reason={experiment.pausedReason} /> : null}
        {experiment.endedAt !== null && offerIsGone(experiment) ? (
          <Banner tone="info">{t("experiments.anew.deleted", { at: formats.date(experiment.endedAt) })}</Banner>
        ) : experiment.kind === "offer_holdout" && experiment.endedAt !== null ? (
          <Banner tone="info">
            {t(experiment.pausedReason ? "experiments.anew.published" : "experiments.anew.changed", {
              at: formats.date(experiment.endedAt),
            })}
          </Banner>
        ) : null}
        {look && computedAt ? (
          look.effects.map((effect) => {
            const [first, ...rest] = headline(experiment, effect, { t, formats, asOf: computedAt, attributed });
            return (
              <BlockStack gap="100" key={effect.arm}>
                <Text as="p" variant="headingLg" {...(effect.verdict.kind === "loses" ? { tone: "critical" } : {})}>
                  {first}
                </Text>
                {rest.map((sentence) => (
                  <Text as="p" variant="bodyLg" key={sentence}>
                    {sentence}
                  </Text>
                ))}
              </BlockStack>
            );
          })
        ) : (
          <Text as="p" variant="headingLg">
            {t(experiment.status === "draft" ? "experiments.headline.draft" : "experiments.headline.not_read")}
          </Text>
        )}
        {attributed !== null ? <Text as="p">{t("experiments.attributed", { profit: formats.money(attributed) })}</Text> : null}
        {look ? <Text as="p">{t("experiments.whom")}</Text> : null}
        <InlineStack gap="200" blockAlign="center">
          <ExperimentStatusBadge status={experiment.status} proof={experiment.proof} />
          {offerId !== null && offerName !== null ? (
            <Link url={`/app/offers/${offerId}`} removeUnderline>
              {offerName}
            </Link>
          ) : null}
          {computedAt ? (
            <Text as="span" variant="bodySm" tone="subdued">
              {t("experiments.computed", { at: formats.dateTime(computedAt) })}
            </Text>
          ) : null}
        </InlineStack>
      </BlockStack>
    </SectionCard>
  );
}

function PausedBanner({ experiment, reason }: { experiment: ExperimentDetail; reason: string }) {
  const { t } = useTranslation();
  const what = reasonWords(t, "experiments.guardrail", reason.replace(/^guardrail_/, ""));
  if (experiment.kind === "ab_test") return <Banner tone="warning">{t("experiments.stopped_test", { what })}</Banner>;
  // one that is over says itself that the offer was published again
  const said = t("experiments.paused_offer", { what });
  return <Banner tone="warning">{experiment.endedAt === null ? `${said} ${t("experiments.may_publish")}` : said}</Banner>;
}
