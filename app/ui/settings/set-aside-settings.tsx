import { BlockStack, Card, Layout, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import { NamedTable } from "../named-table.tsx";
import { useFormats } from "../shop-context.tsx";
import { RecordLink, TechnicalDetails } from "./record-link.tsx";

/** A record that could not be read, and why; the reason is the reader's own words. */
export interface SetAsideRow {
  readonly id: number;
  readonly source: string;
  readonly resource: string;
  /** number of the record, null when it has none */
  readonly recordId: string | null;
  readonly reason: string;
  readonly createdAt: string;
}

export function SetAsideSettings({ rows, total }: { rows: readonly SetAsideRow[]; total: number }) {
  const { t } = useTranslation();
  const { number, dateTime } = useFormats();
  return (
    <Layout.AnnotatedSection id="set-aside" title={t("settings.set_aside")} description={t("settings.set_aside_help")}>
      <Card>
        {total === 0 ? (
          <Text as="p">{t("settings.set_aside_none")}</Text>
        ) : (
          <BlockStack gap="400">
            <NamedTable
              name={t("settings.set_aside")}
              columnContentTypes={["text", "text", "text"]}
              headings={[t("settings.set_aside_when"), t("settings.set_aside_resource"), t("settings.set_aside_why")]}
              rows={rows.map((row) => [
                dateTime(row.createdAt),
                <RecordLink key={row.id} resource={row.resource} id={row.recordId} />,
                t(row.reason === "offer_token_invalid" ? "settings.set_aside_reason.token" : "settings.set_aside_reason.unreadable"),
              ])}
              footerContent={
                total > rows.length ? t("settings.set_aside_more", { shown: number(rows.length), total: number(total) }) : undefined
              }
            />
            <TechnicalDetails
              lines={rows.map((row) => `${row.createdAt} ${row.source} ${row.resource} ${row.recordId ?? "-"}: ${row.reason}`)}
            />
          </BlockStack>
        )}
      </Card>
    </Layout.AnnotatedSection>
  );
}
