/** Units of a product sold within the year, and how many of them came back. */
export interface SoldUnits {
  readonly productId: string;
  readonly productType: string;
  readonly sold: number;
  readonly returned: number;
}

/** Shares of sold units that come back, 0 to 1: of the shop, of its product types, and of products that differ from their type. */
export interface ReturnShares {
  readonly shop: number;
  readonly types: readonly (readonly [productType: string, share: number])[];
  readonly products: readonly (readonly [productId: string, share: number])[];
}

export const NO_RETURNS: ReturnShares = { shop: 0, types: [], products: [] };

/** What a prior is worth, in sold units. */
const PRIOR_UNITS = 20;
/** Kept are those that differ most from their type; the rest is taken to be like it. */
const MOST_PRODUCTS = 2_000;

/**
 * Shares by product, each the mean of a Beta posterior whose prior is worth 20 units: a product's is its type's share, a type's
 * the shop's, the shop's that nothing comes back.
 */
export function returnShares(units: readonly SoldUnits[]): ReturnShares {
  const whole = { sold: 0, returned: 0 };
  const types = new Map<string, { sold: number; returned: number }>();
  for (const { productType, sold, returned } of units) {
    const type = types.get(productType) ?? { sold: 0, returned: 0 };
    types.set(productType, type);
    for (const sum of [whole, type]) {
      sum.sold += sold;
      sum.returned += returned;
    }
  }
  const shop = shrunk(whole, 0);
  if (shop === 0) return NO_RETURNS;
  const ofTypes = new Map([...types].map(([type, sum]) => [type, shrunk(sum, shop)]));
  const ofType = (type: string) => ofTypes.get(type) ?? shop;
  const products = units
    .map((unit) => ({ id: unit.productId, share: shrunk(unit, ofType(unit.productType)), type: ofType(unit.productType) }))
    .sort((a, b) => Math.abs(b.share - b.type) - Math.abs(a.share - a.type) || (a.id < b.id ? -1 : 1))
    .slice(0, MOST_PRODUCTS);
  return { shop, types: [...ofTypes], products: products.map(({ id, share }) => [id, share]) };
}

function shrunk({ sold, returned }: { readonly sold: number; readonly returned: number }, prior: number): number {
  return (returned + PRIOR_UNITS * prior) / (sold + PRIOR_UNITS);
}

/** The share of a product's units that is expected to come back. */
export function returnShareOf({ shop, types, products }: ReturnShares): (productId: string, productType: string) => number {
  const own = new Map(products);
  const ofType = new Map(types);
  return (productId, productType) => own.get(productId) ?? ofType.get(productType) ?? shop;
}
