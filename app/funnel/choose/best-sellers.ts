import { tilted } from "../affinity/fallback-order.ts";

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
  const types = new Set(beside.map(({ productType }) => productType));
  const collections = new Set(beside.flatMap(({ collectionIds }) => collectionIds));
  const lists: (readonly Ranked[])[] = [];
  for (const list of [...Array.from(types, (type) => ofType.get(type)), ...Array.from(collections, (id) => ofCollection.get(id))])
    if (list) lists.push(list);
  const taken = new Set<Ranked>();
  const related = merged(lists, { keep, allows, taken });
  return { related, others: merged([all], { keep: keep - related.length, allows, taken }) };
}

/** The first `keep` of lists that are each by worth, none twice and none of those `taken`, which they join. */
function merged(
  lists: readonly (readonly Ranked[])[],
  { keep, allows, taken }: { keep: number; allows: (productId: string) => boolean; taken: Set<Ranked> },
): Ranked[] {
  const heads = lists.map(() => 0);
  const found: Ranked[] = [];
  while (found.length < keep) {
    let best: Ranked | undefined;
    let from = 0;
    for (let at = 0; at < lists.length; at++) {
      const head = lists[at]?.[heads[at] as number];
      if (head && (!best || byWorth(head, best) < 0)) [best, from] = [head, at];
    }
    if (!best) break;
    heads[from] = (heads[from] as number) + 1;
    if (taken.has(best) || !allows(best.productId)) continue;
    taken.add(best);
    found.push(best);
  }
  return found;
}

function byWorth(a: Ranked, b: Ranked): number {
  return b.worth - a.worth || (a.productId < b.productId ? -1 : 1);
}
