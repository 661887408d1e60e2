/**
 * Products as an affinity model numbers them: 0 and up, rising by id. Ids are held as numbers, exact below 2^53, which
 * Shopify's are by far.
 */
export type ProductIds = Float64Array;

/** The number of a product; -1 for one the model does not know. */
export function productNumber(ids: ProductIds, id: string): number {
  const wanted = Number(id);
  let low = 0;
  let high = ids.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const found = ids[middle] as number;
    if (found === wanted) return middle;
    if (found < wanted) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}
