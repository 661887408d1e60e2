import { Banner, BlockStack, Box, Card, Divider, InlineStack, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import type { OfferDiscount } from "../../funnel/offers/offer.ts";
import type { CostRules } from "../../funnel/offers/offer-price.ts";
import { useFormats } from "../shop-context.tsx";
import type { OfferForm } from "./offer-form.ts";
import type { ProductCard } from "./product-card.ts";
import { type SaleMargin, saleMargin, salesWithinBudget } from "./sale-margin.ts";

export type MarginRules = CostRules & { readonly marginFloorBp: number };

interface MarginBoxProps {
  stage: OfferForm["stage"];
  /** the product is left to the engine */
  dynamic?: boolean;
  products: readonly ProductCard[];
  /** null while the discount field holds no number */
  discount: OfferDiscount | null;
  lossBudget: number | null;
  rules: MarginRules;
}

const SHOWN = 5;

/** What one sale leaves, before it is sold. */
export function MarginBox({ stage, dynamic = false, products, discount, lossBudget, rules }: MarginBoxProps) {
  const { t } = useTranslation();
  const { percent } = useFormats();
  const sales = discount
    ? products.flatMap((product) => {
        const margin = saleMargin(product, discount, rules);
        return margin ? [{ product, margin }] : [];
      })
    : [];
  const ranked = sales.toSorted((a, b) => a.margin.profit - b.margin.profit);
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          {t("margin.title")}
        </Text>
        {dynamic ? <Text as="p">{t("margin.dynamic", { floor: percent(rules.marginFloorBp / 10_000, 1) })}</Text> : null}
        {ranked.length === 0 && !dynamic ? (
          <Text as="p" tone="subdued">
            {discount ? t("margin.no_product") : t("margin.no_discount")}
          </Text>
        ) : null}
        {ranked.slice(0, SHOWN).map(({ product, margin }, index) => (
          <BlockStack gap="200" key={product.id}>
            {index > 0 ? <Divider /> : null}
            {ranked.length > 1 ? (
              <Text as="h3" variant="bodyMd" fontWeight="medium">
                {product.title}
              </Text>
            ) : null}
            <Sale margin={margin} />
          </BlockStack>
        ))}
        {ranked.length > SHOWN ? (
          <Text as="p" variant="bodySm" tone="subdued">
            {t("margin.more", { count: ranked.length - SHOWN })}
          </Text>
        ) : null}
        {ranked[0] ? <Warning stage={stage} margin={ranked[0].margin} lossBudget={lossBudget} rules={rules} /> : null}
      </BlockStack>
    </Card>
  );
}

function Sale({ margin }: { margin: SaleMargin }) {
  const { t } = useTranslation();
  const { money, percent } = useFormats();
  const lines = [
    [t("margin.price"), money(margin.price)],
    [t("margin.discount"), money(margin.paid - margin.price)],
    [t("margin.paid"), money(margin.paid)],
    [margin.costKnown ? t("margin.cost_known") : t("margin.cost_assumed"), money(-margin.cost)],
    ...(margin.fees > 0 ? [[t("margin.fees"), money(-margin.fees)]] : []),
  ] as const;
  return (
    <BlockStack gap="100">
      {lines.map(([label, amount]) => (
        <InlineStack key={label} align="space-between" gap="200">
          <Text as="span" tone="subdued">
            {label}
          </Text>
          <Text as="span" numeric>
            {amount}
          </Text>
        </InlineStack>
      ))}
      <Box borderBlockStartWidth="025" borderColor="border" paddingBlockStart="100">
        <InlineStack align="space-between" gap="200">
          <Text as="span" fontWeight="semibold">
            {margin.profit < 0 ? t("margin.loss") : t("margin.profit")}
          </Text>
          <Text as="span" numeric fontWeight="semibold" tone={margin.profit < 0 ? "critical" : "success"}>
            {margin.share === null
              ? money(margin.profit)
              : t("margin.profit_share", { profit: money(margin.profit), share: percent(margin.share, 1) })}
          </Text>
        </InlineStack>
      </Box>
    </BlockStack>
  );
}

/** The least profitable sale, in words. */
function Warning({
  stage,
  margin,
  lossBudget,
  rules,
}: {
  stage: OfferForm["stage"];
  margin: SaleMargin;
  lossBudget: number | null;
  rules: MarginRules;
}) {
  const { t } = useTranslation();
  const { money, number, percent } = useFormats();
  if (stage === "profit_maximizer") {
    if (margin.reachesFloor) return null;
    return <Banner tone="critical">{t("margin.below_floor", { floor: percent(rules.marginFloorBp / 10_000, 1) })}</Banner>;
  }
  if (margin.profit >= 0) return <Banner tone="success">{t("margin.tripwire_profit")}</Banner>;
  const loss = -margin.profit;
  if (lossBudget === null) return <Banner tone="warning">{t("margin.tripwire_no_budget", { loss: money(loss) })}</Banner>;
  const sales = salesWithinBudget(loss, lossBudget) ?? 0;
  return (
    <Banner tone={sales > 0 ? "warning" : "critical"}>
      {sales > 0
        ? t("margin.tripwire_budget", { loss: money(loss), budget: money(lossBudget), count: sales, sales: number(sales) })
        : t("margin.tripwire_budget_short", { loss: money(loss), budget: money(lossBudget) })}
    </Banner>
  );
}
