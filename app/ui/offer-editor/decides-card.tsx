import { BlockStack, Card, Checkbox, ChoiceList, Select, Text, TextField } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import type { OfferDiscount } from "../../funnel/offers/offer.ts";
import { fieldId } from "../form/field-id.ts";
import { whenWrong } from "../form/when-wrong.ts";
import { useFormats } from "../shop-context.tsx";
import { depthChoices } from "./depth-choices.ts";
import type { EditorCardProps } from "./field.ts";
import type { ProductCard } from "./product-card.ts";
import { ProductPicker } from "./product-picker.tsx";

interface DecidesCardProps extends EditorCardProps {
  products: ReadonlyMap<string, ProductCard>;
  /** null while the discount field holds no number */
  discount: OfferDiscount | null;
  /** the shop's own, basis points */
  marginFloorBp: number;
}

/** What is left to the engine, and where it ends: product, depth of discount, margin. A tripwire leaves it the depth alone, if it has a percentage. */
export function DecidesCard({ state: { form, set }, errors, products, discount, marginFloorBp }: DecidesCardProps) {
  const { t } = useTranslation();
  const { percent } = useFormats();
  const tripwire = form.stage === "tripwire";
  const percentage = discount?.kind === "percentage" && discount.value > 0 ? discount.value : null;
  if (tripwire && percentage === null) return null;
  return (
    <Card>
      <BlockStack gap="400">
        <BlockStack gap="100">
          <Text as="h2" variant="headingMd">
            {t("editor.decides")}
          </Text>
          <Text as="p" tone="subdued">
            {t("editor.decides_help")}
          </Text>
        </BlockStack>
        {tripwire ? null : (
          <Checkbox
            id={fieldId("dynamic")}
            label={t("editor.dynamic")}
            helpText={t("editor.dynamic_help")}
            checked={form.dynamic}
            {...whenWrong(errors.dynamic)}
            onChange={(checked) => set("dynamic", checked)}
          />
        )}
        {percentage !== null ? (
          <Depths
            discountBp={percentage}
            chosen={form.lesserDepthsBp}
            error={errors.depthsBp}
            onChange={(depths) => set("lesserDepthsBp", depths)}
          />
        ) : null}
        {discount?.kind === "amount" ? <Text as="p">{t("editor.depths_percentage_only")}</Text> : null}
        {tripwire ? null : (
          <>
            <Pinned
              among={form.dynamic ? null : form.productIds}
              pinned={form.pinnedProductId}
              products={products}
              error={errors.pinnedProductId}
              onChange={(id) => set("pinnedProductId", id)}
            />
            {form.dynamic ? (
              <ProductPicker
                id={fieldId("excludedProductIds")}
                label={t("editor.excluded")}
                help={t("editor.excluded_help")}
                ids={form.excludedProductIds}
                products={products}
                limit={100}
                error={errors.excludedProductIds}
                onChange={(ids) => set("excludedProductIds", ids)}
              />
            ) : null}
            <TextField
              label={t("editor.own_floor")}
              helpText={t("editor.own_floor_help", { floor: percent(marginFloorBp / 10_000, 1) })}
              autoComplete="off"
              inputMode="decimal"
              suffix="%"
              value={form.marginFloor}
              id={fieldId("marginFloorBp")}
              error={errors.marginFloorBp ?? ""}
              onChange={(value) => set("marginFloor", value)}
            />
          </>
        )}
      </BlockStack>
    </Card>
  );
}

interface PinnedProps {
  /** the offer's own products, null when it may be any of the shop's */
  among: readonly string[] | null;
  pinned: string | null;
  products: ReadonlyMap<string, ProductCard>;
  error: string | undefined;
  onChange(id: string | null): void;
}

function Pinned({ among, pinned, products, error, onChange }: PinnedProps) {
  const { t } = useTranslation();
  if (among === null) {
    return (
      <ProductPicker
        id={fieldId("pinnedProductId")}
        label={t("editor.pinned")}
        help={t("editor.pinned_help")}
        ids={pinned === null ? [] : [pinned]}
        products={products}
        limit={1}
        error={error}
        onChange={([id]) => onChange(id ?? null)}
      />
    );
  }
  if (among.length < 2 && pinned === null) return null;
  const ids = [...new Set([...among, ...(pinned === null ? [] : [pinned])])];
  return (
    <Select
      id={fieldId("pinnedProductId")}
      label={t("editor.pinned")}
      helpText={t("editor.pinned_help")}
      options={[
        { value: "", label: t("editor.pinned_none") },
        ...ids.map((id) => ({ value: id, label: products.get(id)?.title ?? t("editor.product_numbered", { id }) })),
      ]}
      value={pinned ?? ""}
      error={error ?? ""}
      onChange={(id) => onChange(id === "" ? null : id)}
    />
  );
}

interface DepthsProps {
  discountBp: number;
  chosen: readonly number[];
  error: string | undefined;
  onChange(depths: number[]): void;
}

function Depths({ discountBp, chosen, error, onChange }: DepthsProps) {
  const { t } = useTranslation();
  const { percent } = useFormats();
  return (
    <ChoiceList
      allowMultiple
      name={fieldId("depthsBp")}
      title={t("editor.depths")}
      choices={[
        ...depthChoices(discountBp, chosen).map((depth) => ({
          value: String(depth),
          label: depth === 0 ? t("editor.depth_none") : t("editor.depth", { share: percent(depth / 10_000, 2) }),
          ...(depth === 0 ? { helpText: t("editor.depth_none_help") } : {}),
        })),
        { value: String(discountBp), label: t("editor.depth_full", { share: percent(discountBp / 10_000, 2) }), disabled: true },
      ]}
      selected={[...chosen.map(String), String(discountBp)]}
      {...whenWrong(error)}
      onChange={(values) => onChange(values.map(Number).filter((depth) => depth !== discountBp))}
    />
  );
}
