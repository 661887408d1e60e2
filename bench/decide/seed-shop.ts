import type { Db } from "../../app/database/pool.server.ts";

interface Size {
  readonly products: number;
  readonly orders: number;
  readonly decisions: number;
}

/** Made by arithmetic, so that every run has the same shop. */
const statements = ({ products, orders, decisions }: Size) => [
  `insert into products (shop_id, id, title, handle, status, collection_ids, updated_at)
   select $1, p, 'Product ' || p, 'product-' || p, 'ACTIVE', array[p % 40]::bigint[], now() from generate_series(1, ${products}) p`,
  `insert into variants (shop_id, id, product_id, inventory_item_id, title, price, available_for_sale, updated_at)
   select $1, p, p, p, 'Default Title', 200 + p % 5000, true, now() from generate_series(1, ${products}) p`,
  `insert into unit_costs (shop_id, variant_id, valid_from, amount) select $1, p, '2025-01-01', (200 + p % 5000) * 4 / 10 from generate_series(1, ${products}, 2) p`,
  `insert into orders (shop_id, id, name, customer_id, created_at, processed_at, updated_at, test, subtotal, discounts, refunded, total)
   select $1, o, '#' || o, case when o % 4 > 0 then o % 5000 + 1 end, t, t, t, false, 3000, 0, 0, 3000
   from generate_series(1, ${orders}) o, lateral (select timestamptz '2025-03-01' + o * interval '26 minutes' as t) t`,
  `insert into order_lines (shop_id, order_id, id, product_id, variant_id, title, quantity, current_quantity, unit_price, discount)
   select $1, o, n, p, p, '', 1, 1, 500, 0 from generate_series(1, ${orders}) o, generate_series(1, 12) n,
     lateral (select ((o * 31 + n * n * 17) % 97 * (n * 41) + o % 13) % ${products} + 1 as p) p`,
  `insert into offers (shop_id, id, name, stage, status, headline, product_ids, discount_kind, discount_value, trigger, audience, placements, per_customer_limit, total_limit, loss_budget)
   select $1, i, 'Offer ' || i, case when i % 10 = 0 then 'tripwire' else 'profit_maximizer' end, 'live', 'Offer',
     array(select (i * 97 + k * 13) % ${products} + 1 from generate_series(1, case when i % 10 = 0 then 1 else 20 end) k)::bigint[], 'percentage', 1000,
     case when i % 3 = 0 then '{"kind":"any"}' when i % 3 = 1 then '{"kind":"cart_value","minimum":1500}' else '{"kind":"collection","collectionIds":["3","5","7"]}' end::jsonb,
     case when i % 10 = 0 then 'first_time_buyers' else 'everyone' end, array['product', 'cart'], 2, 100000, case when i % 10 = 0 then 1000000 end
   from generate_series(1, 16) i`,
  `insert into offers (shop_id, id, name, stage, status, headline, dynamic, depths_bp, discount_kind, discount_value, trigger, audience, placements)
   select $1, 16 + i, 'Engine ' || i, 'profit_maximizer', 'live', 'Offer', true, array[0, 500, 1000], 'percentage', 1000, '{"kind":"any"}', 'everyone', array['product', 'cart']
   from generate_series(1, 4) i`,
  `insert into decisions (shop_id, id, created_at, placement, visitor, offer_id, variant_id, price, discounted_price, candidates)
   select $1, gen_random_uuid(), timestamptz '2026-02-01' + d * interval '10 seconds', 'cart', 'visitor ' || d % 50000, d % 20 + 1, d % ${products} + 1, 1000, 900, '[]' from generate_series(1, ${decisions}) d`,
  `insert into decision_events (shop_id, decision_id, kind) select $1, id, 'impression' from decisions where shop_id = $1`,
  `insert into decision_events (shop_id, decision_id, kind) select $1, id, 'decline' from decisions where shop_id = $1 and variant_id % 5 = 0`,
  `insert into attributions (shop_id, order_id, line_id, decision_id, offer_id, ordered_at, quantity, revenue, discount, cost, fees, profit)
   select $1, row_number() over (), 1, id, offer_id, created_at, 1, 900, 100, 500, 0, case when offer_id % 10 = 0 then -1 else 400 end from decisions where shop_id = $1 and variant_id % 20 = 0`,
];

/**
 * A shop with so many products, 20,000 orders, 20 live offers (a tripwire, 15 of twenty products, four that leave the product to the engine) and
 * 200,000 decisions kept; of fewer than 4,000 products five orders and fifty decisions each.
 */
export async function seedShop(db: Db, products: number): Promise<void> {
  const size = { products, orders: Math.min(20_000, 5 * products), decisions: Math.min(200_000, 50 * products) };
  for (const text of statements(size)) await db.run(text, [db.shopId]);
}
