import { BlockStack, Box, Button, Card, InlineGrid, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import { OFFER_TEMPLATES } from "./offer-templates.ts";

/** Two ways to begin, each in one sentence. */
export function OfferTemplateCards() {
  const { t } = useTranslation();
  return (
    <BlockStack gap="300">
      <Box paddingInline={{ xs: "400", sm: "0" }}>
        <BlockStack gap="100">
          <Text as="h2" variant="headingMd">
            {t("offers.empty_title")}
          </Text>
          <Text as="p" tone="subdued">
            {t("offers.empty")}
          </Text>
        </BlockStack>
      </Box>
      <InlineGrid columns={{ xs: 1, md: 2 }} gap="400">
        {OFFER_TEMPLATES.map((stage, index) => (
          <Card key={stage}>
            <BlockStack gap="300" inlineAlign="start">
              <Text as="h3" variant="headingMd">
                {t(`offers.stage.${stage}`)}
              </Text>
              <Text as="p">{t(`offers.template.${stage}`)}</Text>
              <Text as="p" tone="subdued">
                {t(`offers.template_needs.${stage}`)}
              </Text>
              <Button url={`/app/offers/new?stage=${stage}`} variant={index === 0 ? "primary" : "secondary"}>
                {t(`offers.template_start.${stage}`)}
              </Button>
            </BlockStack>
          </Card>
        ))}
      </InlineGrid>
    </BlockStack>
  );
}
