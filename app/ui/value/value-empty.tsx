import { Banner, BlockStack, Card, EmptyState, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import { FitButton } from "./fit-button.tsx";

/** The page before there is an order. */
export function ValueEmpty({ synced }: { synced: boolean }) {
  const { t } = useTranslation();
  return (
    <Card>
      <EmptyState
        heading={t(synced ? "value.empty_title" : "home.waiting_title")}
        image=""
        action={synced ? { content: t("value.empty_action"), url: "/app/offers" } : { content: t("common.to_home"), url: "/app" }}
      >
        <Text as="p">{t(synced ? "value.empty" : "value.empty_waiting")}</Text>
      </EmptyState>
    </Card>
  );
}

/** Orders are there, the forecast is not yet. */
export function NotFittedYet() {
  const { t } = useTranslation();
  return (
    <Banner tone="info" title={t("value.not_fitted_title")}>
      <BlockStack gap="200">
        <Text as="p">{t("value.not_fitted")}</Text>
        <FitButton label={t("value.fit_now")} primary />
      </BlockStack>
    </Banner>
  );
}
