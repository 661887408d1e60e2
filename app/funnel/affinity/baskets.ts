/** Orders as rows of distinct products, in compressed rows: order o has items[starts[o]] to items[starts[o + 1] - 1]. */
export interface Baskets {
  /** products are numbered 0 to products - 1 */
  readonly products: number;
  readonly starts: Int32Array;
  readonly items: Int32Array;
  /** age of each order in days, 0 or more; all 0 when times are unknown */
  readonly ages: Float32Array | Float64Array;
}

export function orderCount(baskets: Baskets): number {
  return baskets.starts.length - 1;
}

/** How many orders have each product. */
export function ordersOfProducts({ products, items }: Baskets): Int32Array {
  const counts = new Int32Array(products);
  for (let at = 0; at < items.length; at++) counts[items[at] as number] = (counts[items[at] as number] as number) + 1;
  return counts;
}

/** At most so many orders, the youngest, in the order they had; of equal age the later ones, as where times are unknown. */
export function youngestOrders(baskets: Baskets, most: number): Baskets {
  const { ages } = baskets;
  if (orderCount(baskets) <= most) return baskets;
  // sorting numbers is many times faster than sorting orders by them
  const oldest = Float64Array.from(ages).sort()[most - 1] as number;
  let ofThatAge = most;
  for (let order = 0; order < ages.length; order++) if ((ages[order] as number) < oldest) ofThatAge--;
  const kept = new Int32Array(most);
  let next = most;
  for (let order = ages.length - 1; order >= 0 && next > 0; order--) {
    const age = ages[order] as number;
    if (age < oldest || (age === oldest && ofThatAge-- > 0)) kept[--next] = order;
  }
  return pickOrders(baskets, kept);
}

/** Numbers of the orders, oldest first. */
export function ordersByAge({ starts, ages }: Baskets): Int32Array {
  const byAge = Int32Array.from({ length: starts.length - 1 }, (_, order) => order);
  if (ages.some((age) => age !== 0)) byAge.sort((a, b) => (ages[b] as number) - (ages[a] as number) || a - b);
  return byAge;
}

/** The given orders alone, in the given order, with ages counted from the youngest of them. Products keep their numbers. */
export function pickOrders(baskets: Baskets, orders: ArrayLike<number>): Baskets {
  const starts = new Int32Array(orders.length + 1);
  for (let at = 0; at < orders.length; at++) {
    const order = orders[at] as number;
    starts[at + 1] = (starts[at] as number) + (baskets.starts[order + 1] as number) - (baskets.starts[order] as number);
  }
  const items = new Int32Array(starts[orders.length] as number);
  const ages = new Float64Array(orders.length);
  let youngest = Infinity;
  for (let at = 0; at < orders.length; at++) {
    const order = orders[at] as number;
    items.set(baskets.items.subarray(baskets.starts[order] as number, baskets.starts[order + 1] as number), starts[at] as number);
    ages[at] = baskets.ages[order] as number;
    youngest = Math.min(youngest, ages[at] as number);
  }
  for (let at = 0; at < ages.length; at++) ages[at] = (ages[at] as number) - youngest;
  return { products: baskets.products, starts, items, ages };
}
