import { useFetcher, useRevalidator } from "@remix-run/react";
import { Badge, Banner, BlockStack, Box, Card, InlineStack, Link, ProgressBar, Text } from "@shopify/polaris";
import { useEffect, useId } from "react";
import { useTranslation } from "react-i18next";
import type { SyncPartProgress, SyncProgress } from "../orders/sync-progress.ts";
import { reasonWords } from "./reason-words.ts";
import { RetrySync } from "./retry-sync.tsx";
import { useFormats } from "./shop-context.tsx";
import { syncShare } from "./sync-share.ts";

const POLL_MS = 1500;

/** How far the orders have come in. Asks again while it runs, and renews the page when it has ended. */
export function SyncCard({ initial }: { initial: SyncProgress }) {
  const poll = useFetcher<SyncProgress>();
  const { revalidate } = useRevalidator();
  const progress = poll.data ?? initial;
  const busy = progress.status === "running" || progress.status === "none";

  const { load } = poll;
  useEffect(() => {
    if (!busy) return;
    const timer = setInterval(() => load("/app/sync"), POLL_MS);
    return () => clearInterval(timer);
  }, [busy, load]);

  // the rest of the page is about what came in, or about why nothing did
  const ended = !busy && progress.status !== initial.status;
  useEffect(() => {
    if (ended) revalidate();
  }, [ended, revalidate]);

  return <SyncProgressCard progress={progress} />;
}

export function SyncProgressCard({ progress }: { progress: SyncProgress }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const heading = useId();
  const done = progress.status === "done";
  return (
    <Card>
      <BlockStack gap="300">
        <InlineStack align="space-between" blockAlign="center" gap="200">
          <Text as="h2" variant="headingMd" id={heading}>
            {t("sync.title")}
          </Text>
          <div role="status">
            <Badge tone={done ? "success" : progress.status === "failed" ? "critical" : "info"}>
              {t(`sync.status.${progress.status}`)}
            </Badge>
          </div>
        </InlineStack>
        {progress.status === "failed" ? (
          <Banner tone="critical" title={t("sync.failed_title")}>
            <BlockStack gap="200" inlineAlign="start">
              <Text as="p">{reasonWords(t, "sync.reason", progress.error ?? "unknown")}</Text>
              <RetrySync />
            </BlockStack>
          </Banner>
        ) : null}
        {progress.status === "none" ? <Text as="p">{t("sync.none")}</Text> : null}
        {done || progress.status === "none" ? null : (
          <ProgressBar progress={syncShare(progress) * 100} size="small" ariaLabelledBy={heading} animated={false} />
        )}
        {progress.parts.map((part) => (
          <Part key={part.part} part={part} />
        ))}
        {progress.status === "running" ? (
          <Text as="p" tone="subdued">
            {progress.estimateSeconds === null
              ? t("sync.estimate_unknown")
              : t("sync.estimate", { wait: formats.wait(progress.estimateSeconds) })}
          </Text>
        ) : null}
        {done && progress.finishedAt ? (
          <Text as="p" tone="subdued">
            {t("sync.finished", { at: formats.dateTime(progress.finishedAt) })}
          </Text>
        ) : null}
        {progress.setAside > 0 ? (
          <Text as="p">
            {t("sync.set_aside", { count: progress.setAside, number: formats.number(progress.setAside) })}{" "}
            <Link url="/app/settings#set-aside">{t("sync.set_aside_link")}</Link>
          </Text>
        ) : null}
      </BlockStack>
    </Card>
  );
}

function Part({ part }: { part: SyncPartProgress }) {
  const { t } = useTranslation();
  const formats = useFormats();
  return (
    <Box>
      <InlineStack align="space-between" gap="200">
        <Text as="span" fontWeight="medium">
          {t(`sync.part.${part.part}`)}
        </Text>
        <Text as="span" numeric tone={part.stage === "failed" ? "critical" : "subdued"}>
          {part.stage !== "downloading" && part.stage !== "merging"
            ? t(`sync.stage.${part.stage}`)
            : t("sync.part_state", {
                stage: t(`sync.stage.${part.stage}`),
                loaded: formats.number(part.loaded),
                found: formats.number(Math.max(part.found, part.loaded)),
              })}
        </Text>
      </InlineStack>
    </Box>
  );
}
