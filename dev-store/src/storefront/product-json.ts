import { availableUnits } from "../checkout/cart.ts";
import { toHundredths } from "../checkout/money.ts";
import type { Product, Variant } from "../store/model.ts";
import type { Store } from "../store/store.ts";

/** A product as `/products/<handle>.js` and Liquid's `product` give it. Prices are hundredths of the currency, as on Shopify. */
export function productJson(store: Store, product: Product, prefix = "") {
  const price = (minor: number) => toHundredths(minor, store.shop.currency);
  const variants = product.variantIds.flatMap((id) => store.variants.get(id) ?? []);
  const url = `${prefix}/products/${product.handle}`;
  const image = imageOf(product);
  const prices = variants.map((variant) => price(variant.price));
  const compareAt = variants.flatMap((variant) => (variant.compareAtPrice === null ? [] : [price(variant.compareAtPrice)]));
  const single = variants.length === 1 && variants[0]?.title === "Default Title";
  return {
    id: product.id,
    title: product.title,
    handle: product.handle,
    description: product.descriptionHtml,
    published_at: new Date(product.createdAt).toISOString(),
    created_at: new Date(product.createdAt).toISOString(),
    vendor: product.vendor,
    type: product.productType,
    tags: product.tags,
    price: prices.length > 0 ? Math.min(...prices) : 0,
    price_min: prices.length > 0 ? Math.min(...prices) : 0,
    price_max: Math.max(...prices, 0),
    price_varies: new Set(prices).size > 1,
    available: variants.some(isAvailable),
    compare_at_price: compareAt.length > 0 ? Math.min(...compareAt) : null,
    compare_at_price_min: compareAt.length > 0 ? Math.min(...compareAt) : 0,
    compare_at_price_max: Math.max(...compareAt, 0),
    compare_at_price_varies: new Set(compareAt).size > 1,
    has_only_default_variant: single,
    variants: variants.map((variant) => ({
      id: variant.id,
      title: variant.title,
      option1: variant.title,
      option2: null,
      option3: null,
      options: [variant.title],
      sku: variant.sku,
      requires_shipping: !product.isGiftCard,
      taxable: true,
      featured_image: null,
      available: isAvailable(variant),
      name: single ? product.title : `${product.title} - ${variant.title}`,
      public_title: single ? null : variant.title,
      price: price(variant.price),
      compare_at_price: variant.compareAtPrice === null ? null : price(variant.compareAtPrice),
      weight: 0,
      barcode: null,
      inventory_management: variant.tracked ? "shopify" : null,
      inventory_policy: variant.inventoryPolicy.toLowerCase(),
      inventory_quantity: variant.inventoryQuantity,
      url: `${url}?variant=${variant.id}`,
    })),
    options: [{ name: "Title", position: 1, values: variants.map((variant) => variant.title) }],
    images: [image.src],
    featured_image: image.src,
    url,
    requires_selling_plan: false,
    selling_plan_groups: [],
  };
}

export type ProductJson = ReturnType<typeof productJson>;

export function isAvailable(variant: Variant): boolean {
  return availableUnits(variant) > 0;
}

export function imageOf(product: Pick<Product, "id" | "imageUrl" | "title">) {
  return { src: product.imageUrl ?? `/cdn/products/${product.id}.svg`, alt: product.title, width: 900, height: 900, aspect_ratio: 1 };
}
