import { Badge, BlockStack, DataTable, InlineStack, Link, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import type { ExplainedCandidate } from "../../funnel/explained-decision.ts";
import { useFormats } from "../shop-context.tsx";

/** Everything that was weighed, the chosen one first, with the reason of what fell out. */
export function CandidatesTable({ candidates }: { candidates: readonly ExplainedCandidate[] }) {
  const { t } = useTranslation();
  const { money, percent } = useFormats();
  if (candidates.length === 0) return null;
  return (
    <DataTable
      verticalAlign="top"
      columnContentTypes={["text", "numeric", "numeric", "numeric", "text"]}
      headings={[t("why.column.what"), t("why.column.discount"), t("why.column.profit"), t("why.column.chance"), t("why.column.why")]}
      rows={candidates.map((one) => [
        <BlockStack key="what">
          <InlineStack gap="200">
            <Text as="span" fontWeight="medium">
              {one.product ?? t("why.whole_offer")}
            </Text>
            {one.together ? <Badge tone="info">{t("why.together")}</Badge> : null}
          </InlineStack>
          {one.source === null ? null : (
            <Text as="span" variant="bodySm" tone="subdued">
              {t(`why.source.${one.source}`)}
            </Text>
          )}
          {one.offerName === null ? (
            <Text as="span" variant="bodySm" tone="subdued">
              {t("why.deleted_offer")}
            </Text>
          ) : (
            <Link url={`/app/offers/${one.offerId}`} removeUnderline>
              {one.offerName}
            </Link>
          )}
        </BlockStack>,
        one.depthBp === null ? "–" : percent(one.depthBp / 10_000, 1),
        one.score === null ? "–" : money(one.score),
        one.weight === null ? "–" : percent(one.weight, 1),
        one.reason === null ? (one.score === null ? "–" : t("why.competed")) : t(`why.reason.${one.reason}`),
      ])}
    />
  );
}
