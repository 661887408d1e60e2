import type { Collection, Product, Variant } from "../../store/model.ts";
import { gid, idOf, isOnline } from "../../store/store.ts";
import type { ExecutionContext } from "../execution-context.ts";
import { notAnswered } from "../field-error.ts";
import { arrayListing } from "../listing.ts";
import { moneyString } from "../money.ts";
import { type FieldResolvers, type ResolverMap, Typed } from "../resolver-map.ts";
import { metafieldsOf } from "./metafield-resolvers.ts";
import { collectionListing } from "./root-listings.ts";
import { dateTime, type MoneyV2 } from "./sources.ts";

const variantsOf = (product: Product, { store }: ExecutionContext): Variant[] =>
  product.variantIds.flatMap((id) => store.variants.get(id) ?? []);
const plainText = (html: string) =>
  html
    .replace(/<[^>]*>/g, " ")
    .replace(/\s+/g, " ")
    .trim();
/** Media has no id of its own in the store; a product has at most one picture, so it takes the product's. */
const media = (product: Product) => (product.imageUrl === null ? [] : [new Typed("MediaImage", product)]);

const product: FieldResolvers<Product> = {
  id: (source) => gid("Product", source.id),
  legacyResourceId: (source) => String(source.id),
  handle: (source) => source.handle,
  title: (source) => source.title,
  description: (source, { truncateAt }) => {
    const text = plainText(source.descriptionHtml);
    return typeof truncateAt === "number" ? text.slice(0, truncateAt) : text;
  },
  descriptionHtml: (source) => source.descriptionHtml,
  vendor: (source) => source.vendor,
  productType: (source) => source.productType,
  tags: (source) => [...source.tags].sort(),
  status: (source) => source.status,
  isGiftCard: (source) => source.isGiftCard,
  createdAt: (source) => dateTime(source.createdAt),
  updatedAt: (source) => dateTime(source.updatedAt),
  onlineStoreUrl: (source, _args, { store }) => (isOnline(source) ? `https://${store.shop.domain}/products/${source.handle}` : null),
  requiresSellingPlan: (source) => source.requiresSellingPlan === true,
  totalInventory: (source, _args, context) =>
    variantsOf(source, context).reduce((sum, one) => sum + (one.tracked ? one.inventoryQuantity : 0), 0),
  tracksInventory: (source, _args, context) => variantsOf(source, context).some((one) => one.tracked),
  hasOutOfStockVariants: (source, _args, context) => variantsOf(source, context).some((one) => one.tracked && one.inventoryQuantity <= 0),
  hasOnlyDefaultVariant: (source, _args, context) => variantsOf(source, context).every((one) => one.title === "Default Title"),
  priceRangeV2: (source, _args, context) => variantsOf(source, context).map((one) => one.price),
  featuredMedia: (source) => media(source)[0] ?? null,
  media: (source) => arrayListing(media(source), () => source.id),
  mediaCount: (source) => ({ count: media(source).length, precision: "EXACT" }),
  featuredImage: (source) => (source.imageUrl === null ? null : source),
  variants: (source, args, context) => {
    if (args.sortKey !== "POSITION") throw notAnswered(`Product.variants(sortKey: ${String(args.sortKey)})`);
    return arrayListing(
      variantsOf(source, context),
      (one) => one.id,
      (one) => one,
      args.reverse === true,
    );
  },
  variantsCount: (source) => ({ count: source.variantIds.length, precision: "EXACT" }),
  collections: (source, args, context) => collectionListing(args, context, new Set(source.collectionIds)),
  inCollection: (source, { id }) => source.collectionIds.includes(idOf("Collection", String(id)) ?? -1),
  ...metafieldsOf<Product>((source) => gid("Product", source.id)),
};

const mediaImage: FieldResolvers<Product> = {
  id: (source) => gid("MediaImage", source.id),
  alt: (source) => source.title,
  image: (source) => source,
  preview: (source) => source,
  mediaContentType: () => "IMAGE",
  status: () => "READY",
};

const variant: FieldResolvers<Variant> = {
  id: (source) => gid("ProductVariant", source.id),
  legacyResourceId: (source) => String(source.id),
  title: (source) => source.title,
  displayName: (source, _args, { store }) => `${store.products.get(source.productId)?.title ?? ""} - ${source.title}`,
  sku: (source) => source.sku,
  price: (source, _args, { store }) => moneyString(source.price, store.shop.currency),
  compareAtPrice: (source, _args, { store }) =>
    source.compareAtPrice === null ? null : moneyString(source.compareAtPrice, store.shop.currency),
  inventoryQuantity: (source) => source.inventoryQuantity,
  inventoryPolicy: (source) => source.inventoryPolicy,
  availableForSale: (source) => !source.tracked || source.inventoryPolicy === "CONTINUE" || source.inventoryQuantity > 0,
  position: (source, _args, { store }) => (store.products.get(source.productId)?.variantIds.indexOf(source.id) ?? 0) + 1,
  createdAt: (source) => dateTime(source.createdAt),
  updatedAt: (source) => dateTime(source.updatedAt),
  product: (source, _args, { store }) => store.products.get(source.productId),
  inventoryItem: (source) => source,
  ...metafieldsOf<Variant>((source) => gid("ProductVariant", source.id)),
};

/** An inventory item is the stock side of one variant. */
const inventoryItem: FieldResolvers<Variant> = {
  id: (source) => gid("InventoryItem", source.inventoryItemId),
  legacyResourceId: (source) => String(source.inventoryItemId),
  sku: (source) => source.sku,
  tracked: (source) => source.tracked,
  unitCost: (source, _args, { store }): MoneyV2 | null =>
    source.unitCost === null ? null : { minor: source.unitCost, currency: store.shop.currency },
  createdAt: (source) => dateTime(source.createdAt),
  updatedAt: (source) => dateTime(source.updatedAt),
  variant: (source) => source,
  variants: (source) => arrayListing([source], (one) => one.id),
};

const collection: FieldResolvers<Collection> = {
  id: (source) => gid("Collection", source.id),
  legacyResourceId: (source) => String(source.id),
  handle: (source) => source.handle,
  title: (source) => source.title,
  updatedAt: (source) => dateTime(source.updatedAt),
  products: (source, args, { store }) => {
    if (args.sortKey !== "COLLECTION_DEFAULT" && args.sortKey !== "MANUAL")
      throw notAnswered(`Collection.products(sortKey: ${String(args.sortKey)})`);
    return arrayListing(
      source.productIds.flatMap((id) => store.products.get(id) ?? []),
      (one) => one.id,
      (one) => one,
      args.reverse === true,
    );
  },
  productsCount: (source) => ({ count: source.productIds.length, precision: "EXACT" }),
  hasProduct: (source, { id }) => source.productIds.includes(idOf("Product", String(id)) ?? -1),
  ...metafieldsOf<Collection>((source) => gid("Collection", source.id)),
};

const extreme =
  (choose: (...prices: number[]) => number) =>
  (prices: number[], _args: unknown, { store }: ExecutionContext): MoneyV2 => ({
    minor: prices.length > 0 ? choose(...prices) : 0,
    currency: store.shop.currency,
  });

export const productResolvers: ResolverMap = {
  Product: product,
  ProductVariant: variant,
  InventoryItem: inventoryItem,
  Collection: collection,
  MediaImage: mediaImage,
  MediaPreviewImage: { image: (source: Product) => source, status: () => "READY" },
  Image: {
    url: (source: Product) => source.imageUrl,
    src: (source: Product) => source.imageUrl,
    originalSrc: (source: Product) => source.imageUrl,
    altText: (source: Product) => source.title,
  },
  ProductPriceRangeV2: { minVariantPrice: extreme(Math.min), maxVariantPrice: extreme(Math.max) },
};
