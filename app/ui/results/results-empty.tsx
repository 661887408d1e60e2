import { Card, EmptyState, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";

/** The page before there is an order. */
export function ResultsEmpty({ synced }: { synced: boolean }) {
  const { t } = useTranslation();
  return (
    <Card>
      <EmptyState
        heading={t(synced ? "results.empty_title" : "home.waiting_title")}
        image=""
        action={synced ? { content: t("results.offers.create"), url: "/app/offers" } : { content: t("common.to_home"), url: "/app" }}
      >
        <Text as="p">{t(synced ? "results.empty" : "results.empty_waiting")}</Text>
      </EmptyState>
    </Card>
  );
}
