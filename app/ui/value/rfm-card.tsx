import { BlockStack, Link, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import type { ValueBase } from "../../value/amounts.ts";
import type { RfmSegments } from "../../value/rfm-segments.ts";
import { ShareBars } from "../charts/share-bars.tsx";
import { NamedTable } from "../named-table.tsx";
import { SectionCard } from "../section-card.tsx";
import { useFormats } from "../shop-context.tsx";

/** Named groups by recency, frequency and money, with what each brings and what to do with it. */
export function RfmCard({ rfm, base }: { rfm: RfmSegments; base: ValueBase }) {
  const { t } = useTranslation();
  const { money, number, percent, days } = useFormats();
  const segments = rfm.segments.filter(({ customers }) => customers > 0);
  if (segments.length === 0) {
    return (
      <SectionCard title={t("value.rfm.title")}>
        <Text as="p">{t("value.rfm.none")}</Text>
      </SectionCard>
    );
  }
  const known = segments.some(({ expectedClv }) => expectedClv !== null);
  const largest = segments.reduce((best, one) => ((one.netShare ?? 0) > (best.netShare ?? 0) ? one : best));
  const columns = ["group", "customers", "share", "net_share", "brought", "since", ...(known ? (["expected"] as const) : [])] as const;
  return (
    <SectionCard title={t("value.rfm.title")} intro={t("value.rfm.intro")}>
      <BlockStack gap="300">
        <ShareBars
          title={t("value.rfm.title")}
          summary={t("value.rfm.summary", {
            group: t(`value.rfm.group.${largest.group}`),
            customers: percent(largest.customerShare),
            share: percent(largest.netShare ?? 0),
          })}
          first={t("value.rfm.customer_share")}
          second={t("value.rfm.net_share")}
          rows={segments.map(({ group, customerShare, netShare }) => ({
            id: group,
            label: t(`value.rfm.group.${group}`),
            first: customerShare,
            second: netShare ?? 0,
          }))}
        />
        <NamedTable
          name={t("value.rfm.title")}
          columnContentTypes={columns.map((column) => (column === "group" ? ("text" as const) : ("numeric" as const)))}
          headings={columns.map((column) => t(`value.rfm.column.${column}`, { base: t(`value.base.${base}`) }))}
          rows={segments.map((segment) => [
            <BlockStack key={segment.group}>
              <Link url={`/app/customers?group=${segment.group}&sort=priority`} removeUnderline>
                <Text as="span" fontWeight="medium">
                  {t(`value.rfm.group.${segment.group}`)}
                </Text>
              </Link>
              <Text as="span" variant="bodySm" tone="subdued">
                {t(`value.rfm.play.${segment.group}`)}
              </Text>
            </BlockStack>,
            number(segment.customers),
            percent(segment.customerShare, 1),
            segment.netShare === null ? t("value.none") : percent(segment.netShare, 1),
            money(segment.total[base]),
            segment.meanDaysSinceLast === null ? t("value.none") : days(Math.round(segment.meanDaysSinceLast)),
            ...(known ? [segment.expectedClv ? money(segment.expectedClv[base]) : t("value.none")] : []),
          ])}
          increasedTableDensity
          verticalAlign="middle"
        />
        <Text as="p" variant="bodySm" tone="subdued">
          {t("value.rfm.note")}
        </Text>
      </BlockStack>
    </SectionCard>
  );
}
