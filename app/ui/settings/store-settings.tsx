import { BlockStack, Card, Layout, Link, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import { useFormats, useShop } from "../shop-context.tsx";

/** What Shopify decides and the app only follows. */
export function StoreSettings() {
  const { t } = useTranslation();
  const { domain, currency, timezone, ordersFrom } = useShop();
  const { date } = useFormats();
  const facts = [
    [t("settings.store_domain"), domain],
    [t("settings.currency"), currency],
    [t("settings.timezone"), timezone],
    [t("settings.orders_from"), ordersFrom ? t("settings.orders_from_date", { date: date(ordersFrom) }) : t("settings.orders_from_all")],
  ] as const;
  return (
    <Layout.AnnotatedSection id="store" title={t("settings.store")} description={t("settings.store_help")}>
      <Card>
        <BlockStack gap="300">
          <dl className="crescendo-facts crescendo-long-facts">
            {facts.map(([label, value]) => (
              <div key={label}>
                <dt>
                  <Text as="span" tone="subdued">
                    {label}
                  </Text>
                </dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
          <Link url="shopify://admin/settings/general" target="_top">
            {t("settings.store_change")}
          </Link>
          <Text as="p" tone="subdued">
            {t("settings.language_note")}
          </Text>
        </BlockStack>
      </Card>
    </Layout.AnnotatedSection>
  );
}
