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
  /** items that one order may have at this price */
  maxQuantity: number;
  rules: MarginRules;
  /** instead of that of the rules, basis points */
  ownFloorBp: number | null;
}

const SHOWN = 5;

/** What one sale leaves, before it is sold. */
export function MarginBox({
  stage,
  dynamic = false,
  products,
  discount,
  lossBudget,
  maxQuantity,
  rules: { marginFloorBp, ...costs },
  ownFloorBp,
}: MarginBoxProps) {
  const { t } = useTranslation();
  const { percent } = useFormats();
  const rules = { ...costs, marginFloorBp: ownFloorBp ?? marginFloorBp };
  const floor = percent(rules.marginFloorBp / 10_000, 1);
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
        {dynamic ? <Text as="p">{t("margin.dynamic", { floor })}</Text> : null}
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
        {ranked[0] && stage === "tripwire" ? (
          <Loss loss={-ranked[0].margin.profit} lossBudget={lossBudget} maxQuantity={maxQuantity} />
        ) : null}
        {ranked[0] && stage === "profit_maximizer" && !ranked[0].margin.reachesFloor ? (
          <Banner tone="critical">
            {ownFloorBp === null ? t("margin.below_floor", { floor }) : t("margin.below_own_floor", { floor })}
          </Banner>
        ) : null}
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

/** What the least profitable item of a tripwire does to its budget, in words; a sale is one order, of as many items as it may have. */
function Loss({ loss, lossBudget, maxQuantity }: { loss: number; lossBudget: number | null; maxQuantity: number }) {
  const { t } = useTranslation();
  const { money, number } = useFormats();
  if (loss <= 0) return <Banner tone="success">{t("margin.tripwire_profit")}</Banner>;
  if (lossBudget === null) return <Banner tone="warning">{t("margin.tripwire_no_budget", { loss: money(loss) })}</Banner>;
  const sales = salesWithinBudget(loss * maxQuantity, lossBudget) ?? 0;
  const one = { loss: money(loss), budget: money(lossBudget) };
  const many = { ...one, order: money(loss * maxQuantity), items: number(maxQuantity) };
  const told = { count: sales, sales: number(sales) };
  if (sales > 0)
    return (
      <Banner tone="warning">
        {maxQuantity > 1 ? t("margin.tripwire_budget_order", { ...many, ...told }) : t("margin.tripwire_budget", { ...one, ...told })}
      </Banner>
    );
  return (
    <Banner tone="critical">
      {maxQuantity > 1 ? t("margin.tripwire_budget_order_short", many) : t("margin.tripwire_budget_short", one)}
    </Banner>
  );
}
