import { BlockStack, Card, Text } from "@shopify/polaris";
import { useCallback, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import blockCss from "../../../extensions/storefront/assets/crescendo.css?raw";
import blockEn from "../../../extensions/storefront/locales/en.default.json" with { type: "json" };
import blockVi from "../../../extensions/storefront/locales/vi.json" with { type: "json" };
import type { OfferDiscount } from "../../funnel/offers/offer.ts";
import { discountedPrice } from "../../funnel/offers/offer-price.ts";
import { useFormats, useShop } from "../shop-context.tsx";
import type { OfferForm } from "./offer-form.ts";
import { previewDocument } from "./preview-document.ts";
import type { ProductCard } from "./product-card.ts";

const BLOCK_WORDS = { en: blockEn.offer, vi: blockVi.offer };
const FIRST_HEIGHT = 200;

interface OfferPreviewProps {
  form: OfferForm;
  /** the first product chosen */
  product: ProductCard | null;
  /** null while the discount's field cannot be read */
  discount: OfferDiscount | null;
}

/** The block as shoppers see it, with the storefront's own markup, stylesheet and words. */
export function OfferPreview({ form, product, discount }: OfferPreviewProps) {
  const { t } = useTranslation();
  const { locale } = useShop();
  const { money } = useFormats();
  const [height, setHeight] = useState(FIRST_HEIGHT);
  const words = BLOCK_WORDS[locale];
  const variant = product?.variants.find((one) => one.availableForSale) ?? product?.variants[0];
  const frame = useRef<HTMLIFrameElement>(null);
  const resize = useCallback(() => {
    const body = frame.current?.contentDocument?.body;
    if (body) setHeight(Math.max(FIRST_HEIGHT, body.scrollHeight));
  }, []);
  // A page rendered by the server may have loaded its frame before anyone listened.
  useEffect(() => {
    resize();
    addEventListener("resize", resize);
    return () => removeEventListener("resize", resize);
  }, [resize]);
  const document = () => {
    if (!product || !variant) return null;
    const paid = discount ? discountedPrice(variant.price, discount) : variant.price;
    return previewDocument(
      {
        language: locale,
        headline: form.headline,
        body: form.body,
        productTitle: product.title,
        imageUrl: product.imageUrl,
        before: paid < variant.price ? money(variant.price) : null,
        now: money(paid),
        words: { ...words, accept: words.add.replace("{{ price }}", money(paid)) },
      },
      blockCss,
    );
  };
  const page = document();
  return (
    <Card>
      <BlockStack gap="200">
        <Text as="h2" variant="headingMd">
          {t("preview.title")}
        </Text>
        {page ? (
          <iframe
            ref={frame}
            className="crescendo-preview"
            title={t("preview.frame")}
            srcDoc={page}
            sandbox="allow-same-origin"
            style={{ height }}
            onLoad={resize}
          />
        ) : (
          <Text as="p" tone="subdued">
            {form.dynamic && form.stage === "profit_maximizer" ? t("preview.dynamic") : t("preview.no_product")}
          </Text>
        )}
        <Text as="p" variant="bodySm" tone="subdued">
          {form.productIds.length > 1 ? t("preview.candidates") : t("preview.place")}
        </Text>
      </BlockStack>
    </Card>
  );
}
