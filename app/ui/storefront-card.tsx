import { BlockStack, Card, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import { useFormats } from "./shop-context.tsx";
import { ThemeEditorLinks } from "./theme-editor-links.tsx";

/** When the block in the theme last asked for an offer; a theme that lost the block is seen by it. */
export function StorefrontCard({ lastAt }: { lastAt: string | null }) {
  const { t } = useTranslation();
  const { dateTime } = useFormats();
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          {t("storefront.title")}
        </Text>
        <Text as="p">{lastAt === null ? t("storefront.never") : t("storefront.last", { at: dateTime(lastAt) })}</Text>
        <Text as="p" tone="subdued">
          {t("storefront.place")}
        </Text>
        <ThemeEditorLinks />
      </BlockStack>
    </Card>
  );
}
