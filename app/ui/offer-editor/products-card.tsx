import { BlockStack, Card, InlineGrid, Select, Text, TextField } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import { fieldId } from "../form/field-id.ts";
import { useShop } from "../shop-context.tsx";
import type { EditorCardProps } from "./field.ts";
import type { ProductCard } from "./product-card.ts";
import { ProductPicker } from "./product-picker.tsx";

export function ProductsCard({ state: { form, set }, errors, products }: EditorCardProps & { products: ReadonlyMap<string, ProductCard> }) {
  const { t } = useTranslation();
  const { currency } = useShop();
  const tripwire = form.stage === "tripwire";
  const dynamic = form.dynamic && !tripwire;
  return (
    <Card>
      <BlockStack gap="300">
        <BlockStack gap="100">
          <Text as="h2" variant="headingMd">
            {t("editor.products")}
          </Text>
          <Text as="p" tone="subdued">
            {dynamic ? t("editor.products_dynamic") : t(`editor.products_help.${form.stage}`)}
          </Text>
        </BlockStack>
        {dynamic ? null : (
          <ProductPicker
            id={fieldId("productIds")}
            label={tripwire ? t("editor.product_single") : t("editor.product_list")}
            ids={form.productIds}
            products={products}
            limit={tripwire ? 1 : 100}
            error={errors.productIds}
            onChange={(ids) => set("productIds", ids)}
          />
        )}
        <InlineGrid columns={{ xs: 1, sm: 2 }} gap="300">
          <Select
            label={t("editor.discount_kind")}
            options={[
              { value: "percentage", label: t("editor.discount_percentage") },
              { value: "amount", label: t("editor.discount_amount") },
            ]}
            value={form.discountKind}
            id={fieldId("discount.kind")}
            error={errors["discount.kind"] ?? ""}
            onChange={(kind) => set("discountKind", kind as typeof form.discountKind)}
          />
          <TextField
            label={t("editor.discount_value")}
            autoComplete="off"
            inputMode="decimal"
            suffix={form.discountKind === "percentage" ? "%" : currency}
            value={form.discountText}
            id={fieldId("discount.value")}
            error={errors["discount.value"] ?? ""}
            onChange={(value) => set("discountText", value)}
          />
        </InlineGrid>
      </BlockStack>
    </Card>
  );
}
