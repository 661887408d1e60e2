import { useSearchParams } from "@remix-run/react";
import { Card, EmptySearchResult, IndexTable, Link, Tabs, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import type { Offer, OfferResult } from "../funnel/offer.ts";
import { OfferStatusBadge } from "./offer-status-badge.tsx";
import { LEVER, OFFER_TEMPLATES } from "./offer-templates.ts";
import { useFormats } from "./shop-context.tsx";

const TABS = ["all", ...OFFER_TEMPLATES] as const;

/** The offers by stage with what each one did; refunds are taken off. */
export function OffersTable({ offers, results }: { offers: readonly Offer[]; results: readonly OfferResult[] }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const [parameters, setParameters] = useSearchParams();
  const selected = Math.max(0, TABS.indexOf((parameters.get("stage") ?? "all") as (typeof TABS)[number]));
  const shown = offers.filter((offer) => selected === 0 || offer.stage === TABS[selected]);
  const byOffer = new Map(results.map((result) => [result.offerId, result]));
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
        <IndexTable
          resourceName={{ singular: t("offers.one"), plural: t("offers.many") }}
          itemCount={shown.length}
          selectable={false}
          emptyState={
            <EmptySearchResult title={t("offers.none_in_stage")} description={t("offers.none_in_stage_hint")} withIllustration={false} />
          }
          headings={[
            { title: t("offers.column.name") },
            { title: t("offers.column.status") },
            { title: t("offers.column.lever") },
            { title: t("offers.column.impressions"), alignment: "end" },
            { title: t("offers.column.accepts"), alignment: "end" },
            { title: t("offers.column.revenue"), alignment: "end" },
            { title: t("offers.column.discount"), alignment: "end" },
            { title: t("offers.column.profit"), alignment: "end" },
          ]}
        >
          {shown.map((offer, index) => {
            const result = byOffer.get(offer.id);
            const profit = result?.profit ?? 0;
            return (
              <IndexTable.Row id={String(offer.id)} key={offer.id} position={index}>
                <IndexTable.Cell>
                  <Link url={`/app/offers/${offer.id}`} removeUnderline dataPrimaryLink>
                    <Text as="span" fontWeight="semibold">
                      {offer.name}
                    </Text>
                  </Link>
                  <Text as="p" variant="bodySm" tone="subdued">
                    {t(`offers.stage.${offer.stage}`)}
                  </Text>
                </IndexTable.Cell>
                <IndexTable.Cell>
                  <OfferStatusBadge status={offer.status} />
                </IndexTable.Cell>
                <IndexTable.Cell>{t(`offers.lever.${LEVER[offer.stage]}`)}</IndexTable.Cell>
                <Figure text={formats.number(result?.impressions ?? 0)} />
                <Figure text={acceptText(result, formats)} />
                <Figure text={formats.money(result?.revenue ?? 0)} />
                <Figure text={formats.money(result?.discount ?? 0)} />
                <Figure text={formats.money(profit)} loss={profit < 0} />
              </IndexTable.Row>
            );
          })}
        </IndexTable>
      </div>
    </Card>
  );
}

function acceptText(result: OfferResult | undefined, formats: ReturnType<typeof useFormats>): string {
  if (!result || result.accepts === 0) return formats.number(0);
  const share = result.impressions > 0 ? ` (${formats.percent(result.accepts / result.impressions, 1)})` : "";
  return `${formats.number(result.accepts)}${share}`;
}

function Figure({ text, loss = false }: { text: string; loss?: boolean }) {
  return (
    <IndexTable.Cell>
      <Text as="span" alignment="end" numeric {...(loss ? { tone: "critical" as const } : {})}>
        {text}
      </Text>
    </IndexTable.Cell>
  );
}
