import { Card, EmptyState, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";

/** Home before there is an order to count. */
export function FirstDays({ synced }: { synced: boolean }) {
  const { t } = useTranslation();
  return (
    <Card>
      <EmptyState
        heading={synced ? t("home.empty_title") : t("home.waiting_title")}
        image=""
        {...(synced ? { action: { content: t("setup.offer.action"), url: "/app/offers" } } : {})}
      >
        <Text as="p">{synced ? t("home.empty") : t("home.waiting")}</Text>
      </EmptyState>
    </Card>
  );
}
