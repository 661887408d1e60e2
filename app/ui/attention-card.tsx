import { BlockStack, Card, Icon, InlineStack, Text } from "@shopify/polaris";
import { AlertTriangleIcon } from "@shopify/polaris-icons";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Attention } from "./attention.ts";
import { reasonWords } from "./reason-words.ts";
import { useFormats } from "./shop-context.tsx";

interface AttentionCardProps {
  items: readonly Attention[];
  action(item: Attention): ReactNode;
}

/** What went wrong by itself, each with what can be done; not there at all while nothing did. */
export function AttentionCard({ items, action }: AttentionCardProps) {
  const { t } = useTranslation();
  if (items.length === 0) return null;
  return (
    <Card>
      <BlockStack gap="300">
        <InlineStack gap="200" blockAlign="center">
          <span>
            <Icon source={AlertTriangleIcon} tone="warning" />
          </span>
          <Text as="h2" variant="headingMd">
            {t("attention.title")}
          </Text>
        </InlineStack>
        <BlockStack as="ul" gap="400">
          {items.map((item) => (
            <li key={item.kind === "offer" ? `offer-${item.id}` : item.kind} className="crescendo-plain-item">
              <BlockStack gap="100" inlineAlign="start">
                <Told item={item} />
                <InlineStack gap="200" blockAlign="center">
                  {action(item)}
                </InlineStack>
              </BlockStack>
            </li>
          ))}
        </BlockStack>
      </BlockStack>
    </Card>
  );
}

function Told({ item }: { item: Attention }) {
  const { title, words } = useWords(item);
  return (
    <>
      <Text as="h3" variant="headingSm">
        {title}
      </Text>
      <Text as="p">{words}</Text>
    </>
  );
}

function useWords(item: Attention): { title: string; words: string } {
  const { t } = useTranslation();
  const { number, dateTime } = useFormats();
  switch (item.kind) {
    case "offer":
      return { title: t("attention.offer", { name: item.name }), words: reasonWords(t, "offers.publish_reason", item.reason) };
    case "silent":
      return {
        title: t("attention.silent"),
        words: item.since === null ? t("attention.silent_never") : t("attention.silent_since", { at: dateTime(item.since) }),
      };
    case "scopes":
      return {
        title: t("attention.scopes", { count: item.missing.length }),
        words: t("attention.scopes_do", { rights: item.missing.map((scope) => t(`settings.scope.${scope}.name`)).join(", ") }),
      };
    case "sync":
      return { title: t("sync.failed_title"), words: reasonWords(t, "sync.reason", item.reason) };
    case "events":
      return {
        title: t("settings.failed_events"),
        words: t("settings.failed_events_count", { count: item.count, events: number(item.count) }),
      };
  }
}
