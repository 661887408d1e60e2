import { BlockStack, Card, Link, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import type { OfferOutcomes } from "../../funnel/trace/explained-decision.ts";
import { NamedTable } from "../named-table.tsx";
import { useFormats } from "../shop-context.tsx";
import { ThemeEditorLinks } from "../theme-editor-links.tsx";

const OWN_WORDS = ["shown", "holdout", "other_chosen", "earns_less", "not_weighed"] as const;
type OwnWords = (typeof OWN_WORDS)[number];

/** How often an offer was shown lately, and what kept it from being shown. */
export function OfferOutcomesCard({ offer, outcomes }: { offer: { id: number; name: string }; outcomes: OfferOutcomes }) {
  const { t } = useTranslation();
  const { number, percent, dateTime } = useFormats();
  const words = (outcome: string) =>
    OWN_WORDS.includes(outcome as OwnWords) ? t(`why.outcome.${outcome as OwnWords}`) : t(`why.reason.${outcome as "margin_floor"}`);
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          <Link url={`/app/offers/${offer.id}`} removeUnderline>
            {offer.name}
          </Link>
        </Text>
        {outcomes.decisions === 0 ? (
          <>
            <Text as="p">{t("why.offer_none")}</Text>
            <ThemeEditorLinks />
          </>
        ) : (
          <>
            <Text as="p" tone="subdued">
              {t("why.offer_intro", { decisions: number(outcomes.decisions), since: dateTime(outcomes.since ?? "") })}
            </Text>
            <NamedTable
              name={offer.name}
              columnContentTypes={["text", "numeric", "numeric"]}
              headings={[t("why.column.became"), t("why.column.times"), t("why.column.share")]}
              rows={outcomes.outcomes.map(({ outcome, count }) => [words(outcome), number(count), percent(count / outcomes.decisions, 1)])}
            />
          </>
        )}
      </BlockStack>
    </Card>
  );
}
