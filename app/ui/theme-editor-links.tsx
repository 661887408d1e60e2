import { Button, InlineStack } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import { useShop } from "./shop-context.tsx";

/** The block's handle in extensions/storefront. */
const BLOCK = "offer";

/** Into the theme editor with the offer block ready to be placed, on the product page and on the cart page. */
export function ThemeEditorLinks() {
  const { t } = useTranslation();
  const { domain, apiKey } = useShop();
  const editor = `https://${domain}/admin/themes/current/editor`;
  const block = `addAppBlockId=${encodeURIComponent(`${apiKey}/${BLOCK}`)}&target=mainSection`;
  return (
    <InlineStack gap="200">
      <Button url={`${editor}?template=product&${block}`} target="_top">
        {t("setup.block.product")}
      </Button>
      <Button url={`${editor}?template=cart&${block}`} target="_top">
        {t("setup.block.cart")}
      </Button>
    </InlineStack>
  );
}
