import { inShop } from "../app/database/pool.server.ts";
import type { OfferDraft } from "../app/funnel/offer.ts";

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
      `select p.id, v.id as variant_id, p.handle, p.title, v.price::float8 as price, count(distinct l.order_id)::int as orders
       from order_lines l
       join products p on p.shop_id = l.shop_id and p.id = l.product_id and p.status = 'ACTIVE' and p.deleted_at is null and not p.is_gift_card
       join lateral (select id, price from variants v where v.shop_id = p.shop_id and v.product_id = p.id and v.available_for_sale and v.price > 0 order by v.id limit 1) v on true
       group by p.id, v.id, p.handle, p.title, v.price
       order by orders desc, p.id limit 200`,
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
  const cheap = sellers.filter((seller) => seller.id !== core.id).sort((a, b) => a.price - b.price);
  const tripwire = cheap.filter((seller) => seller.price >= core.price / 4)[0] ?? cheap.at(-1) ?? core;
  const candidates = [...neighbours, ...sellers.map((seller) => seller.id)]
    .filter((id, index, all) => id !== core.id && id !== tripwire.id && all.indexOf(id) === index)
    .slice(0, 20);
  const common = { startsAt: null, endsAt: null, perCustomerLimit: 1, totalLimit: null, maxQuantity: 1, trigger: { kind: "any" } } as const;
  return {
    core: { productId: core.id, variantId: core.variant_id, handle: core.handle },
    tripwire: {
      ...common,
      name: "Welcome offer",
      stage: "tripwire",
      headline: "A small hello for your first order",
      body: `${tripwire.title} at half price with your first order.`,
      productIds: [tripwire.id],
      discount: { kind: "percentage", value: 5000 },
      audience: "first_time_buyers",
      placements: ["product"],
      lossBudget: Math.max(10_000, Math.round(tripwire.price) * 100),
      priority: 10,
    },
    maximizer: candidates.length
      ? {
          ...common,
          name: "Goes well with your cart",
          stage: "profit_maximizer",
          headline: "Often chosen together",
          body: "Add it to this order for 10% less.",
          productIds: candidates,
          discount: { kind: "percentage", value: 1000 },
          audience: "everyone",
          placements: ["cart"],
          lossBudget: null,
          priority: 0,
        }
      : null,
  };
}
