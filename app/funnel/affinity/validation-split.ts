import { type Baskets, ordersByAge, ordersOfProducts, pickOrders } from "./baskets.ts";
import type { NextItemCase } from "./score-ranking.ts";

/** The largest cart that counts as small: what most carts of a shop hold while it is being filled. */
export const SMALL_CART = 3;
const VALIDATION_SHARE = 0.1;
const MOST_SMALL = 4000;
const MOST_LARGE = 1500;
/** Hiding one product of an order, then another, tells more than one alone. */
const HIDDEN_PER_ORDER = 3;
const MOST_CARTS = 4000;

/** A cart as a shopper might have had it on the way to an order, and what else the order came to hold: nothing, for most. */
export interface CartOnTheWay {
  readonly cart: readonly number[];
  readonly joined: readonly number[];
}

export interface ValidationSplit {
  readonly train: Baskets;
  /** carts of at most SMALL_CART products */
  readonly small: readonly NextItemCase[];
  /** the whole rest of an order where that is more */
  readonly large: readonly NextItemCase[];
  /** of all the youngest orders, those of one product too */
  readonly carts: readonly CartOnTheWay[];
}

/**
 * The oldest 90 % of orders to learn from, and next-item cases from the youngest 10 %: one product of an order is hidden, the
 * rest is the cart, cut to SMALL_CART for the small cases; up to three times an order. `random` picks.
 * Beside them one cart on the way to each of those orders, to learn how likely a product is to join at all.
 */
export function validationSplit(baskets: Baskets, random: () => number): ValidationSplit {
  const { starts, items } = baskets;
  const byAge = ordersByAge(baskets);
  const cut = Math.floor(byAge.length * (1 - VALIDATION_SHARE));
  const train = pickOrders(baskets, byAge.subarray(0, cut));
  const known = ordersOfProducts(train);
  const small: NextItemCase[] = [];
  const large: NextItemCase[] = [];
  // from the youngest on, so that the limit leaves out the oldest
  for (let at = byAge.length - 1; at >= cut && small.length < MOST_SMALL; at--) {
    const order = byAge[at] as number;
    const basket = [...items.subarray(starts[order] as number, starts[order + 1] as number)];
    for (let hiding = 0; hiding < Math.min(HIDDEN_PER_ORDER, basket.length) && basket.length > 1; hiding++) {
      shuffle(basket, random);
      const [hidden, ...rest] = basket as [number, ...number[]];
      const target = (known[hidden] as number) > 0 ? hidden : -1;
      const cart = rest.filter((product) => (known[product] as number) > 0);
      small.push({ cart: cart.slice(0, SMALL_CART), target });
      if (cart.length > SMALL_CART && large.length < MOST_LARGE) large.push({ cart, target });
    }
  }
  const carts: CartOnTheWay[] = [];
  for (let at = byAge.length - 1; at >= cut && carts.length < MOST_CARTS; at--) {
    const order = byAge[at] as number;
    const basket = [...items.subarray(starts[order] as number, starts[order + 1] as number)].filter(
      (product) => (known[product] as number) > 0,
    );
    if (basket.length === 0) continue;
    shuffle(basket, random);
    const size = 1 + Math.floor(random() * Math.min(SMALL_CART, basket.length));
    carts.push({ cart: basket.slice(0, size), joined: basket.slice(size) });
  }
  return { train, small, large, carts };
}

function shuffle(values: number[], random: () => number): void {
  for (let at = values.length - 1; at > 0; at--) {
    const other = Math.floor(random() * (at + 1));
    const kept = values[at] as number;
    values[at] = values[other] as number;
    values[other] = kept;
  }
}
