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

interface Ranked extends BestSeller {
  /** popularity x sqrt(price) */
  readonly worth: number;
}

/** A shop's best sellers, each list by worth. */
export interface BestSellers {
  readonly all: readonly Ranked[];
  readonly ofType: ReadonlyMap<string, readonly Ranked[]>;
  readonly ofCollection: ReadonlyMap<string, readonly Ranked[]>;
}

/** As many as a decision considers at most. */
const MOST = { all: 200, alike: 60 };

export function bestSellersOf(products: readonly BestSeller[]): BestSellers {
  const ofType = new Map<string, Ranked[]>();
  const ofCollection = new Map<string, Ranked[]>();
  const sorted = products.map((product) => ({ ...product, worth: tilted(product.popularity, product.price) })).sort(byWorth);
  const add = (lists: Map<string, Ranked[]>, key: string, product: Ranked) => {
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

/** Each part by worth. */
export interface BestSellersBeside {
  readonly related: readonly BestSeller[];
  readonly others: readonly BestSeller[];
}

/**
 * At most `keep` best sellers, of which those count first that are related to what stands beside by product type or collection; none that
 * `allows` refuses.
 */
export function bestSellersBeside(
  { all, ofType, ofCollection }: BestSellers,
  beside: readonly Alike[],
  { keep, allows }: { keep: number; allows: (productId: string) => boolean },
): BestSellersBeside {
  const first = (list: readonly Ranked[]) => {
    const found: Ranked[] = [];
    for (const product of list) {
      if (found.length >= keep) break;
      if (allows(product.productId)) found.push(product);
    }
    return found;
  };
  const types = new Set(beside.map(({ productType }) => productType));
  const collections = new Set(beside.flatMap(({ collectionIds }) => collectionIds));
  const alike = new Set<Ranked>();
  const lists = [...[...types].map((type) => ofType.get(type)), ...[...collections].map((id) => ofCollection.get(id))];
  for (const list of lists) for (const product of first(list ?? [])) alike.add(product);
  const related = [...alike].sort(byWorth).slice(0, keep);
  const room = keep - related.length;
  return { related, others: room > 0 ? first(all.filter((product) => !alike.has(product))).slice(0, room) : [] };
}

function byWorth(a: Ranked, b: Ranked): number {
  return b.worth - a.worth || (a.productId < b.productId ? -1 : 1);
}
