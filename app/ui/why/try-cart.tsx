import { useNavigate, useNavigation } from "@remix-run/react";
import { BlockStack, Button, Card, InlineGrid, Select, Text } from "@shopify/polaris";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { TriedCart } from "../../funnel/trace/tried-cart.ts";
import type { ProductCard } from "../offer-editor/product-card.ts";
import { ProductPicker } from "../offer-editor/product-picker.tsx";
import { useKnownProducts } from "../offer-editor/use-known-products.ts";

const PLACEMENTS = ["cart", "product"] as const;
const SEGMENTS = ["guest", "new", "returning"] as const;

/** What a shopper with such a cart would be shown now; nothing of it is kept. */
export function TryCart({ cart, products }: { cart: TriedCart; products: readonly ProductCard[] }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { location } = useNavigation();
  const trying = location?.pathname === "/app/why" && new URLSearchParams(location.search).has("try");
  const [tried, setTried] = useState(cart);
  const key = JSON.stringify(cart);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `key` is `cart` by value
  useEffect(() => setTried(cart), [key]);
  const known = useKnownProducts(products, [...tried.productIds, ...(tried.viewed ? [tried.viewed] : [])]);
  const set = (values: Partial<TriedCart>) => setTried((current) => ({ ...current, ...values }));
  const go = () =>
    navigate(
      `/app/why?${new URLSearchParams({
        try: tried.placement,
        segment: tried.segment,
        ...(tried.productIds.length > 0 ? { products: tried.productIds.join(",") } : {}),
        ...(tried.placement === "product" && tried.viewed ? { viewed: tried.viewed } : {}),
      })}`,
    );
  return (
    <Card>
      <BlockStack gap="300">
        <BlockStack gap="100">
          <Text as="h2" variant="headingMd">
            {t("why.try")}
          </Text>
          <Text as="p" tone="subdued">
            {t("why.try_help")}
          </Text>
        </BlockStack>
        <InlineGrid columns={{ xs: 1, sm: 2 }} gap="300">
          <Select
            label={t("why.try_place")}
            options={PLACEMENTS.map((value) => ({ value, label: t(`editor.placement.${value}`) }))}
            value={tried.placement}
            onChange={(value) => set({ placement: value as TriedCart["placement"] })}
          />
          <Select
            label={t("why.try_shopper")}
            options={SEGMENTS.map((value) => ({ value, label: t(`why.segment.${value}`) }))}
            value={tried.segment}
            onChange={(value) => set({ segment: value as TriedCart["segment"] })}
          />
        </InlineGrid>
        {tried.placement === "product" ? (
          <ProductPicker
            label={t("why.try_viewed")}
            ids={tried.viewed ? [tried.viewed] : []}
            products={known}
            limit={1}
            error={undefined}
            onChange={([id]) => set({ viewed: id ?? null })}
          />
        ) : null}
        <ProductPicker
          label={t("why.try_products")}
          ids={tried.productIds}
          products={known}
          limit={20}
          error={undefined}
          onChange={(productIds) => set({ productIds })}
        />
        <div>
          <Button variant="primary" onClick={go} loading={trying}>
            {t("why.try_go")}
          </Button>
        </div>
      </BlockStack>
    </Card>
  );
}
