/**
 * What a connection of `size` nodes costs when one node costs `nodeCost` points.
 * Shopify says only that a connection is "sized by first and last". Published responses since 2024 grow with the
 * logarithm: 2 + nodeCost * floor(2 ln size) gives all four that were found (first 3, 5, 10 and 250).
 */
export function connectionCost(size: number, nodeCost: number): number {
  if (size <= 0) return 0;
  return 2 + Math.ceil(nodeCost * sizeFactor(size));
}

/** `nodes(ids:)` is counted like a connection of as many nodes; Shopify publishes nothing about it. */
export function listCost(size: number, nodeCost: number): number {
  return size <= 0 ? 0 : Math.ceil(nodeCost * sizeFactor(size));
}

export const MUTATION_COST = 10;
/** One query may not ask for more. */
export const MAX_QUERY_COST = 1000;

function sizeFactor(size: number): number {
  return Math.max(1, Math.floor(2 * Math.log(size)));
}
