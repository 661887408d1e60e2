import { BlockStack, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import { RFM_GROUPS, type RfmPlace } from "../../value/rfm-segments.ts";

/** What Shopify itself says of a customer. */
export interface ShopifyView {
  readonly rfmGroup: string | null;
  readonly predictedSpendTier: string | null;
}

const TIERS = ["HIGH", "MEDIUM", "LOW"] as const;

/** The customer's group, ours beside Shopify's own. */
export function CustomerPlace({ rfm, shopify }: { rfm: RfmPlace | null; shopify: ShopifyView | null }) {
  const { t } = useTranslation();
  const theirs = RFM_GROUPS.find((group) => group === shopify?.rfmGroup?.toLowerCase());
  const tier = TIERS.find((name) => name === shopify?.predictedSpendTier);
  const facts = [
    rfm ? [t("value.place.group"), `${t(`value.rfm.group.${rfm.group}`)} · ${t("value.place.scores", scores(rfm))}`] : null,
    theirs ? [t("value.place.shopify_group"), t(`value.rfm.group.${theirs}`)] : null,
    tier ? [t("value.place.shopify_tier"), t(`value.place.tier.${tier}`)] : null,
  ].filter((fact) => fact !== null);
  if (facts.length === 0) return null;
  return (
    <BlockStack gap="150">
      <Text as="h3" variant="headingSm">
        {t("value.place.title")}
      </Text>
      <dl className="crescendo-facts">
        {facts.map(([name, figure]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{figure}</dd>
          </div>
        ))}
      </dl>
      {rfm ? (
        <Text as="p" tone="subdued">
          {t(`value.rfm.play.${rfm.group}`)}
        </Text>
      ) : null}
    </BlockStack>
  );
}

function scores({ recency, frequency, money }: RfmPlace) {
  return { recency, frequency, money };
}
