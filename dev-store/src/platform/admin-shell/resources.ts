import { toDecimal } from "../../checkout/money.ts";
import type { Collection, Product, Variant } from "../../store/model.ts";
import type { Store } from "../../store/store.ts";
import { gid, idOf } from "../../store/store.ts";

export interface ResourceQuery {
  type: "product" | "variant" | "collection";
  search: string;
  /** global ids to read instead of a search */
  ids: string[] | null;
  drafts: boolean;
  archived: boolean;
}

const MOST = 100;

/** What the resource picker lists and hands to the app, in the shape App Bridge gives it. */
export function findResources(store: Store, query: ResourceQuery): Record<string, unknown>[] {
  const wanted = query.search.trim().toLowerCase();
  const named = (...texts: string[]) => wanted === "" || texts.some((text) => text.toLowerCase().includes(wanted));
  const asked = (type: string, id: number) => query.ids === null || query.ids.some((text) => idOf(type, text) === id);
  const shown = (product: Product) => product.status === "ACTIVE" || (product.status === "DRAFT" ? query.drafts : query.archived);
  if (query.type === "collection") {
    return [...store.collections.values()]
      .filter((collection) => asked("Collection", collection.id) && named(collection.title))
      .slice(0, MOST)
      .map((collection) => collectionResource(collection));
  }
  const products = [...store.products.values()].filter(
    (product) => (query.ids !== null || shown(product)) && named(product.title, product.vendor),
  );
  if (query.type === "product") {
    return products
      .filter((product) => asked("Product", product.id))
      .slice(0, MOST)
      .map((product) => productResource(store, product));
  }
  return products
    .flatMap((product) => variantsOf(store, product).map((variant) => ({ product, variant })))
    .filter(({ variant }) => asked("ProductVariant", variant.id))
    .slice(0, MOST)
    .map(({ product, variant }) => variantResource(store, product, variant));
}

function variantsOf(store: Store, product: Product): Variant[] {
  return product.variantIds.flatMap((id) => store.variants.get(id) ?? []);
}

function productResource(store: Store, product: Product): Record<string, unknown> {
  const variants = variantsOf(store, product);
  return {
    id: gid("Product", product.id),
    title: product.title,
    handle: product.handle,
    descriptionHtml: product.descriptionHtml,
    productType: product.productType,
    vendor: product.vendor,
    status: product.status,
    tags: product.tags,
    hasOnlyDefaultVariant: variants.length === 1,
    images: product.imageUrl === null ? [] : [{ id: gid("ProductImage", product.id), originalSrc: product.imageUrl }],
    totalInventory: variants.reduce((sum, variant) => sum + variant.inventoryQuantity, 0),
    totalVariants: variants.length,
    tracksInventory: variants.some((variant) => variant.tracked),
    createdAt: new Date(product.createdAt).toISOString(),
    updatedAt: new Date(product.updatedAt).toISOString(),
    variants: variants.map((variant) => variantResource(store, product, variant)),
  };
}

function variantResource(store: Store, product: Product, variant: Variant): Record<string, unknown> {
  const price = (minor: number) => toDecimal(minor, store.shop.currency);
  return {
    id: gid("ProductVariant", variant.id),
    title: variant.title,
    displayName: `${product.title} - ${variant.title}`,
    sku: variant.sku,
    price: price(variant.price),
    compareAtPrice: variant.compareAtPrice === null ? null : price(variant.compareAtPrice),
    availableForSale: !variant.tracked || variant.inventoryPolicy === "CONTINUE" || variant.inventoryQuantity > 0,
    inventoryItem: { id: gid("InventoryItem", variant.inventoryItemId) },
    inventoryPolicy: variant.inventoryPolicy,
    inventoryQuantity: variant.inventoryQuantity,
    product: { id: gid("Product", product.id), title: product.title, handle: product.handle },
    createdAt: new Date(variant.createdAt).toISOString(),
    updatedAt: new Date(variant.updatedAt).toISOString(),
  };
}

function collectionResource(collection: Collection): Record<string, unknown> {
  return {
    id: gid("Collection", collection.id),
    title: collection.title,
    handle: collection.handle,
    productsCount: collection.productIds.length,
    updatedAt: new Date(collection.updatedAt).toISOString(),
  };
}
