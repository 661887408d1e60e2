import { Card, DataTable, Layout, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import { useFormats } from "../shop-context.tsx";

/** A record that could not be read, and why; the reason is the reader's own words. */
export interface SetAsideRow {
  readonly id: number;
  readonly source: string;
  readonly resource: string;
  readonly reason: string;
  readonly createdAt: string;
}

export function SetAsideSettings({ rows, total }: { rows: readonly SetAsideRow[]; total: number }) {
  const { t } = useTranslation();
  const { number, dateTime } = useFormats();
  return (
    <Layout.AnnotatedSection id="set-aside" title={t("settings.set_aside")} description={t("settings.set_aside_help")}>
      <Card {...(total > 0 ? { padding: "0" as const } : {})}>
        {total === 0 ? (
          <Text as="p">{t("settings.set_aside_none")}</Text>
        ) : (
          <DataTable
            columnContentTypes={["text", "text", "text", "text"]}
            headings={[
              t("settings.set_aside_when"),
              t("settings.set_aside_source"),
              t("settings.set_aside_resource"),
              t("settings.set_aside_why"),
            ]}
            rows={rows.map((row) => [dateTime(row.createdAt), row.source, row.resource, row.reason])}
            footerContent={
              total > rows.length ? t("settings.set_aside_more", { shown: number(rows.length), total: number(total) }) : undefined
            }
          />
        )}
      </Card>
    </Layout.AnnotatedSection>
  );
}
