import { useSearchParams } from "@remix-run/react";
import { BlockStack, Card, EmptySearchResult, IndexTable, Link, Tabs, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import type { ProvenOffer } from "../experiments/proven-offers.ts";
import type { OfferResult } from "../funnel/offers/offer.ts";
import type { StandingOffer } from "../funnel/offers/offer-standing.ts";
import { stoppedBy } from "../funnel/offers/stopped-by.ts";
import { IncrementalCell } from "./incremental-cell.tsx";
import { OfferStatusBadge } from "./offer-status-badge.tsx";
import { LEVER, OFFER_TEMPLATES } from "./offer-templates.ts";
import { reasonWords } from "./reason-words.ts";
import { useFormats } from "./shop-context.tsx";
import { TableName } from "./table-name.tsx";

const TABS = ["all", ...OFFER_TEMPLATES] as const;

interface OffersProps {
  offers: readonly StandingOffer[];
  results: readonly OfferResult[];
  proven: readonly ProvenOffer[];
}

/** The offers by stage, a tab each. */
export function OffersTable({ offers, ...told }: OffersProps) {
  const { t } = useTranslation();
  const [parameters, setParameters] = useSearchParams();
  const selected = Math.max(0, TABS.indexOf((parameters.get("stage") ?? "all") as (typeof TABS)[number]));
  const shown = offers.filter((offer) => selected === 0 || offer.stage === TABS[selected]);
  const choose = (index: number) => {
    const next = new URLSearchParams(parameters);
    if (index === 0) next.delete("stage");
    else next.set("stage", TABS[index] ?? "all");
    setParameters(next, { preventScrollReset: true });
  };
  return (
    <Card padding="0">
      <Tabs
        tabs={TABS.map((tab) => ({
          id: `stage-${tab}`,
          content: tab === "all" ? t("offers.all") : t(`offers.stage.${tab}`),
          panelID: "offers-panel",
        }))}
        selected={selected}
        onSelect={choose}
      />
      <div id="offers-panel" role="tabpanel" aria-labelledby={`stage-${TABS[selected]}`}>
        <OfferRows offers={shown} {...told} />
      </div>
    </Card>
  );
}

/** Offers with what each one did, refunds taken off: what is attributed to it and, beside it, its incremental profit. */
export function OfferRows({ offers, results, proven }: OffersProps) {
  const { t } = useTranslation();
  const formats = useFormats();
  const byOffer = new Map(results.map((result) => [result.offerId, result]));
  return (
    <TableName name={t("nav.offers")}>
      <IndexTable
        resourceName={{ singular: t("offers.one"), plural: t("offers.many") }}
        itemCount={offers.length}
        selectable={false}
        emptyState={
          <EmptySearchResult title={t("offers.none_in_stage")} description={t("offers.none_in_stage_hint")} withIllustration={false} />
        }
        headings={[
          { title: t("offers.column.name") },
          { title: t("offers.column.status") },
          { title: t("results.column.incremental"), alignment: "end" },
          { title: t("results.column.attributed"), alignment: "end" },
          { title: t("offers.column.impressions"), alignment: "end" },
          { title: t("offers.column.accepts"), alignment: "end" },
          { title: t("offers.column.revenue"), alignment: "end" },
          { title: t("results.column.discount"), alignment: "end" },
        ]}
      >
        {offers.map((offer, index) => {
          const result = byOffer.get(offer.id);
          const profit = result?.profit ?? 0;
          return (
            <IndexTable.Row id={String(offer.id)} key={offer.id} position={index}>
              <IndexTable.Cell>
                <div className="crescendo-list-name">
                  <Link url={`/app/offers/${offer.id}`} removeUnderline>
                    <Text as="span" fontWeight="semibold">
                      {offer.name}
                    </Text>
                  </Link>
                  <Text as="p" variant="bodySm" tone="subdued">
                    {t(`offers.stage.${offer.stage}`)} · {t(`offers.lever.${LEVER[offer.stage]}`)}
                  </Text>
                </div>
              </IndexTable.Cell>
              <IndexTable.Cell>
                <StatusCell offer={offer} />
              </IndexTable.Cell>
              <IndexTable.Cell>
                <IncrementalCell proven={proven.find(({ offerId }) => offerId === offer.id)} />
              </IndexTable.Cell>
              <IndexTable.Cell>
                <BlockStack gap="050" inlineAlign="end">
                  <Text as="span" numeric {...(profit < 0 ? { tone: "critical" as const } : {})}>
                    {formats.money(profit)}
                  </Text>
                  <Link url={`/app/offers/${offer.id}/report?from=offers`}>{t("offer.report")}</Link>
                </BlockStack>
              </IndexTable.Cell>
              <Figure text={formats.number(result?.impressions ?? 0)} />
              <Figure text={acceptText(result, formats)} />
              <Figure text={formats.money(result?.revenue ?? 0)} />
              <Figure text={formats.money(result?.discount ?? 0)} />
            </IndexTable.Row>
          );
        })}
      </IndexTable>
    </TableName>
  );
}

function StatusCell({ offer }: { offer: StandingOffer }) {
  const { t } = useTranslation();
  const reason = stoppedBy(offer);
  return (
    <BlockStack gap="100" inlineAlign="start">
      <OfferStatusBadge standing={offer.standing} />
      {reason === null ? null : (
        <div className="crescendo-list-reason">
          <Text as="p" variant="bodySm" tone="subdued">
            {reasonWords(t, "offers.publish_reason", reason)}
          </Text>
        </div>
      )}
    </BlockStack>
  );
}

function acceptText(result: OfferResult | undefined, formats: ReturnType<typeof useFormats>): string {
  if (!result || result.accepts === 0) return formats.number(0);
  const share = result.impressions > 0 ? ` (${formats.percent(result.accepts / result.impressions, 1)})` : "";
  return `${formats.number(result.accepts)}${share}`;
}

function Figure({ text }: { text: string }) {
  return (
    <IndexTable.Cell>
      <Text as="span" alignment="end" numeric>
        {text}
      </Text>
    </IndexTable.Cell>
  );
}
