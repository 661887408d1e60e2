import { useFetcher } from "@remix-run/react";
import { Banner, BlockStack, Button, Card, DataTable, Layout, Text } from "@shopify/polaris";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useFormats } from "../shop-context.tsx";
import { RecordLink, TechnicalDetails } from "./record-link.tsx";

/** An update from Shopify that could not be processed, and why; the reason is in the words of what failed. */
interface FailedEventRow {
  readonly eventId: string;
  readonly topic: string;
  readonly resourceId: string | null;
  readonly receivedAt: string;
  readonly error: string;
}

interface FailedEvents {
  readonly rows: readonly FailedEventRow[];
  readonly total: number;
}

export interface RetryOutcome {
  readonly kind: "retried";
  readonly events: number;
}

export function FailedEventsSettings(failed: FailedEvents) {
  const { t } = useTranslation();
  const fetcher = useFetcher<RetryOutcome>();
  return (
    <FailedEventsSection {...failed} retried={fetcher.data?.events ?? 0}>
      <fetcher.Form method="post" action="/app/settings">
        <input type="hidden" name="intent" value="retry_events" />
        <Button submit loading={fetcher.state !== "idle"}>
          {t("settings.failed_events_retry")}
        </Button>
      </fetcher.Form>
    </FailedEventsSection>
  );
}

/** Not there at all while there is nothing to tell. */
export function FailedEventsSection({ rows, total, retried, children }: FailedEvents & { retried: number; children?: ReactNode }) {
  const { t } = useTranslation();
  const { number, dateTime } = useFormats();
  if (total === 0 && retried === 0) return null;
  return (
    <Layout.AnnotatedSection id="failed-events" title={t("settings.failed_events")} description={t("settings.failed_events_help")}>
      <BlockStack gap="400">
        {retried > 0 ? (
          <Banner tone="info">{t("settings.failed_events_retried", { count: retried, events: number(retried) })}</Banner>
        ) : null}
        {total > 0 ? (
          <Card>
            <BlockStack gap="400">
              <Text as="p">{t("settings.failed_events_count", { count: total, events: number(total) })}</Text>
              <DataTable
                columnContentTypes={["text", "text"]}
                headings={[t("settings.failed_events_when"), t("settings.failed_events_about")]}
                rows={rows.map((row) => [
                  dateTime(row.receivedAt),
                  <RecordLink key={row.eventId} resource={row.topic} id={row.resourceId} />,
                ])}
                footerContent={
                  total > rows.length ? t("settings.failed_events_more", { shown: number(rows.length), total: number(total) }) : undefined
                }
              />
              <TechnicalDetails
                lines={rows.map((row) => `${row.receivedAt} ${row.topic} ${row.resourceId ?? "-"} ${row.eventId}: ${row.error}`)}
              />
              {children}
            </BlockStack>
          </Card>
        ) : null}
      </BlockStack>
    </Layout.AnnotatedSection>
  );
}
