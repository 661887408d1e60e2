import type { Prisma } from "@prisma/client";
import { prismaInShop } from "../database/prisma.server.ts";

/** A product for choosing what to offer; money in minor units of the shop's currency. */
export interface ProductCard {
  readonly id: string;
  readonly title: string;
  readonly imageUrl: string | null;
  readonly isGiftCard: boolean;
  readonly variants: readonly {
    readonly id: string;
    readonly title: string;
    readonly price: number /** null when Shopify holds none */;
    readonly unitCost: number | null;
    readonly availableForSale: boolean;
  }[];
}

const SEARCH_RESULTS = 20;

/** Products by number, in the order asked for; unknown and deleted ones are left out. */
export async function productCards(shopId: number, ids: readonly string[]): Promise<ProductCard[]> {
  if (ids.length === 0) return [];
  const cards = await readCards(shopId, { id: { in: [...new Set(ids)].map(BigInt) } });
  const byId = new Map(cards.map((card) => [card.id, card]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}

/** Active products whose title holds all of the words, by title; at most twenty. */
export function searchProducts(shopId: number, text: string): Promise<ProductCard[]> {
  const words = text.split(/\s+/).filter(Boolean).slice(0, 10);
  return readCards(
    shopId,
    { status: "ACTIVE", isGiftCard: false, AND: words.map((word) => ({ title: { contains: word, mode: "insensitive" } })) },
    SEARCH_RESULTS,
  );
}

function readCards(shopId: number, where: Prisma.ProductWhereInput, take?: number): Promise<ProductCard[]> {
  return prismaInShop(shopId, async (tx) => {
    const products = await tx.product.findMany({
      where: { ...where, shopId, deletedAt: null },
      orderBy: [{ title: "asc" }, { id: "asc" }],
      ...(take ? { take } : {}),
    });
    const variants = await tx.variant.findMany({
      where: { shopId, productId: { in: products.map((product) => product.id) } },
      orderBy: { id: "asc" },
    });
    const costs = await tx.unitCost.findMany({
      where: { shopId, variantId: { in: variants.map((variant) => variant.id) }, validFrom: { lte: new Date() } },
      orderBy: { validFrom: "asc" },
    });
    const latestCost = new Map(costs.map((cost) => [cost.variantId, Number(cost.amount)]));
    const byProduct = new Map(products.map((product) => [product.id, variants.filter((variant) => variant.productId === product.id)]));
    return products.map((product) => ({
      id: String(product.id),
      title: product.title,
      imageUrl: product.imageUrl,
      isGiftCard: product.isGiftCard,
      variants: (byProduct.get(product.id) ?? []).map((variant) => ({
        id: String(variant.id),
        title: variant.title,
        price: Number(variant.price),
        unitCost: latestCost.get(variant.id) ?? null,
        availableForSale: variant.availableForSale,
      })),
    }));
  });
}
