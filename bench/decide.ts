import { randomBytes } from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import pg from "pg";
import { discardEmbeddedPostgres, startEmbeddedPostgres } from "../app/database/embedded-postgres.server.ts";
import { migrate } from "../app/database/migrate.server.ts";

/**
 * How long a decision takes inside the app, database included: `node bench/decide.ts [--json] [decisions]`.
 * One shop with 4,000 products, 20,000 orders, 20 live offers and 200,000 decisions already kept. Decisions
 * are made one after the other, then four at a time. HTTP is measured elsewhere.
 */
const count = Number(process.argv.find((argument) => /^\d+$/.test(argument)) ?? 2_000);
const products = 4_000;
/** Made by arithmetic, so that every run has the same shop. */
const seed = [
  `insert into products (shop_id, id, title, handle, status, collection_ids, updated_at)
   select $1, p, 'Product ' || p, 'product-' || p, 'ACTIVE', array[p % 40]::bigint[], now() from generate_series(1, ${products}) p`,
  `insert into variants (shop_id, id, product_id, inventory_item_id, title, price, available_for_sale, updated_at)
   select $1, p, p, p, 'Default Title', 200 + p % 5000, true, now() from generate_series(1, ${products}) p`,
  `insert into unit_costs (shop_id, variant_id, valid_from, amount) select $1, p, '2025-01-01', (200 + p % 5000) * 4 / 10 from generate_series(1, ${products}, 2) p`,
  `insert into orders (shop_id, id, name, customer_id, created_at, processed_at, updated_at, test, subtotal, discounts, refunded, total)
   select $1, o, '#' || o, case when o % 4 > 0 then o % 5000 + 1 end, t, t, t, false, 3000, 0, 0, 3000
   from generate_series(1, 20000) o, lateral (select timestamptz '2025-03-01' + o * interval '26 minutes' as t) t`,
  `insert into order_lines (shop_id, order_id, id, product_id, variant_id, title, quantity, current_quantity, unit_price, discount)
   select $1, o, n, p, p, '', 1, 1, 500, 0 from generate_series(1, 20000) o, generate_series(1, 12) n,
     lateral (select ((o * 31 + n * n * 17) % 97 * (n * 41) + o % 13) % ${products} + 1 as p) p`,
  `insert into offers (shop_id, id, name, stage, status, headline, product_ids, discount_kind, discount_value, trigger, audience, placements, per_customer_limit, total_limit, loss_budget)
   select $1, i, 'Offer ' || i, case when i % 10 = 0 then 'tripwire' else 'profit_maximizer' end, 'live', 'Offer',
     array(select (i * 97 + k * 13) % ${products} + 1 from generate_series(1, case when i % 10 = 0 then 1 else 50 end) k)::bigint[], 'percentage', 1000,
     case when i % 3 = 0 then '{"kind":"any"}' when i % 3 = 1 then '{"kind":"cart_value","minimum":1500}' else '{"kind":"collection","collectionIds":["3","5","7"]}' end::jsonb,
     case when i % 10 = 0 then 'first_time_buyers' else 'everyone' end, array['product', 'cart'], 2, 100000, case when i % 10 = 0 then 1000000 end
   from generate_series(1, 20) i`,
  `insert into decisions (shop_id, id, created_at, placement, visitor, offer_id, variant_id, price, discounted_price, candidates)
   select $1, gen_random_uuid(), timestamptz '2026-02-01' + d * interval '10 seconds', 'cart', 'visitor ' || d % 50000, d % 20 + 1, d % ${products} + 1, 1000, 900, '[]' from generate_series(1, 200000) d`,
  `insert into decision_events (shop_id, decision_id, kind) select $1, id, 'impression' from decisions where shop_id = $1`,
  `insert into decision_events (shop_id, decision_id, kind) select $1, id, 'decline' from decisions where shop_id = $1 and variant_id % 5 = 0`,
  `insert into attributions (shop_id, order_id, line_id, decision_id, offer_id, ordered_at, quantity, revenue, discount, cost, fees, profit)
   select $1, row_number() over (), 1, id, offer_id, created_at, 1, 900, 100, 500, 0, case when offer_id % 10 = 0 then -1 else 400 end from decisions where shop_id = $1 and variant_id % 20 = 0`,
];

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "crescendo-bench-"));
fs.chmodSync(folder, 0o755);
const data = path.join(folder, "postgres");
const server = await startEmbeddedPostgres(data);
try {
  await migrate(server.url);
  Object.assign(process.env, {
    DATABASE_URL: server.url,
    SHOPIFY_API_KEY: "bench",
    SHOPIFY_API_SECRET: randomBytes(24).toString("hex"),
    SHOPIFY_APP_URL: "http://127.0.0.1:3000",
    TOKEN_ENCRYPTION_KEYS: `k1:${randomBytes(32).toString("base64")}`,
    LOG_LEVEL: "silent",
  });
  await measure();
} finally {
  const { closePool } = await import("../app/database/pool.server.ts");
  await closePool();
  await server.stop();
  await discardEmbeddedPostgres(data);
  fs.rmSync(folder, { recursive: true, force: true });
}

async function measure(): Promise<void> {
  const { inShop, pool } = await import("../app/database/pool.server.ts");
  const { decide } = await import("../app/funnel/decide.server.ts");
  const { rebuildAffinity } = await import("../app/funnel/affinity.server.ts");
  const { rows } = await pool().query<{ id: number }>(
    "insert into shops (domain, currency) values ('bench.myshopify.com', 'GBP') returning id",
  );
  const shopId = (rows[0] as { id: number }).id;
  await inShop(shopId, async (db) => {
    for (const text of seed) await db.run(text, [shopId]);
  });
  await analyze(server.url);
  const rebuilding = performance.now();
  const affinity = await rebuildAffinity(shopId, new Date("2026-03-01T00:00:00Z"));
  const rebuildSeconds = (performance.now() - rebuilding) / 1000;

  const outcomes = { offer: 0, none: 0 };
  const one = async (at: number): Promise<number> => {
    const lines = Array.from({ length: 1 + (at % 4) }, (_, line) => ({
      variantId: String(((at * 7919 + line * 104_729) % products) + 1),
      quantity: 1,
    }));
    const began = performance.now();
    const view = await decide(
      { shopId, currency: "GBP" },
      {
        placement: at % 2 ? "cart" : "product",
        productId: at % 2 ? null : String((at % products) + 1),
        lines,
        visitor: at.toString(16).padStart(32, "0"),
        customerId: at % 3 ? null : String((at % 5_000) + 1),
        now: new Date("2026-03-01T00:00:00Z"),
      },
    );
    outcomes[view.kind]++;
    return performance.now() - began;
  };
  for (let at = 0; at < 200; at++) await one(at);
  const cpuBefore = process.cpuUsage();
  const alone: number[] = [];
  for (let at = 0; at < count; at++) alone.push(await one(200 + at));
  const cpu = process.cpuUsage(cpuBefore);
  const cpuMs = round((cpu.user + cpu.system) / 1000 / count);
  const together: number[] = [];
  let next = 200 + count;
  const began = performance.now();
  await Promise.all(
    Array.from({ length: 4 }, async () => {
      while (next < 200 + 2 * count) together.push(await one(next++));
    }),
  );
  const perSecond = Math.round(count / ((performance.now() - began) / 1000));
  const result = {
    decisions: count,
    outcomes,
    cpuMs,
    alone: percentiles(alone),
    fourAtATime: { ...percentiles(together), perSecond },
    affinity: { ...affinity, seconds: round(rebuildSeconds) },
  };
  if (process.argv.includes("--json")) console.log(JSON.stringify(result));
  else console.table({ alone: result.alone, "four at a time": result.fourAtATime });
  if (!process.argv.includes("--json"))
    console.log(
      `co-purchases of ${affinity.orders} orders rebuilt in ${result.affinity.seconds} s; ${outcomes.offer} offers, ${outcomes.none} times none; ${cpuMs} ms of the app's own processor time a decision`,
    );
}

/** What autovacuum would have done by the time a shop is that large. */
async function analyze(url: string): Promise<void> {
  const owner = new pg.Client({ connectionString: url });
  await owner.connect();
  await owner.query("analyze");
  await owner.end();
}

function percentiles(times: number[]) {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number) => round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0);
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99), max: at(1) };
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
