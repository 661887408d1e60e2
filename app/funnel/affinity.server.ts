import { pipeline } from "node:stream/promises";
import { to as copyTo } from "pg-copy-streams";
import { type Db, inShop } from "../database/pool.server.ts";
import { type Baskets, indexProducts, neighboursOf } from "./affinity.ts";

const NEIGHBOURS = 50;
const POPULAR = 200;
const ROWS_AT_ONCE = 500;

export interface AffinityReport {
  readonly version: number;
  readonly orders: number;
  readonly products: number;
}

/**
 * Rebuilds what is bought together from the order lines under a new version, then serves it: a decision
 * sees the old table or the new one, never a mixture. Orders stream out by COPY into typed arrays.
 */
export async function rebuildAffinity(shopId: number, now: Date): Promise<AffinityReport> {
  return inShop(shopId, async (db) => {
    const shop = await db.row<{ version: number }>("select affinity_version + 1 as version from shops where id = $1 for update", [shopId]);
    if (!shop) throw new Error(`There is no shop ${shopId}`);
    const { baskets, productIds } = await readBaskets(db, now);
    const index = indexProducts(baskets);
    await db.run("delete from co_purchases where shop_id = $1 and version >= $2", [shopId, shop.version]);
    await write(db, shop.version, [popularRow(baskets, index.totals, productIds)]);
    for (let from = 0; from < productIds.length; from += ROWS_AT_ONCE) {
      const rows: Row[] = [];
      for (let product = from; product < Math.min(productIds.length, from + ROWS_AT_ONCE); product++) {
        const near = neighboursOf(baskets, product, index, NEIGHBOURS);
        if (near.others.length > 0) {
          rows.push({
            productId: productIds[product] as string,
            others: Array.from(near.others, (other) => productIds[other] as string),
            scores: [...near.scores],
            together: [...near.together],
          });
        }
      }
      await write(db, shop.version, rows);
    }
    await db.run("update shops set affinity_version = $2 where id = $1", [shopId, shop.version]);
    await db.run("delete from co_purchases where shop_id = $1 and version < $2", [shopId, shop.version]);
    return { version: shop.version, orders: baskets.ages.length, products: productIds.length };
  });
}

interface Row {
  readonly productId: string;
  readonly others: readonly string[];
  readonly scores: readonly number[];
  readonly together: readonly number[];
}

/** Product "0" stands for the shop: its most bought products with their weighted share of orders. */
function popularRow(baskets: Baskets, totals: Float64Array, productIds: readonly string[]): Row {
  const total = Math.max(Number.MIN_VALUE, totalWeight(baskets));
  const best = Array.from(totals, (weight, product) => ({ product, share: weight / total }))
    .sort((a, b) => b.share - a.share || a.product - b.product)
    .slice(0, POPULAR);
  return {
    productId: "0",
    others: best.map((item) => productIds[item.product] as string),
    scores: best.map((item) => item.share),
    together: best.map(() => 0),
  };
}

function totalWeight({ ages, starts }: Baskets): number {
  const { weights } = indexProducts({ products: 0, starts, items: new Int32Array(0), ages });
  return weights.reduce((sum, weight) => sum + weight, 0);
}

async function write(db: Db, version: number, rows: readonly Row[]): Promise<void> {
  const literal = (values: readonly (string | number)[]) => `{${values.join(",")}}`;
  await db.run(
    `insert into co_purchases (shop_id, version, product_id, other_ids, scores, together)
     select $1, $2, product_id, others::bigint[], scores::float8[], together::int[]
     from unnest($3::bigint[], $4::text[], $5::text[], $6::text[]) as row(product_id, others, scores, together)`,
    [
      db.shopId,
      version,
      rows.map((row) => row.productId),
      rows.map((row) => literal(row.others)),
      rows.map((row) => literal(row.scores)),
      rows.map((row) => literal(row.together)),
    ],
  );
}

/** Counted orders with their distinct products, oldest id first. */
async function readBaskets(db: Db, now: Date): Promise<{ baskets: Baskets; productIds: string[] }> {
  const shopId = Number(db.shopId);
  const stream = db.client.query(
    copyTo(
      `copy (select o.id, l.product_id, extract(epoch from o.processed_at)::bigint
             from orders o join order_lines l on l.shop_id = o.shop_id and l.order_id = o.id
             where o.shop_id = ${shopId} and not o.test and o.cancelled_at is null and l.product_id is not null and l.current_quantity > 0 and not l.is_gift_card
             group by 1, 2, 3 order by 1) to stdout`,
    ),
  );
  const indexOf = new Map<string, number>();
  const items = growing();
  const starts = growing();
  const ages: number[] = [];
  let order = "";
  await pipeline(stream, async (chunks: AsyncIterable<Buffer>) => {
    for await (const text of lines(chunks)) {
      const [orderId = "", productId = "", epoch = "0"] = text.split("\t");
      if (orderId !== order) {
        order = orderId;
        starts.push(items.length());
        ages.push(Math.max(0, (now.getTime() / 1000 - Number(epoch)) / 86_400));
      }
      let product = indexOf.get(productId);
      if (product === undefined) {
        product = indexOf.size;
        indexOf.set(productId, product);
      }
      items.push(product);
    }
  });
  starts.push(items.length());
  return {
    baskets: { products: indexOf.size, starts: starts.array(), items: items.array(), ages: Float64Array.from(ages) },
    productIds: [...indexOf.keys()],
  };
}

async function* lines(chunks: AsyncIterable<Buffer>): AsyncGenerator<string> {
  let rest = "";
  for await (const chunk of chunks) {
    const parts = (rest + chunk.toString("latin1")).split("\n");
    rest = parts.pop() ?? "";
    yield* parts;
  }
  if (rest !== "") yield rest;
}

function growing() {
  let array = new Int32Array(1 << 14);
  let length = 0;
  return {
    push(value: number) {
      if (length === array.length) {
        const larger = new Int32Array(array.length * 2);
        larger.set(array);
        array = larger;
      }
      array[length++] = value;
    },
    length: () => length,
    array: () => array.slice(0, length),
  };
}
