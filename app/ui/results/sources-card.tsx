import { BlockStack, Text } from "@shopify/polaris";
import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import { SOURCE_KINDS, type SourceRow } from "../../ledger/source-rows.ts";
import { NamedTable } from "../named-table.tsx";
import { SectionCard } from "../section-card.tsx";
import { useFormats } from "../shop-context.tsx";
import { RoiText } from "./roi-text.tsx";

const COLUMNS = ["orders", "revenue", "discount", "profit"] as const;

/** Where attributed profit came from: the place of the offer, new customers or known ones, and where the order was made. */
export function SourcesCard({ sources }: { sources: readonly SourceRow[] }) {
  const { t } = useTranslation();
  const { money, number } = useFormats();
  if (sources.length === 0) {
    return (
      <SectionCard title={t("results.sources.title")}>
        <Text as="p">{t("results.sources.none")}</Text>
      </SectionCard>
    );
  }
  return (
    <SectionCard title={t("results.sources.title")} intro={t("results.sources.intro")}>
      <BlockStack gap="400">
        {SOURCE_KINDS.map((kind) => (
          <BlockStack gap="100" key={kind}>
            <Text as="h3" variant="headingSm">
              {t(`results.sources.kind.${kind}`)}
            </Text>
            <NamedTable
              name={t(`results.sources.kind.${kind}`)}
              columnContentTypes={["text", "numeric", "numeric", "numeric", "numeric", "numeric", "text"]}
              headings={[
                t(`results.sources.kind.${kind}`),
                ...COLUMNS.map((column) => t(`results.column.${column}`)),
                t("results.column.attributed_roi"),
                t("results.column.roi"),
              ]}
              rows={sources
                .filter((source) => source.kind === kind)
                .map(({ key, earned, attributedRoi }) => [
                  sourceName(t, kind, key),
                  ...COLUMNS.map((column) => (column === "orders" ? number(earned.orders) : money(earned[column]))),
                  <RoiText key={key} roi={attributedRoi} />,
                  t("results.sources.not_divided"),
                ])}
              increasedTableDensity
            />
          </BlockStack>
        ))}
      </BlockStack>
    </SectionCard>
  );
}

/** Shopify's names of where orders are made are the merchant's own apps, too, and stay as they are where there are no words for them. */
function sourceName(t: TFunction, kind: SourceRow["kind"], key: string): string {
  if (kind === "placement")
    return key === "product" || key === "cart" ? t(`results.sources.placement.${key}`) : t("results.sources.unknown");
  if (kind === "buyer") return key === "new" || key === "returning" ? t(`results.sources.buyer.${key}`) : t("results.sources.buyer.guest");
  if (key === "") return t("results.sources.unknown");
  return key === "web" || key === "pos" || key === "shopify_draft_order" ? t(`results.sources.source.${key}`) : key;
}
