import { useFetcher } from "@remix-run/react";
import { Banner, type BannerHandles, BlockStack, Button, Card, Layout, Text } from "@shopify/polaris";
import { type ReactNode, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { NamedTable } from "../named-table.tsx";
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
    <FailedEventsSection {...failed} outcome={fetcher.data}>
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
export function FailedEventsSection({
  rows,
  total,
  outcome,
  children,
}: FailedEvents & { outcome?: RetryOutcome | undefined; children?: ReactNode }) {
  const { t } = useTranslation();
  const { number, dateTime } = useFormats();
  if (total === 0 && !outcome) return null;
  return (
    <Layout.AnnotatedSection id="failed-events" title={t("settings.failed_events")} description={t("settings.failed_events_help")}>
      <BlockStack gap="400">
        {outcome ? <Retried outcome={outcome} /> : null}
        {total > 0 ? (
          <Card>
            <BlockStack gap="400">
              <Text as="p">{t("settings.failed_events_count", { count: total, events: number(total) })}</Text>
              <NamedTable
                name={t("settings.failed_events")}
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

/** Takes the focus: the button that was pressed is gone with what it was for, or was out of use meanwhile. */
function Retried({ outcome }: { outcome: RetryOutcome }) {
  const { t } = useTranslation();
  const { number } = useFormats();
  const banner = useRef<BannerHandles>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: an outcome may look like the one before
  useEffect(() => banner.current?.focus(), [outcome]);
  return (
    <Banner tone="info" ref={banner}>
      {t("settings.failed_events_retried", { count: outcome.events, events: number(outcome.events) })}
    </Banner>
  );
}
