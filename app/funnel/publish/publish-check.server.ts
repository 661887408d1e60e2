import { type Db, inShop } from "../../database/pool.server.ts";
import { activeDiscounts } from "../../shopify/active-discounts.server.ts";
import type { Offer } from "../offers/offer.ts";
import { offerFacts } from "../offers/offer-facts.server.ts";
import { OFFER_COLUMNS, type OfferRow, offerFromRow } from "../offers/offer-row.ts";
import { OfferRules } from "../offers/offer-rules.ts";
import { offerById } from "../offers/offers.server.ts";
import { budgetRooms } from "./budget-room.server.ts";
import { checkOffer } from "./check-offer.ts";
import { type LikelyViewers, likelyViewers } from "./likely-viewers.server.ts";
import { offerConflicts } from "./offer-conflicts.ts";
import { dynamicCount, offeredNow } from "./offered-now.server.ts";
import { count, finding, moment, names, type PublishFinding, share } from "./publish-finding.ts";
import { type ShowingFacts, showingFindings } from "./showing-findings.ts";
import { stackFindings } from "./stack-findings.ts";
import { stackedSales } from "./stacked-sales.server.ts";

const SEVERITIES = ["stops", "warns", "tells"] as const satisfies readonly PublishFinding["severity"][];

/**
 * What to know before an offer is published: errors, what is left of a sale when other discounts come on top, who would see it,
 * which other offers it meets, and what keeps it from being shown. Worst first; null when the shop has no such offer.
 */
export async function publishCheck(
  shop: { shopId: number; domain: string; currency: string },
  id: number,
  now: Date,
): Promise<PublishFinding[] | null> {
  const found = await inShop(shop.shopId, (db) => gather(db, id, { now, currency: shop.currency }));
  if (!found) return null;
  const other = await activeDiscounts(shop);
  const { offer, facts, showing, others, viewers } = found;
  const stacked = other && (await inShop(shop.shopId, (db) => stackedSales(db, offer, other.discounts)));
  const errors = checkOffer(offer, facts);
  const floorBp = offer.marginFloorBp ?? facts.rules.marginFloorBp;
  const findings = [
    ...Object.values(errors).map((error): PublishFinding => ({ ...finding("stops", "error"), error })),
    ...offerConflicts(offer, others, viewers),
    // of a budget that is too small from the start the error tells already
    ...showingFindings(offer, showing).filter(
      ({ code }) => !(errors.discountBudget && code === "discount_budget_short") && !(errors.lossBudget && code === "loss_budget_short"),
    ),
    ...(other && stacked ? stackFindings(offer, { stacked, discounts: other.discounts, floorBp }) : []),
    ...viewerFindings(viewers),
    ...(other !== null && other.otherCurrencies.length > 0 ? [currencyFinding(shop.currency, other.otherCurrencies)] : []),
    ...(other === null ? [finding("tells", "discounts_unread")] : []),
    ...(other !== null && !other.complete ? [finding("tells", "discounts_incomplete")] : []),
  ];
  return SEVERITIES.flatMap((severity) => findings.filter((one) => one.severity === severity));
}

async function gather(db: Db, id: number, { now, currency }: Pick<ShowingFacts, "now" | "currency">) {
  const offer = await offerById(db, id);
  if (!offer) return null;
  const others = (
    await db.rows<OfferRow>(
      `select ${OFFER_COLUMNS} from offers where shop_id = $1 and id <> $2 and status = 'live' and (ends_at is null or ends_at > $3) order by id`,
      [db.shopId, id, now],
    )
  ).map(offerFromRow);
  return {
    offer,
    others,
    facts: await offerFacts(db, offer),
    showing: await showingFacts(db, offer, { now, currency }),
    viewers: await likelyViewers(db, offer, others, now),
  };
}

interface Row {
  global: number;
  own: number;
  offerHoldoutId: number | null;
  globalProofId: number | null;
  offerRules: unknown;
  placements: string[];
  abTests: ShowingFacts["abTests"];
  used: ShowingFacts["used"];
}

async function showingFacts(db: Db, offer: Offer, { now, currency }: Pick<ShowingFacts, "now" | "currency">): Promise<ShowingFacts> {
  const row = await db.row<Row>(
    `select coalesce(every.share_bp, global_holdout_bp) as global, coalesce(one.share_bp, offer_holdout_bp) as own, offer_rules as "offerRules",
       one.id as "offerHoldoutId", case when every.proof then every.id end as "globalProofId",
       array(select place from unnest(array['product', 'cart']) place where exists (
         select from decisions where shop_id = $1 and created_at > $3::timestamptz - interval '14 days' and placement = place)) as placements,
       (select coalesce(json_agg(json_build_object('id', id, 'name', name, 'running', status = 'running', 'arms', arms) order by id desc), '[]')
         from experiments where shop_id = $1 and offer_id = $2 and kind = 'ab_test' and status in ('draft', 'running', 'paused')) as "abTests",
       (select json_build_object('orders', count(distinct order_id) filter (where quantity > 0),
           'lost', coalesce(sum(-profit) filter (where profit < 0), 0), 'given', coalesce(sum(discount), 0))
         from attributions where shop_id = $1 and offer_id = $2) as used
     from shops
     left join lateral (${runningHoldout("kind = 'offer_holdout' and offer_id = $2")}) one on true
     left join lateral (${runningHoldout("kind = 'global_holdout'")}) every on true
     where shops.id = $1`,
    [db.shopId, offer.id, now],
  );
  if (!row) throw new Error(`There is no shop ${db.shopId}`);
  const { discountBudget, lossBudget } = offer;
  return {
    now,
    currency,
    products: await offeredNow(db, offer),
    dynamicProducts: offer.dynamic ? await dynamicCount(db, offer) : null,
    excludedProductIds: OfferRules.parse(row.offerRules).excludedProductIds,
    globalHoldoutBp: row.global,
    offerHoldoutBp: row.own,
    offerHoldoutId: row.offerHoldoutId,
    globalProofId: row.globalProofId,
    activePlacements: row.placements,
    abTests: row.abTests,
    used: row.used,
    rooms: await budgetRooms(db, offer, {
      discount: discountBudget && discountBudget - row.used.given,
      loss: lossBudget === null ? null : lossBudget - row.used.lost,
    }),
  };
}

/** The running holdout of this kind, with the share of new visitors that it holds out now, basis points. */
function runningHoldout(which: string): string {
  return `select id, proof, ((plans->-1->'weights'->>0)::float8 / nullif((select sum(w::text::float8) from jsonb_array_elements(plans->-1->'weights') w), 0) * 10000)::int as share_bp
    from experiments where shop_id = $1 and ${which} and status = 'running' order by id desc limit 1`;
}

/** Prices and tokens are in the shop's own currency, so the storefront shows nothing in any other. */
function currencyFinding(own: string, others: readonly string[]): PublishFinding {
  return finding("warns", "other_currencies", { own: names([own]), others: names(others) });
}

function viewerFindings({ visitors, visitorsInAudience, since, orders, ordersInAudience, split }: LikelyViewers): PublishFinding[] {
  const found: PublishFinding[] = [];
  if (since !== null)
    found.push(
      finding("tells", "seen_by_visitors", {
        visitors: count(visitors),
        within: count(visitorsInAudience),
        since: moment(since),
        share: share(visitorsInAudience / visitors),
      }),
    );
  if (ordersInAudience > 0)
    found.push(
      finding("tells", "seen_by_orders", {
        orders: count(orders),
        within: count(ordersInAudience),
        share: share(ordersInAudience / orders),
        new: count(split.new),
        returning: count(split.returning),
        guest: count(split.guest),
      }),
    );
  else if (orders > 0) found.push(finding("warns", "nobody_triggers", { orders: count(orders) }));
  else if (visitors === 0) found.push(finding("tells", "no_history"));
  return found;
}
