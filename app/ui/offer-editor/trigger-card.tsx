import { useAppBridge } from "@shopify/app-bridge-react";
import { BlockStack, Button, Card, ChoiceList, InlineError, InlineStack, Tag, Text, TextField } from "@shopify/polaris";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { fieldId } from "../form/field-id.ts";
import { whenWrong } from "../form/when-wrong.ts";
import { useShop } from "../shop-context.tsx";
import type { EditorCardProps } from "./field.ts";
import type { CollectionCard, ProductCard } from "./product-card.ts";
import { ProductPicker } from "./product-picker.tsx";

const KINDS = ["any", "product", "collection", "cart_value"] as const;

interface TriggerCardProps extends EditorCardProps {
  products: ReadonlyMap<string, ProductCard>;
  collections: ReadonlyMap<string, CollectionCard>;
  onCollections(found: CollectionCard[]): void;
}

/** What must be in the cart, or on the page, before the offer is made. */
export function TriggerCard({ state: { form, set }, errors, products, collections, onCollections }: TriggerCardProps) {
  const { t } = useTranslation();
  const { currency } = useShop();
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          {t("editor.trigger")}
        </Text>
        <ChoiceList
          name={fieldId("trigger")}
          title={t("editor.trigger_title")}
          choices={KINDS.map((kind) => ({ value: kind, label: t(`editor.trigger_kind.${kind}`) }))}
          selected={[form.triggerKind]}
          {...whenWrong(errors.trigger)}
          onChange={([kind]) => set("triggerKind", kind as typeof form.triggerKind)}
        />
        {form.triggerKind === "product" ? (
          <ProductPicker
            id={fieldId("trigger.productIds")}
            label={t("editor.trigger_products")}
            ids={form.triggerProductIds}
            products={products}
            limit={100}
            error={errors["trigger.productIds"]}
            onChange={(ids) => set("triggerProductIds", ids)}
          />
        ) : null}
        {form.triggerKind === "collection" ? (
          <CollectionPicker
            ids={form.triggerCollectionIds}
            collections={collections}
            error={errors["trigger.collectionIds"]}
            onChange={(found) => {
              onCollections(found);
              set(
                "triggerCollectionIds",
                found.map((collection) => collection.id),
              );
            }}
          />
        ) : null}
        {form.triggerKind === "cart_value" ? (
          <TextField
            label={t("editor.trigger_minimum")}
            helpText={t("editor.trigger_minimum_help")}
            autoComplete="off"
            inputMode="decimal"
            suffix={currency}
            value={form.triggerMinimum}
            id={fieldId("trigger.minimum")}
            error={errors["trigger.minimum"] ?? ""}
            onChange={(value) => set("triggerMinimum", value)}
          />
        ) : null}
      </BlockStack>
    </Card>
  );
}

interface CollectionPickerProps {
  ids: readonly string[];
  collections: ReadonlyMap<string, CollectionCard>;
  error: string | undefined;
  onChange(found: CollectionCard[]): void;
}

function CollectionPicker({ ids, collections, error, onChange }: CollectionPickerProps) {
  const { t } = useTranslation();
  const shopify = useAppBridge();
  const [failed, setFailed] = useState(false);
  const buttonId = fieldId("trigger.collectionIds");
  const titled = ids.map((id) => collections.get(id) ?? { id, title: t("editor.collection_numbered", { id }) });
  const open = async () => {
    try {
      const chosen = await shopify.resourcePicker({
        type: "collection",
        action: "select",
        multiple: 20,
        selectionIds: ids.map((id) => ({ id: `gid://shopify/Collection/${id}` })),
      });
      setFailed(false);
      if (chosen)
        onChange(
          chosen.map((collection) => ({ id: collection.id.slice(collection.id.lastIndexOf("/") + 1), title: collection.title ?? "" })),
        );
    } catch {
      setFailed(true);
    }
  };
  return (
    <BlockStack gap="200" inlineAlign="start">
      <InlineStack gap="100">
        {titled.map((collection) => (
          <Tag
            key={collection.id}
            onRemove={() => {
              document.getElementById(buttonId)?.focus();
              onChange(titled.filter((other) => other.id !== collection.id));
            }}
          >
            {collection.title}
          </Tag>
        ))}
      </InlineStack>
      {ids.every((id) => collections.has(id)) ? null : (
        <Text as="p" tone="subdued">
          {t("editor.collections_untitled")}
        </Text>
      )}
      <Button id={buttonId} onClick={open} {...(error ? { ariaDescribedBy: `${buttonId}Error` } : {})}>
        {t("editor.collections_choose")}
      </Button>
      {failed ? <InlineError message={t("editor.collections_failed")} fieldID="collections" /> : null}
      {error ? <InlineError message={error} fieldID={buttonId} /> : null}
    </BlockStack>
  );
}
