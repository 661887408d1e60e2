import { runInShop } from "../../database/pool.server.ts";
import type { ShopStatement } from "../../database/shop-statement.server.ts";
import type { CartLineFacts, ViewedProduct } from "../choose/cart-facts.ts";
import type { VisitorFacts } from "../choose/choose-request.ts";
import { answerTogether } from "./answer-together.ts";
import { CUSTOMER_FACTS, VISITOR_FACTS } from "./asked-facts.sql.ts";
import { CartGoods, type CartRow } from "./cart-facts.server.ts";
import type { DecideRequest } from "./decide-request.ts";
import type { SnapshotStamp } from "./funnel-snapshot.server.ts";
import { type AcceptedOffer, offerHistory, type SeenOffer } from "./offer-history.ts";

/** What a decision needs that is not the same for all visitors. */
export interface AskedFacts {
  readonly stamp: SnapshotStamp;
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

interface VisitorsRow extends SnapshotStamp {
  seen: SeenOffer[] | null;
  accepted: [n: number, ...AcceptedOffer][] | null;
  exposures: [n: number, experimentId: number, arm: string][] | null;
}

interface CustomerRow {
  orders: number;
  bought: Record<string, number> | null;
  accepted: AcceptedOffer[] | null;
}

/**
 * As the database has them at the moment of asking, prices apart. Of one shop what is asked at once goes in one round trip, which costs two of them
 * little more than one; what only some ask for is read only for them.
 */
const factsOf = answerTogether(readFacts, { atOnce: 1, most: 32 });

export function askedFacts(shopId: number, request: DecideRequest, visitor: string): Promise<AskedFacts> {
  return factsOf(shopId, { request, visitor });
}

async function readFacts(shopId: number, asks: readonly Ask[]): Promise<AskedFacts[]> {
  const requests = asks.map(({ request }) => request);
  const known = requests.filter(({ customerId }) => customerId !== null);
  const now = Math.max(...requests.map((request) => request.now.getTime()));
  const goods = new CartGoods(
    shopId,
    {
      variants: requests.flatMap(({ lines }) => lines.map((line) => line.variantId)),
      products: requests.flatMap(({ productId }) => productId ?? []),
    },
    now,
  );
  const statements: ShopStatement[] = [
    {
      text: VISITOR_FACTS,
      values: [shopId, asks.map(({ visitor }) => visitor), requests.map((request) => request.now.toISOString())],
      name: "decide: visitors",
    },
  ];
  if (known.length > 0) {
    const values = [shopId, known.map(({ customerId }) => customerId), known.map((request) => request.now.toISOString())];
    statements.push({ text: CUSTOMER_FACTS, values, name: "decide: customers" });
  }
  const unread = goods.statement;
  if (unread) statements.push(unread);
  const results = await runInShop(shopId, statements);
  if (unread) goods.keep(results.at(-1) as CartRow[]);
  const [visitors] = results[0] as [VisitorsRow];
  const customers = known.length > 0 ? (results[1] as CustomerRow[]) : [];
  return asks.map((ask, at) => factsFrom(ask, { n: at + 1, goods, visitors, customer: customers[known.indexOf(ask.request)] ?? null }));
}

function factsFrom(
  { request, visitor }: Ask,
  read: { n: number; goods: CartGoods; visitors: VisitorsRow; customer: CustomerRow | null },
): AskedFacts {
  const { goods, visitors, customer, n } = read;
  const accepted = (visitors.accepted ?? []).filter(([of]) => of === n).map(([, ...order]): AcceptedOffer => order);
  const history = offerHistory(
    (visitors.seen ?? []).filter(([of]) => of === n),
    customer?.accepted ? [...accepted, ...customer.accepted] : accepted,
  );
  return {
    stamp: visitors,
    // Lines of variants the shop does not know (custom products, not yet synced) trigger nothing and are left out.
    cart: request.lines.flatMap(({ variantId, quantity, offerId = null }) => {
      const variant = goods.variant(variantId);
      return variant ? [{ ...variant, quantity, offerId }] : [];
    }),
    viewed: (request.productId !== null && goods.product(request.productId)) || null,
    visitor: {
      drawnBy: request.kept ? visitor : request.customerId,
      customerOrders: customer?.orders ?? null,
      boughtDaysAgo: new Map(Object.entries(customer?.bought ?? {})),
      impressionsToday: history.impressionsToday,
      hoursSinceAccepted: history.hoursSinceAccepted,
      depthsShown: history.depthsShown,
    },
    own: history.own,
    declines: history.declines,
    exposures: Object.fromEntries((visitors.exposures ?? []).filter(([of]) => of === n).map(([, id, arm]) => [id, arm])),
  };
}
