import { Badge, BlockStack, Card, InlineStack, Layout, Link, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import { ASKED_SCOPES } from "../../shopify/asked-scopes.ts";
import { useFormats, useShop } from "../shop-context.tsx";

/** How many records of each kind are kept for this shop. */
export interface HeldData {
  readonly orders: number;
  readonly lines: number;
  readonly refunds: number;
  readonly customers: number;
  readonly products: number;
  readonly decisions: number;
}
const KINDS = ["orders", "lines", "refunds", "customers", "products", "decisions"] as const satisfies readonly (keyof HeldData)[];

export function DataSettings({ held, scopes }: { held: HeldData; scopes: readonly string[] }) {
  const { t } = useTranslation();
  const { number } = useFormats();
  const { apiKey } = useShop();
  const missing = ASKED_SCOPES.some((scope) => !scopes.includes(scope));
  return (
    <Layout.AnnotatedSection id="data" title={t("settings.data")} description={t("settings.data_help")}>
      <BlockStack gap="400">
        <Card>
          <BlockStack gap="300">
            <Text as="h3" variant="headingSm">
              {t("settings.held")}
            </Text>
            <dl className="crescendo-facts">
              {KINDS.map((kind) => (
                <div key={kind}>
                  <dt>
                    <Text as="span" tone="subdued">
                      {t(`settings.held_kind.${kind}`)}
                    </Text>
                  </dt>
                  <dd>{number(held[kind])}</dd>
                </div>
              ))}
            </dl>
            <Text as="p" tone="subdued">
              {t("settings.held_not")}
            </Text>
          </BlockStack>
        </Card>
        <Card>
          <BlockStack gap="300">
            <Text as="h3" variant="headingSm">
              {t("settings.scopes")}
            </Text>
            <ul className="crescendo-plain-list">
              {ASKED_SCOPES.map((scope) => (
                <li key={scope}>
                  <InlineStack gap="200" blockAlign="center">
                    <Text as="span" fontWeight="medium">
                      {t(`settings.scope.${scope}.name`)}
                    </Text>
                    {scopes.includes(scope) ? (
                      <Badge tone="success">{t("settings.scope_granted")}</Badge>
                    ) : (
                      <Badge tone="attention">{t("settings.scope_missing")}</Badge>
                    )}
                  </InlineStack>
                  <Text as="p" tone="subdued">
                    {t(`settings.scope.${scope}.why`)}
                  </Text>
                </li>
              ))}
            </ul>
            {missing ? (
              <Link url={`shopify://admin/oauth/install?client_id=${apiKey}`} target="_top">
                {t("settings.scopes_grant")}
              </Link>
            ) : null}
          </BlockStack>
        </Card>
      </BlockStack>
    </Layout.AnnotatedSection>
  );
}
