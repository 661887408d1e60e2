import { once } from "node:events";
import fs from "node:fs";
import path from "node:path";
import { signOfferToken } from "../app/shopify/offer-token.server.ts";

export const BENCH_DOMAIN = "bench.myshopify.com";

export interface SyntheticSize {
  readonly orders: number;
  readonly lines: number;
  readonly customers: number;
  readonly products: number;
}

/**
 * Writes what Shopify's three bulk operations would answer for a made-up shop of this size, one file a part. Always the
 * same; children stand before and after their parents, never right beside them.
 */
export async function writeSyntheticBulkFiles(folder: string, size: SyntheticSize): Promise<void> {
  await write(path.join(folder, "products.jsonl"), productLines(size));
  await write(path.join(folder, "customers.jsonl"), customerLines(size));
  await write(path.join(folder, "orders.jsonl"), orderLines(size));
}

async function write(file: string, lines: Iterable<string>): Promise<void> {
  const out = fs.createWriteStream(file);
  let block: string[] = [];
  for (const line of lines) {
    block.push(line);
    if (block.length === 500) {
      if (!out.write(`${block.join("\n")}\n`)) await once(out, "drain");
      block = [];
    }
  }
  out.end(block.length ? `${block.join("\n")}\n` : "");
  await once(out, "finish");
}

const gid = (kind: string, id: number): string => `gid://shopify/${kind}/${id}`;
const shopMoney = (amount: number): object => ({ shopMoney: { amount: (amount / 100).toFixed(2) } });
const FIRST_ORDER = Date.UTC(2025, 0, 1);
const priceOf = (product: number): number => 85 + ((product * 7919) % 2400);

function* productLines({ products }: SyntheticSize): Generator<string> {
  const updatedAt = new Date(FIRST_ORDER).toISOString();
  for (let product = 1; product <= products; product++) {
    yield JSON.stringify({
      id: gid("ProductVariant", 10_000_000 + product),
      title: "Default Title",
      sku: `SKU-${product}`,
      price: (priceOf(product) / 100).toFixed(2),
      inventoryQuantity: product % 90,
      availableForSale: true,
      updatedAt,
      inventoryItem: {
        id: gid("InventoryItem", 20_000_000 + product),
        unitCost: product % 10 === 0 ? null : { amount: (priceOf(product) * 0.0055).toFixed(2) },
      },
      __parentId: gid("Product", 1_000_000 + product),
    });
    yield JSON.stringify({
      id: gid("Product", 1_000_000 + product),
      title: `GIFT ARTICLE NUMBER ${product}`,
      onlineStoreUrl: `https://bench.example/products/gift-article-${product}`,
      requiresSellingPlan: false,
      handle: `gift-article-${product}`,
      status: "ACTIVE",
      productType: "Gift",
      vendor: "Synthetic",
      isGiftCard: false,
      updatedAt,
      featuredMedia: null,
    });
  }
}

function* customerLines({ customers }: SyntheticSize): Generator<string> {
  const at = new Date(FIRST_ORDER).toISOString();
  for (let customer = 1; customer <= customers; customer++)
    yield JSON.stringify({ id: gid("Customer", 3_000_000 + customer), createdAt: at, updatedAt: at });
}

const BLOCK = 200;

function* orderLines(size: SyntheticSize): Generator<string> {
  for (let from = 0; from < size.orders; from += BLOCK) {
    const to = Math.min(size.orders, from + BLOCK);
    for (let order = from; order < to; order++) if (order % 2 === 0) yield* linesOf(order, size);
    for (let order = from; order < to; order++) yield orderHead(order, size);
    for (let order = from; order < to; order++) if (order % 2 === 1) yield* linesOf(order, size);
  }
}

function lineRange(order: number, { orders, lines }: SyntheticSize): [number, number] {
  return [Math.floor((order * lines) / orders), Math.floor(((order + 1) * lines) / orders)];
}

function lineAt(line: number, products: number): { product: number; quantity: number } {
  return { product: 1 + (((line * 2_654_435_761) % 4_294_967_296) % products), quantity: 1 + (line % 12) };
}

function orderHead(order: number, size: SyntheticSize): string {
  const [from, to] = lineRange(order, size);
  let subtotal = 0;
  for (let line = from; line < to; line++) {
    const { product, quantity } = lineAt(line, size.products);
    subtotal += priceOf(product) * quantity;
  }
  const at = new Date(FIRST_ORDER + Math.floor((order * 365 * 86_400_000) / size.orders)).toISOString();
  const refunded = order % 20 === 0 ? Math.floor(subtotal / 10) : 0;
  return JSON.stringify({
    id: gid("Order", 5_000_000_000 + order),
    name: `#${1001 + order}`,
    createdAt: at,
    processedAt: at,
    updatedAt: at,
    cancelledAt: null,
    test: false,
    sourceName: "web",
    customer: order % 9 === 0 ? null : { id: gid("Customer", 3_000_001 + ((order * 7919) % size.customers)) },
    subtotalPriceSet: shopMoney(subtotal),
    totalDiscountsSet: shopMoney(0),
    totalRefundedSet: shopMoney(refunded),
    totalPriceSet: shopMoney(subtotal + 500),
    refunds: refunded ? [{ id: gid("Refund", 7_000_000_000 + order), createdAt: at, totalRefundedSet: shopMoney(refunded) }] : [],
    customAttributes: order % 3 === 0 ? [{ key: "_crescendo_visitor", value: String(order).padStart(43, "v") }] : [],
  });
}

function* linesOf(order: number, size: SyntheticSize): Generator<string> {
  const [from, to] = lineRange(order, size);
  for (let line = from; line < to; line++) {
    const { product, quantity } = lineAt(line, size.products);
    yield JSON.stringify({
      id: gid("LineItem", 6_000_000_000 + line),
      title: `GIFT ARTICLE NUMBER ${product}`,
      quantity,
      currentQuantity: quantity,
      isGiftCard: false,
      variant: { id: gid("ProductVariant", 10_000_000 + product) },
      product: { id: gid("Product", 1_000_000 + product) },
      originalUnitPriceSet: shopMoney(priceOf(product)),
      discountAllocations: [],
      customAttributes: line % 2000 === 0 ? [{ key: "_crescendo", value: tokenOf(line, product) }] : [],
      __parentId: gid("Order", 5_000_000_000 + order),
    });
  }
}

function tokenOf(line: number, product: number): string {
  return signOfferToken(BENCH_DOMAIN, {
    offerId: 1,
    variantId: String(10_000_000 + product),
    discount: { kind: "percentage", value: 1000 },
    maxQuantity: 1,
    decisionId: `00000000-0000-4000-8000-${String(line).padStart(12, "0")}`,
    now: new Date(FIRST_ORDER),
    timezone: "UTC",
  });
}
