import { useFetcher } from "@remix-run/react";
import { useAppBridge } from "@shopify/app-bridge-react";
import { BlockStack, Button, InlineError, InlineStack, Tag, Text, TextField, Thumbnail } from "@shopify/polaris";
import { ImageIcon } from "@shopify/polaris-icons";
import { useEffect, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { useFormats } from "../shop-context.tsx";
import type { ProductCard } from "./product-card.ts";

interface ProductPickerProps {
  /** of the button that opens it, which an error belongs to */
  id?: string;
  label: string;
  help?: string;
  ids: readonly string[];
  products: ReadonlyMap<string, ProductCard>;
  /** how many may be chosen */
  limit: number;
  error: string | undefined;
  onChange(ids: string[]): void;
}

/** Shopify's own product picker; where it cannot open, a search in the products synced. */
export function ProductPicker({ id, label, help, ids, products, limit, error, onChange }: ProductPickerProps) {
  const { t } = useTranslation();
  const formats = useFormats();
  const shopify = useAppBridge();
  const [manual, setManual] = useState(false);
  const labelId = useId();
  const ownId = useId();
  const buttonId = id ?? ownId;
  // What was pressed goes away with the product or the search's result: the button that stays takes the focus.
  const change = (chosen: string[]) => {
    document.getElementById(buttonId)?.focus();
    onChange(chosen);
  };

  const open = async () => {
    try {
      const chosen = await shopify.resourcePicker({
        type: "product",
        action: "select",
        multiple: limit === 1 ? false : limit,
        filter: { variants: false },
        selectionIds: ids.map((id) => ({ id: `gid://shopify/Product/${id}` })),
      });
      if (chosen) change(chosen.map((product) => product.id.slice(product.id.lastIndexOf("/") + 1)));
    } catch {
      setManual(true);
    }
  };

  return (
    <BlockStack gap="200">
      <Text as="h3" variant="bodyMd" fontWeight="medium" id={labelId}>
        {label}
      </Text>
      {help ? (
        <Text as="p" variant="bodySm" tone="subdued">
          {help}
        </Text>
      ) : null}
      <ul className="crescendo-plain-list" aria-labelledby={labelId}>
        {ids.map((id) => {
          const product = products.get(id);
          return (
            <li key={id}>
              <InlineStack gap="300" blockAlign="center" wrap={false} align="space-between">
                <InlineStack gap="300" blockAlign="center" wrap={false}>
                  <Thumbnail size="small" source={product?.imageUrl ?? ImageIcon} alt="" />
                  <BlockStack>
                    <Text as="span">{product?.title ?? t("editor.product_numbered", { id })}</Text>
                    <Text as="span" variant="bodySm" tone="subdued">
                      {product?.variants[0] ? formats.money(product.variants[0].price) : t("editor.product_unknown")}
                    </Text>
                  </BlockStack>
                </InlineStack>
                <Button
                  variant="tertiary"
                  accessibilityLabel={t("editor.product_remove_named", { title: product?.title ?? id })}
                  onClick={() => change(ids.filter((other) => other !== id))}
                >
                  {t("editor.product_remove")}
                </Button>
              </InlineStack>
            </li>
          );
        })}
      </ul>
      <InlineStack gap="200">
        <Button id={buttonId} onClick={open} {...(error ? { ariaDescribedBy: `${buttonId}Error` } : {})}>
          {ids.length === 0 ? t(limit === 1 ? "editor.product_choose_single" : "editor.product_choose") : t("editor.product_change")}
        </Button>
        {manual ? null : (
          <Button variant="plain" onClick={() => setManual(true)}>
            {t("editor.product_search_instead")}
          </Button>
        )}
      </InlineStack>
      {manual ? <ManualSearch chosen={ids} onChoose={(id) => change(limit === 1 ? [id] : [...ids, id].slice(0, limit))} /> : null}
      {error ? <InlineError message={error} fieldID={buttonId} /> : null}
    </BlockStack>
  );
}

function ManualSearch({ chosen, onChoose }: { chosen: readonly string[]; onChoose(id: string): void }) {
  const { t } = useTranslation();
  const search = useFetcher<{ products: ProductCard[] }>();
  const [text, setText] = useState("");
  const fieldId = useId();
  useEffect(() => document.getElementById(fieldId)?.focus(), [fieldId]);
  const { load } = search;
  useEffect(() => {
    if (text.trim().length < 2) return;
    const timer = setTimeout(() => load(`/app/products?q=${encodeURIComponent(text.trim())}`), 300);
    return () => clearTimeout(timer);
  }, [text, load]);
  const found = text.trim().length < 2 ? [] : (search.data?.products ?? []).filter((product) => !chosen.includes(product.id));
  return (
    <BlockStack gap="200">
      <TextField
        id={fieldId}
        label={t("editor.product_search")}
        helpText={t("editor.product_search_help")}
        autoComplete="off"
        value={text}
        onChange={setText}
        loading={search.state === "loading"}
      />
      <InlineStack gap="100">
        {found.map((product) => (
          <Tag key={product.id} onClick={() => onChoose(product.id)}>
            {product.title}
          </Tag>
        ))}
      </InlineStack>
      <div role="status">
        {search.data && search.state === "idle" && text.trim().length >= 2 && found.length === 0 ? (
          <Text as="p" tone="subdued">
            {t("editor.product_none_found")}
          </Text>
        ) : null}
      </div>
    </BlockStack>
  );
}
