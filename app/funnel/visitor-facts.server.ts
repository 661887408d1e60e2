import { shopReader } from "../database/pool.server.ts";
import { answerTogether } from "./answer-together.ts";
import { ASKED_FACTS } from "./asked-facts.sql.ts";
import type { CartLineFacts, ViewedProduct } from "./cart-facts.ts";
import type { VisitorFacts } from "./choose-request.ts";
import type { DecideRequest } from "./decide-request.ts";

/** What a decision needs that is not the same for all visitors. */
export interface AskedFacts {
  readonly stamp: string;
  readonly cart: readonly CartLineFacts[];
  readonly viewed: ViewedProduct | null;
  readonly visitor: VisitorFacts;
  /** orders of this visitor or customer by offer id */
  readonly own: Readonly<Record<string, number>>;
  /** hours since each decline of this visitor, by offer id */
  readonly declines: Readonly<Record<string, readonly number[]>>;
  /** arm by experiment id */
  readonly exposures: Readonly<Record<string, string>>;
}

interface Ask {
  readonly request: DecideRequest;
  /** the visitor's keyed hash */
  readonly visitor: string;
}

type CartVariant = Pick<CartLineFacts, "productId" | "productType" | "unitPrice" | "unitCost" | "collectionIds">;

interface Row {
  stamp: string;
  /** those that follow are told with the first row alone */
  variants: [id: string, productId: string, productType: string, price: number, unitCost: number | null, collectionIds: string[]][] | null;
  products: [id: string, productType: string, price: number, unitCost: number | null, collectionIds: string[]][] | null;
  customerOrders: number;
  bought: Record<string, number> | null;
  own: Record<string, number> | null;
  hoursSinceAccepted: number | null;
  declines: Record<string, number[]> | null;
  impressions: number;
  depths: Record<string, number> | null;
  exposures: Record<string, string> | null;
}

/**
 * As the database has them at the moment of asking. Of one shop what is asked at once goes in one statement, which costs two of them
 * little more than one.
 */
const factsOf = answerTogether(readFacts, { atOnce: 1, most: 32 });

export function askedFacts(shopId: number, request: DecideRequest, visitor: string): Promise<AskedFacts> {
  return factsOf(shopId, { request, visitor });
}

async function readFacts(shopId: number, asks: readonly Ask[]): Promise<AskedFacts[]> {
  const requests = asks.map(({ request }) => request);
  const rows = await shopReader(shopId).rows<Row>(
    ASKED_FACTS,
    [
      shopId,
      asks.map(({ visitor }) => visitor),
      requests.map(({ customerId }) => customerId),
      requests.map(({ now }) => now.toISOString()),
      [...new Set(requests.flatMap(({ lines }) => lines.map((line) => line.variantId)))].filter(isKnowable),
      [...new Set(requests.flatMap(({ productId }) => productId ?? []))].filter(isKnowable),
    ],
    "decide: facts",
  );
  const variants = new Map(
    rows[0]?.variants?.map(([id, productId, productType, unitPrice, unitCost, collectionIds]): [string, CartVariant] => [
      id,
      { productId, productType, unitPrice, unitCost, collectionIds },
    ]),
  );
  const products = new Map(
    rows[0]?.products?.map(([productId, productType, unitPrice, unitCost, collectionIds]): [string, ViewedProduct] => [
      productId,
      { productId, productType, unitPrice, unitCost, collectionIds },
    ]),
  );
  return rows.map((row, at) => factsFrom(row, asks[at] as Ask, { variants, products }));
}

function factsFrom(
  row: Row,
  { request, visitor }: Ask,
  { variants, products }: { variants: ReadonlyMap<string, CartVariant>; products: ReadonlyMap<string, ViewedProduct> },
): AskedFacts {
  return {
    stamp: row.stamp,
    // Lines of variants the shop does not know (custom products, not yet synced) trigger nothing and are left out.
    cart: request.lines.flatMap(({ variantId, quantity, offerId = null }) => {
      const variant = variants.get(variantId);
      return variant ? [{ ...variant, quantity, offerId }] : [];
    }),
    viewed: (request.productId !== null && products.get(request.productId)) || null,
    visitor: {
      drawnBy: request.kept ? visitor : request.customerId,
      customerOrders: request.customerId === null ? null : row.customerOrders,
      boughtDaysAgo: new Map(Object.entries(row.bought ?? {})),
      impressionsToday: row.impressions,
      hoursSinceAccepted: row.hoursSinceAccepted,
      depthsShown: new Map(Object.entries(row.depths ?? {})),
    },
    own: row.own ?? {},
    declines: row.declines ?? {},
    exposures: row.exposures ?? {},
  };
}

const LARGEST_ID = String(2n ** 63n - 1n);

/** A number beyond the database's is nobody's id, and must not fail those who ask beside it. */
function isKnowable(id: string): boolean {
  return id.length < LARGEST_ID.length || (id.length === LARGEST_ID.length && id <= LARGEST_ID);
}
