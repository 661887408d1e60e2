import { Card, EmptyState, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";

/** Before the first offer is live there is nobody to hold out. */
export function ExperimentsEmpty() {
  const { t } = useTranslation();
  return (
    <Card>
      <EmptyState heading={t("experiments.empty_title")} image="" action={{ content: t("experiments.empty_action"), url: "/app/offers" }}>
        <Text as="p">{t("experiments.empty")}</Text>
      </EmptyState>
    </Card>
  );
}
