import type { Collection } from "../store/model.ts";
import type { Store } from "../store/store.ts";

/** A collection of these products, in this order; none is made of no products. */
export function addCollection(
  store: Store,
  handle: string,
  title: string,
  productIds: readonly number[],
  updatedAt: number,
): Collection | null {
  if (productIds.length === 0) return null;
  const collection: Collection = { id: store.nextId(), handle, title, productIds: [...productIds], updatedAt };
  store.collections.set(collection.id, collection);
  for (const productId of productIds) store.products.get(productId)?.collectionIds.push(collection.id);
  return collection;
}
