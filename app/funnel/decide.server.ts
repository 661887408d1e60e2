import { randomUUID } from "node:crypto";
import type { OfferResponse, Placement } from "../../extensions/contract/offer-view.ts";
import { type Db, inShop } from "../database/pool.server.ts";
import { type AffinityRow, affinityWith } from "./affinity.ts";
import { type CartLineFacts, type Choice, chooseOffer, type OfferUse } from "./choose-offer.ts";
import { type FunnelSnapshot, funnelSnapshot, OFFERS_STAMP } from "./funnel-snapshot.server.ts";
import { offerView } from "./offer-view.ts";
import { visitorHash } from "./visitor-hash.server.ts";

export interface DecideRequest {
  readonly placement: Placement;
  /** the product being viewed */
  readonly productId: string | null;
  readonly lines: readonly { readonly variantId: string; readonly quantity: number; readonly offerId?: number | null }[];
  /** the visitor's random id as the browser keeps it */
  readonly visitor: string;
  /** whom Shopify says is logged in */
  readonly customerId: string | null;
  readonly now: Date;
  readonly locale?: string;
  /** the decision's id; a fresh random one unless given */
  readonly decisionId?: string;
}

/** Which offer this visitor is shown now, or none with the reason. Either way the decision is kept. */
export async function decide(shop: { shopId: number; currency: string }, request: DecideRequest): Promise<OfferResponse> {
  const decisionId = request.decisionId ?? randomUUID();
  const visitor = visitorHash(shop.shopId, request.visitor);
  const choice = await inShop(shop.shopId, async (db): Promise<Choice> => {
    const facts = await readFacts(db, request, visitor);
    const snapshot = await funnelSnapshot(db, facts.stamp, request.now.getTime());
    const cart = cartOf(request, facts.variants);
    const context = [...new Set([...cart.map((line) => line.productId), ...(request.productId === null ? [] : [request.productId])])];
    const made: Choice = snapshot.installed
      ? chooseOffer({
          now: request.now,
          placement: request.placement,
          currency: shop.currency,
          rules: snapshot.rules,
          offers: snapshot.offers,
          products: snapshot.products,
          cart,
          customerOrders: request.customerId === null ? null : facts.customerOrders,
          use: usesOf(snapshot, facts),
          affinity: affinityWith(context, facts.affinity),
        })
      : { kind: "none", reason: "shop_not_ready", candidates: [] };
    await keep(db, { decisionId, visitor, request, choice: made });
    return made;
  });
  return offerView(choice, { decisionId, currency: shop.currency, locale: request.locale ?? "en" });
}

interface Facts {
  stamp: string;
  customerOrders: number;
  variants: { id: string; productId: string; price: number; collectionIds: string[] }[];
  /** orders of this visitor or customer by offer */
  own: Record<string, number>;
  /** offers this visitor declined lately */
  declined: number[];
  affinity: AffinityRow[];
}

/**
 * Everything a decision needs from the database that is not the same for all visitors, in one query. Its
 * commit does not wait for the disk: a crash of the database may lose the decisions of its last moment, whose
 * offers then still hold in the cart and are only missing from the ledger.
 */
async function readFacts(db: Db, request: DecideRequest, visitor: string): Promise<Facts> {
  const variantIds = request.lines.map((line) => line.variantId);
  // Under a name PostgreSQL plans it once a connection: planning it costs more than running it.
  const {
    rows: [row],
  } = await db.client.query<Facts>({
    name: "decide: facts",
    text: `with cart as (
       select v.id, v.product_id, v.price, p.collection_ids from variants v join products p on p.shop_id = v.shop_id and p.id = v.product_id
       where v.shop_id = $1 and v.id = any($2::bigint[])
     ), seen as (
       select id, offer_id from decisions where shop_id = $1 and visitor = $3 and offer_id is not null
     ), declined as (
       select distinct seen.offer_id from seen
       join decision_events e on e.shop_id = $1 and e.decision_id = seen.id and e.kind = 'decline'
       where e.at > $4::timestamptz - interval '14 days'
     ), own_sale as (
       select a.offer_id, a.order_id from seen join attributions a on a.shop_id = $1 and a.decision_id = seen.id where a.quantity > 0
       union
       select a.offer_id, a.order_id from orders o join attributions a on a.shop_id = $1 and a.order_id = o.id
       where o.shop_id = $1 and o.customer_id = $5::bigint and a.quantity > 0
     ), own as (
       select offer_id, count(distinct order_id)::int as orders from own_sale group by offer_id
     )
     select set_config('synchronous_commit', 'off', true), ${OFFERS_STAMP} as stamp,
       (select count(*)::int from orders where shop_id = $1 and customer_id = $5::bigint and cancelled_at is null and not test and processed_at < $4) as "customerOrders",
       coalesce((select json_agg(json_build_object('id', id::text, 'productId', product_id::text, 'price', price, 'collectionIds', collection_ids::text[])) from cart), '[]') as variants,
       coalesce((select json_object_agg(offer_id, orders) from own), '{}') as own,
       coalesce((select json_agg(offer_id) from declined), '[]') as declined,
       coalesce((select json_agg(json_build_object('productId', product_id::text, 'otherIds', other_ids::text[], 'scores', scores)) from co_purchases
         where shop_id = $1 and version = (select affinity_version from shops where id = $1)
           and product_id = any(array(select product_id from cart) || array[0, $6::bigint])), '[]') as affinity`,
    values: [db.shopId, variantIds, visitor, request.now, request.customerId, request.productId],
  });
  if (!row) throw new Error("A select without from gave no row");
  return row;
}

function usesOf(snapshot: FunnelSnapshot, facts: Facts): Map<number, OfferUse> {
  return new Map(
    snapshot.offers.map(({ id }) => {
      const total = snapshot.totals.get(id) ?? { orders: 0, lost: 0 };
      return [id, { ...total, ownOrders: facts.own[id] ?? 0, declined: facts.declined.includes(id) }];
    }),
  );
}

/** Lines of variants the shop does not know (custom products, not yet synced) trigger nothing and are left out. */
function cartOf(request: DecideRequest, variants: Facts["variants"]): CartLineFacts[] {
  const byId = new Map(variants.map((variant) => [variant.id, variant]));
  return request.lines.flatMap((line) => {
    const variant = byId.get(line.variantId);
    if (!variant) return [];
    return [
      {
        productId: variant.productId,
        quantity: line.quantity,
        unitPrice: variant.price,
        collectionIds: variant.collectionIds,
        offerId: line.offerId ?? null,
      },
    ];
  });
}

async function keep(db: Db, made: { decisionId: string; visitor: string; request: DecideRequest; choice: Choice }): Promise<void> {
  const { choice, request } = made;
  const offer = choice.kind === "offer" ? choice : null;
  await db.client.query({
    name: "decide: keep",
    text: `insert into decisions (shop_id, id, created_at, placement, visitor, customer_id, offer_id, variant_id, price, discounted_price, reason, candidates)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
    values: [
      db.shopId,
      made.decisionId,
      request.now,
      request.placement,
      made.visitor,
      request.customerId,
      offer?.offer.id ?? null,
      offer?.variantId ?? null,
      offer?.price ?? null,
      offer?.discountedPrice ?? null,
      choice.kind === "none" ? choice.reason : null,
      JSON.stringify(choice.candidates),
    ],
  });
}
