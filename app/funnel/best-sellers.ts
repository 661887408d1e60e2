import { tilted } from "./affinity/fallback-order.ts";

/** A product for sale that many buy, or that is new. */
export interface BestSeller {
  readonly productId: string;
  readonly productType: string;
  readonly collectionIds: readonly string[];
  /** of its first variant for sale, minor units */
  readonly price: number;
  /** share of recent orders that have it */
  readonly popularity: number;
}

/** A shop's best sellers, each list by popularity x sqrt(price). */
export interface BestSellers {
  readonly all: readonly BestSeller[];
  readonly ofType: ReadonlyMap<string, readonly BestSeller[]>;
  readonly ofCollection: ReadonlyMap<string, readonly BestSeller[]>;
}

/** As many as a decision considers at most. */
const MOST = { all: 200, alike: 60 };

export function bestSellersOf(products: readonly BestSeller[]): BestSellers {
  const ofType = new Map<string, BestSeller[]>();
  const ofCollection = new Map<string, BestSeller[]>();
  const sorted = [...products].sort(byWorth);
  const add = (lists: Map<string, BestSeller[]>, key: string, product: BestSeller) => {
    const list = lists.get(key) ?? [];
    lists.set(key, list);
    if (list.length < MOST.alike) list.push(product);
  };
  for (const product of sorted) {
    if (product.productType !== "") add(ofType, product.productType, product);
    for (const collection of product.collectionIds) add(ofCollection, collection, product);
  }
  return { all: sorted.slice(0, MOST.all), ofType, ofCollection };
}

/** What stands in the cart or is in view: of which types and collections. */
export interface Alike {
  readonly productType: string;
  readonly collectionIds: readonly string[];
}

/**
 * At most `keep` best sellers, those related to what stands beside by product type or collection first, each part by popularity x
 * sqrt(price); none that `allows` refuses.
 */
export function bestSellersBeside(
  { all, ofType, ofCollection }: BestSellers,
  beside: readonly Alike[],
  { keep, allows }: { keep: number; allows: (productId: string) => boolean },
): (BestSeller & { readonly related: boolean })[] {
  const first = (list: readonly BestSeller[]) => {
    const found: BestSeller[] = [];
    for (const product of list) {
      if (found.length >= keep) break;
      if (allows(product.productId)) found.push(product);
    }
    return found;
  };
  const types = new Set(beside.map(({ productType }) => productType));
  const collections = new Set(beside.flatMap(({ collectionIds }) => collectionIds));
  const related = new Map<string, BestSeller>();
  const lists = [...[...types].map((type) => ofType.get(type)), ...[...collections].map((id) => ofCollection.get(id))];
  for (const list of lists) for (const product of first(list ?? [])) related.set(product.productId, product);
  const others = first(all).filter(({ productId }) => !related.has(productId));
  return [
    ...[...related.values()].sort(byWorth).map((product) => ({ ...product, related: true })),
    ...others.map((product) => ({ ...product, related: false })),
  ].slice(0, keep);
}

function byWorth(a: BestSeller, b: BestSeller): number {
  return tilted(b.popularity, b.price) - tilted(a.popularity, a.price) || (a.productId < b.productId ? -1 : 1);
}
