import { copyText, NULL } from "./copy-value.ts";
import type { ShopifyRecord } from "./map-order.ts";
import { booleanOf, idOf, type MoneyReader, textOf, timeOf, Unreadable } from "./shopify-values.ts";

export const PRODUCT_COLUMNS = "run_id, id, title, handle, status, product_type, vendor, image_url, is_gift_card, sold_online, updated_at";
export const VARIANT_COLUMNS =
  "run_id, product_id, id, inventory_item_id, title, sku, price, available_for_sale, inventory_quantity, updated_at, unit_cost";
export const COLLECTION_COLUMNS = "run_id, product_id, id";

/** A product as one line of COPY text. Throws Unreadable. */
export function mapProduct(runId: string, product: ShopifyRecord): string {
  const image = product.featuredMedia?.preview?.image?.url;
  const values = [
    runId,
    idOf(product.id, "Product", "id"),
    copyText(textOf(product.title, "title")),
    copyText(textOf(product.handle, "handle")),
    copyText(textOf(product.status, "status")),
    copyText(textOf(product.productType ?? "", "productType")),
    copyText(textOf(product.vendor ?? "", "vendor")),
    image == null ? NULL : copyText(textOf(image, "featuredMedia")),
    booleanOf(product.isGiftCard, "isGiftCard"),
    soldOnline(product),
    timeOf(product.updatedAt, "updatedAt"),
  ];
  return `${values.join("\t")}\n`;
}

/** Whether a shopper can buy it in the online store at once. A product that is not published there has no address there. */
export function soldOnline(product: ShopifyRecord): boolean {
  return product.onlineStoreUrl !== null && product.requiresSellingPlan !== true;
}

/** A variant as one line of COPY text; price and unit cost in minor units, no cost where Shopify holds none. Throws Unreadable. */
export function mapVariant(runId: string, productGid: unknown, variant: ShopifyRecord, money: MoneyReader): string {
  const cost = variant.inventoryItem?.unitCost;
  const values = [
    runId,
    idOf(productGid, "Product", "__parentId"),
    idOf(variant.id, "ProductVariant", "id"),
    idOf(variant.inventoryItem?.id, "InventoryItem", "inventoryItem.id"),
    copyText(textOf(variant.title, "title")),
    copyText(textOf(variant.sku ?? "", "sku")),
    money(variant.price, "price"),
    booleanOf(variant.availableForSale, "availableForSale"),
    variant.inventoryQuantity == null ? NULL : stockOf(variant.inventoryQuantity),
    timeOf(variant.updatedAt, "updatedAt"),
    cost == null ? NULL : money(cost.amount, "inventoryItem.unitCost"),
  ];
  return `${values.join("\t")}\n`;
}

export function mapCollection(runId: string, productGid: unknown, collection: ShopifyRecord): string {
  return `${runId}\t${idOf(productGid, "Product", "__parentId")}\t${idOf(collection.id, "Collection", "id")}\n`;
}

/** Stock may be negative: more was sold than there was. */
function stockOf(value: unknown): number {
  if (typeof value !== "number" || !Number.isInteger(value) || Math.abs(value) > 2_147_483_647)
    throw new Unreadable("inventoryQuantity", "is not a whole number");
  return value;
}
