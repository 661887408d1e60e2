import { Card, EmptyState, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";

/** Where an A/B test would be made, and there is nothing to test. */
export function NoOffer() {
  const { t } = useTranslation();
  return (
    <Card>
      <EmptyState
        heading={t("experiments.form.no_offer_title")}
        image=""
        action={{ content: t("experiments.empty_action"), url: "/app/offers" }}
      >
        <Text as="p">{t("experiments.form.no_offer")}</Text>
      </EmptyState>
    </Card>
  );
}
