import { baseProbabilities, type Calibration, calibrated } from "./base-probability.ts";
import { type ReadyToRank, type Recipes, rankerOf, recipeFor } from "./cart-ranker.ts";
import { oftenTogether } from "./log-likelihood-ratio.ts";
import type { NeighbourRow } from "./neighbour-table.ts";
import { type ProductIds, productNumber } from "./product-numbers.ts";
import { type ProductFacts, popularShare, scoreInCart } from "./rank-cart.ts";

/** One version of a shop's affinity as a process keeps it: what concerns all products. It never changes. */
export interface ServedAffinity {
  readonly version: number;
  /** orders it was learned from */
  readonly orderTotal: number;
  readonly recipes: Recipes;
  readonly calibration: Calibration;
  readonly ids: ProductIds;
  /** each product's id as text, made when first asked for: the same text each time is found faster */
  readonly names: string[];
  /** products by their ids as text, those asked for before; -1: never sold */
  readonly numbers: Map<string, number>;
  readonly facts: ProductFacts;
  /** median days until a customer buys the product again, NaN while fewer than 20 customers have */
  readonly repeatDays: Float32Array;
  readonly ready: ReadyToRank;
}

/** What one product of a cart speaks for. */
export interface ServedRow {
  readonly engine: NeighbourRow;
  /** orders that have both, an entry for each of `engine` */
  readonly together: Uint16Array;
  readonly ease: NeighbourRow;
}

const NO_NEIGHBOURS: NeighbourRow = { others: new Int32Array(0), scores: new Float32Array(0), from: 0, to: 0 };
export const EMPTY_ROW: ServedRow = { engine: NO_NEIGHBOURS, together: new Uint16Array(0), ease: NO_NEIGHBOURS };

/** "related", between the two, is for whoever knows product types and collections: see best-sellers.ts. */
export interface AffinityCandidate {
  readonly productId: string;
  readonly score: number;
  readonly source: "bought_together" | "popular";
}

/** Where the version that was asked last has a product: who asks for hundreds at every decision need not have each found by its text. */
export interface KnownPlace {
  /** 0: never asked */
  version: number;
  /** its number; -1: never sold */
  product: number;
}

/** What a shop's orders say of a cart. */
export interface CartAffinity {
  /** of the shop's affinity that is asked; 0: there is none */
  readonly version: number;
  /** At most so many products, those most often bought lately first, as shares of recent orders; `unsold` is what one never sold is given. */
  mostPopular(keep: number): {
    readonly products: readonly { readonly productId: string; readonly popularity: number }[];
    readonly unsold: number;
  };
  /** The products likeliest to join the cart, best first, none of the cart and none that `allows` refuses; "popular": no product of the cart speaks for it. */
  candidates(keep: number, allows: (productId: string) => boolean): AffinityCandidate[];
  /** The chance, above 0 and at most 1, that the product joins the cart without an offer. */
  baseProbability(productId: string, place?: KnownPlace): number;
  /** Whether the shop may say that it is often bought together with a product of the cart. */
  oftenTogether(productId: string): boolean;
  /** Median days until a customer buys the product again; null unless at least 20 customers have. */
  repeatDays(productId: string): number | null;
  /** What candidates are ranked by; 0 for an unknown product. EASE may make it negative: the cart speaks against it. */
  score(productId: string): number;
}

const MOST_NUMBERS = 200_000;
/** A product never sold is given one sale in so many orders more than there were. */
const UNSEEN_ORDERS = 1000;

/** `rows` has every product of `cart`, which names distinct products of the model. */
export function serveCart(model: ServedAffinity, rows: ReadonlyMap<number, ServedRow>, cart: readonly number[]): CartAffinity {
  const { ids, facts, recipes } = model;
  const recipe = recipeFor(recipes, cart.length);
  const rowOf = (product: number) => rows.get(product) ?? EMPTY_ROW;
  const parts = { ...facts, engine: (product: number) => rowOf(product).engine, ease: (product: number) => rowOf(product).ease };
  const together = (inCart: number, product: number) => {
    const { engine, together: counts } = rowOf(inCart);
    return counts[engine.others.indexOf(product)] ?? 0;
  };
  const least = 1 / (model.orderTotal + UNSEEN_ORDERS);
  const share = popularShare(recipe, cart.length);
  const numberOf = (productId: string) => {
    let number = model.numbers.get(productId);
    if (number === undefined) {
      number = productNumber(ids, productId);
      if (model.numbers.size >= MOST_NUMBERS) model.numbers.clear();
      model.numbers.set(productId, number);
    }
    return number;
  };
  let unaided: ((product: number) => number) | null = null;
  const nameOf = (product: number) => (model.names[product] ??= String(ids[product]));
  return {
    version: model.version,
    mostPopular: (keep) => ({
      products: Array.from(model.ready.small.subarray(0, keep), (product) => ({
        productId: nameOf(product),
        popularity: facts.popularity[product] as number,
      })),
      unsold: least,
    }),
    candidates: (keep, allows) =>
      rankerOf(parts, recipes, model.ready)(cart, keep, (product) => allows(nameOf(product))).map(({ product, score }) => ({
        productId: nameOf(product),
        score,
        source: score > share * (facts.popularity[product] as number) ? "bought_together" : "popular",
      })),
    baseProbability: (productId, place) => {
      if (place && place.version !== model.version) {
        place.product = numberOf(productId);
        place.version = model.version;
      }
      const product = place ? place.product : numberOf(productId);
      if (product < 0) return least;
      unaided ??= baseProbabilities(
        facts,
        cart,
        cart.map((inCart) => ({ others: rowOf(inCart).engine.others, together: rowOf(inCart).together })),
      );
      return Math.max(least, calibrated(unaided(product), model.calibration));
    },
    oftenTogether: (productId) => {
      const product = numberOf(productId);
      if (product < 0) return false;
      const orders = (of: number) => facts.orders[of] as number;
      return cart.some((inCart) => oftenTogether(together(inCart, product), orders(inCart), orders(product), model.orderTotal));
    },
    repeatDays: (productId) => {
      const days = model.repeatDays[numberOf(productId)] ?? Number.NaN;
      return Number.isNaN(days) ? null : days;
    },
    score: (productId) => {
      const product = numberOf(productId);
      return product < 0 ? 0 : scoreInCart(parts, recipe, cart, product);
    },
  };
}

/** A shop without orders: nothing is known, and all is possible. */
export const NO_AFFINITY: CartAffinity = {
  version: 0,
  mostPopular: () => ({ products: [], unsold: 1 / UNSEEN_ORDERS }),
  candidates: () => [],
  baseProbability: () => 1 / UNSEEN_ORDERS,
  oftenTogether: () => false,
  repeatDays: () => null,
  score: () => 0,
};
