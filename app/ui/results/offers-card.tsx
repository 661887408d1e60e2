import { BlockStack, Button, InlineStack, Link, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import type { Incremental } from "../../ledger/incremental.ts";
import type { OffersReport, StageRow } from "../../ledger/offers-report.ts";
import { NamedTable } from "../named-table.tsx";
import { SectionCard } from "../section-card.tsx";
import { useFormats } from "../shop-context.tsx";
import { signed } from "../signed.ts";
import { RoiText } from "./roi-text.tsx";

const COLUMNS = ["offer", "incremental", "roi", "attributed", "attributed_roi", "orders", "discount"] as const;
const TYPES = ["text", "numeric", "numeric", "numeric", "numeric", "numeric", "numeric"] as const;

/** Each offer and each stage with both figures in columns of their own. */
export function OffersCard({ report }: { report: OffersReport }) {
  const { t } = useTranslation();
  const { money, number } = useFormats();
  const { offers, stages } = report;
  if (offers.length === 0) {
    return (
      <SectionCard title={t("results.offers.title")}>
        <BlockStack gap="200">
          <Text as="p">{t("results.offers.none")}</Text>
          <InlineStack>
            <Button url="/app/offers">{t("results.offers.create")}</Button>
          </InlineStack>
        </BlockStack>
      </SectionCard>
    );
  }
  const headings = (first: "offer" | "stage") => COLUMNS.map((column) => t(`results.column.${column === "offer" ? first : column}`));
  return (
    <SectionCard title={t("results.offers.title")} intro={t("results.offers.intro")}>
      <BlockStack gap="400">
        <NamedTable
          name={t("results.offers.title")}
          columnContentTypes={[...TYPES]}
          headings={headings("offer")}
          rows={offers.map((offer) => [
            offer.name === null ? (
              t("results.offers.deleted", { id: offer.offerId })
            ) : (
              <Link key={offer.offerId} url={`/app/offers/${offer.offerId}/report`} removeUnderline>
                {offer.name}
              </Link>
            ),
            <IncrementalText key="incremental" incremental={offer.incremental} />,
            <RoiText key="roi" roi={offer.roi} />,
            money(offer.earned.profit),
            <RoiText key="attributed" roi={offer.attributedRoi} />,
            number(offer.earned.orders),
            money(offer.earned.discount),
          ])}
          increasedTableDensity
        />
        <NamedTable
          name={t("results.offers.stages")}
          columnContentTypes={[...TYPES]}
          headings={headings("stage")}
          rows={stages.map((row) => [
            stageName(row.stage),
            <StageText key="incremental" incremental={row.incremental} />,
            <RoiText key="roi" roi={row.roi} />,
            money(row.earned.profit),
            <RoiText key="attributed" roi={row.attributedRoi} />,
            number(row.earned.orders),
            money(row.earned.discount),
          ])}
          increasedTableDensity
        />
      </BlockStack>
    </SectionCard>
  );

  function stageName(stage: string): string {
    if (stage === "tripwire" || stage === "profit_maximizer") return t(`results.stage.${stage}`);
    return t("results.stage.deleted");
  }
}

function IncrementalText({ incremental }: { incremental: Incremental }) {
  const { t } = useTranslation();
  if (incremental.kind === "known") return <Range {...incremental} />;
  return (
    <Text as="span" variant="bodySm" tone="subdued">
      {t(`experiments.short.${incremental.reason}`)}
    </Text>
  );
}

function StageText({ incremental }: { incremental: StageRow["incremental"] }) {
  const { t } = useTranslation();
  if (incremental) return <Range {...incremental} />;
  return (
    <>
      {t("results.none")}
      <Text as="span" variant="bodySm" tone="subdued">
        {` ${t("results.offers.stage_unknown")}`}
      </Text>
    </>
  );
}

function Range({ expected, low, high }: { expected: number; low: number; high: number }) {
  const { t } = useTranslation();
  const { money } = useFormats();
  return (
    <>
      {signed(expected, money)}
      <Text as="span" variant="bodySm" tone="subdued">
        {` ${t("results.range", { low: signed(low, money), high: signed(high, money) })}`}
      </Text>
    </>
  );
}
