import type { Collection, Product } from "../store/model.ts";
import { isOnline, type Store } from "../store/store.ts";

const ranks = new WeakMap<Store, { orders: number; products: Product[] }>();

/** Products of the online store, best-selling first; reckoned anew only when the number of orders has grown by a tenth. */
export function bestSellers(store: Store): Product[] {
  const known = ranks.get(store);
  if (known && store.orders.size <= known.orders * 1.1 + 10) {
    const current = known.products.filter((product) => isOnline(store.products.get(product.id)));
    if (current.length === known.products.length && known.products.length >= activeCount(store)) return current;
  }
  const sold = new Map<number, number>();
  for (const order of store.orders.values()) {
    for (const { productId, quantity } of order.lines) if (productId !== null) sold.set(productId, (sold.get(productId) ?? 0) + quantity);
  }
  const products = [...store.products.values()]
    .filter(isOnline)
    .sort((a, b) => (sold.get(b.id) ?? 0) - (sold.get(a.id) ?? 0) || a.id - b.id);
  ranks.set(store, { orders: store.orders.size, products });
  return products;
}

function activeCount(store: Store): number {
  let count = 0;
  for (const product of store.products.values()) if (isOnline(product)) count += 1;
  return count;
}

export function collectionProducts(store: Store, collection: Collection): Product[] {
  return collection.productIds.flatMap((id) => {
    const product = store.products.get(id);
    return product && isOnline(product) ? [product] : [];
  });
}

/** Every word must stand somewhere in the title, type, vendor or a tag. */
export function searchProducts(store: Store, terms: string): Product[] {
  const words = terms.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return [];
  return bestSellers(store).filter((product) => {
    const text = [product.title, product.productType, product.vendor, ...product.tags].join(" ").toLocaleLowerCase();
    return words.every((word) => text.includes(word));
  });
}
