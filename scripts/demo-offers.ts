import { inShop } from "../app/database/pool.server.ts";
import { NO_ENGINE_RULES, type OfferDraft } from "../app/funnel/offers/offer.ts";
import { offerFacts } from "../app/funnel/offers/offer-facts.server.ts";
import { checkOffer } from "../app/funnel/publish/check-offer.ts";

/** What the demo's shopper looks at, and the two offers a merchant might begin with, chosen from what the shop sells. */
export interface DemoPlan {
  readonly core: { productId: string; variantId: string; handle: string };
  readonly tripwire: OfferDraft;
  readonly maximizer: OfferDraft | null;
}

interface Seller {
  id: string;
  variant_id: string;
  handle: string;
  title: string;
  price: number;
  orders: number;
}

/** null when the shop has nothing that sells. */
export async function planDemo(shopId: number): Promise<DemoPlan | null> {
  const { sellers, neighbours } = await inShop(shopId, async (db) => {
    const sellers = await db.rows<Seller>(
      // lines are counted first: straight after a sync PostgreSQL does not know yet how many there are
      `with sold as materialized (
         select shop_id, product_id, count(distinct order_id)::int as orders from order_lines where product_id is not null group by shop_id, product_id
       )
       select p.id, v.id as variant_id, p.handle, p.title, v.price::float8 as price, s.orders
       from sold s
       join products p on p.shop_id = s.shop_id and p.id = s.product_id and p.status = 'ACTIVE' and p.deleted_at is null and not p.is_gift_card
       join lateral (select id, price from variants v where v.shop_id = p.shop_id and v.product_id = p.id and v.available_for_sale and v.price > 0 order by v.id limit 1) v on true
       order by s.orders desc, p.id limit 200`,
    );
    const core = sellers[0];
    if (!core) return { sellers, neighbours: [] };
    const row = await db.row<{ other_ids: string[] }>(
      "select other_ids from co_purchases c join shops s on s.id = c.shop_id and s.affinity_version = c.version where c.product_id = $1",
      [core.id],
    );
    return { sellers, neighbours: row?.other_ids ?? [] };
  });
  const core = sellers[0];
  if (!core) return null;
  // well known, and about half of what the shopper came for
  const distance = (seller: Seller) => Math.abs(seller.price - core.price / 2);
  const tripwire = sellers.slice(1, 50).sort((a, b) => distance(a) - distance(b))[0] ?? core;
  const common = {
    startsAt: null,
    endsAt: null,
    perCustomerLimit: 1,
    totalLimit: null,
    maxQuantity: 1,
    trigger: { kind: "any" },
    ...NO_ENGINE_RULES,
  } as const;
  const maximizer: OfferDraft = {
    ...common,
    name: "Goes well with your cart",
    stage: "profit_maximizer",
    headline: "Often chosen together",
    body: "Add it to this order for 10% less.",
    productIds: [...new Set([...neighbours, ...sellers.map((seller) => seller.id)])]
      .filter((id) => id !== core.id && id !== tripwire.id)
      .slice(0, 100),
    discount: { kind: "percentage", value: 1000 },
    audience: "everyone",
    placements: ["cart"],
    lossBudget: null,
    priority: 0,
  };
  const productIds = (await publishable(shopId, maximizer)).slice(0, 20);
  return {
    core: { productId: core.id, variantId: core.variant_id, handle: core.handle },
    tripwire: {
      ...common,
      name: "Welcome offer",
      stage: "tripwire",
      headline: "A small hello for your first order",
      body: "At half price with your first order.",
      productIds: [tripwire.id],
      discount: { kind: "percentage", value: 5000 },
      audience: "first_time_buyers",
      placements: ["product"],
      lossBudget: Math.max(10_000, Math.round(tripwire.price) * 100),
      priority: 10,
    },
    maximizer: productIds.length > 0 ? { ...maximizer, productIds } : null,
  };
}

/** Those that may be offered with this discount: not below the margin the shop wants to keep, in any of their variants. */
async function publishable(shopId: number, draft: OfferDraft): Promise<string[]> {
  const facts = await inShop(shopId, (db) => offerFacts(db, draft));
  return draft.productIds.filter((id) => Object.keys(checkOffer({ ...draft, productIds: [id] }, facts)).length === 0);
}
