import { BlockStack, Link, ProgressBar, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import type { Headline } from "../../ledger/headline.ts";
import { RoiSentence, RoiText } from "../results/roi-text.tsx";
import { SectionCard } from "../section-card.tsx";
import { useFormats } from "../shop-context.tsx";

/** Return on objectives beside return on investment: what moves soon, and what it earns. */
export function TogetherCard({ weighted, headline }: { weighted: number | null; headline: Headline }) {
  const { t } = useTranslation();
  const { percent } = useFormats();
  return (
    <SectionCard title={t("objectives.together.title")} intro={t("objectives.together.intro")}>
      <div className="crescendo-two">
        <BlockStack gap="150">
          <Text as="h3" variant="headingSm">
            {t("objectives.together.roo")}
          </Text>
          {weighted === null ? (
            <Text as="p">{t("objectives.together.none")}</Text>
          ) : (
            <>
              <Text as="p" variant="headingLg" numeric>
                {percent(weighted)}
              </Text>
              <ProgressBar progress={Math.round(weighted * 100)} size="small" ariaLabelledBy="objectives-together" />
            </>
          )}
          <Text as="p" variant="bodySm" tone="subdued" id="objectives-together">
            {t("objectives.together.roo_meaning")}
          </Text>
        </BlockStack>
        <BlockStack gap="150">
          <Text as="h3" variant="headingSm">
            {t("objectives.together.roi")}
          </Text>
          <Text as="p" variant="headingLg" numeric>
            {headline.roi.kind === "known" ? <RoiText roi={headline.roi} /> : t("results.none")}
          </Text>
          <RoiSentence roi={headline.roi} />
          <Link url="/app/results">{t("objectives.together.to_results")}</Link>
        </BlockStack>
      </div>
    </SectionCard>
  );
}
