import { to as copyTo } from "pg-copy-streams";
import type { Db } from "../../database/pool.server.ts";
import type { Baskets } from "./baskets.ts";
import type { ProductIds } from "./product-numbers.ts";

export interface ShopBaskets {
  readonly baskets: Baskets;
  readonly ids: ProductIds;
}

/** Counted orders with the distinct products the customer kept, gift cards apart; `o` orders, `l` lines. */
const KEPT = `not o.test and o.cancelled_at is null and l.product_id is not null and l.current_quantity > 0 and not l.is_gift_card`;

/** A shop's orders for the engine, oldest id first; ages count until `now`. They stream out by COPY into typed arrays. */
export async function readBaskets(db: Db, now: Date): Promise<ShopBaskets> {
  const stream = db.client.query(
    copyTo(
      `copy (select o.id, l.product_id, extract(epoch from o.processed_at)::bigint
             from orders o join order_lines l on l.shop_id = o.shop_id and l.order_id = o.id
             where o.shop_id = ${Number(db.shopId)} and ${KEPT}
             group by 1, 2, 3 order by 1, 2) to stdout`,
    ),
  );
  const seen = new Map<number, number>();
  const items = growing(Int32Array);
  const starts = growing(Int32Array);
  const ages = growing(Float64Array);
  let order = -1;
  const line = (orderId: number, productId: number, epoch: number) => {
    if (orderId !== order) {
      order = orderId;
      starts.push(items.length());
      ages.push(Math.max(0, (now.getTime() / 1000 - epoch) / 86_400));
    }
    let product = seen.get(productId);
    if (product === undefined) {
      if (!Number.isSafeInteger(productId)) throw new RangeError(`The id of product ${productId} is beyond 2^53`);
      product = seen.size;
      seen.set(productId, product);
    }
    items.push(product);
  };
  const read = lineReader(line);
  for await (const chunk of stream as AsyncIterable<Buffer>) read(chunk);
  starts.push(items.length());
  const ids = Float64Array.from(seen.keys()).sort();
  const numbers = new Int32Array(seen.size);
  ids.forEach((id, rank) => {
    numbers[seen.get(id) as number] = rank;
  });
  const numbered = items.array();
  for (let at = 0; at < numbered.length; at++) numbered[at] = numbers[numbered[at] as number] as number;
  return { baskets: { products: ids.length, starts: starts.array(), items: numbered, ages: ages.array() }, ids };
}

/**
 * Median days between the days on which a customer bought the product, NaN where fewer than 20 customers came back for it: too
 * few to tell what runs out from what was liked twice.
 */
export async function readRepeatDays(db: Db, ids: ProductIds): Promise<Float32Array> {
  const rows = await db.rows<{ product: string; days: number }>(
    `select product_id as product, percentile_cont(0.5) within group (order by gap)::float8 as days
     from (
       select product_id, customer_id, day - lag(day) over (partition by product_id, customer_id order by day) as gap
       from (
         select distinct l.product_id, o.customer_id, (o.processed_at at time zone zone.timezone)::date as day
         from orders o join order_lines l on l.shop_id = o.shop_id and l.order_id = o.id
         cross join (select timezone from shops where id = $1) zone
         where o.shop_id = $1 and o.customer_id is not null and ${KEPT}
       ) days
     ) gaps
     where gap is not null group by product_id having count(distinct customer_id) >= 20`,
    [db.shopId],
  );
  const byId = new Map(rows.map(({ product, days }) => [Number(product), days]));
  return Float32Array.from(ids, (id) => byId.get(id) ?? Number.NaN);
}

const TAB = 9;
const NEWLINE = 10;
const MINUS = 45;
const ZERO = 48;

/** Reads lines of three whole numbers from chunks that end anywhere: a million lines as strings would cost seconds. */
function lineReader(line: (first: number, second: number, third: number) => void): (chunk: Buffer) => void {
  const cells = [0, 0, 0];
  let column = 0;
  let value = 0;
  let sign = 1;
  return (chunk) => {
    for (let at = 0; at < chunk.length; at++) {
      const byte = chunk[at] as number;
      if (byte === TAB || byte === NEWLINE) {
        cells[column++] = sign * value;
        value = 0;
        sign = 1;
        if (byte === NEWLINE) {
          line(cells[0] as number, cells[1] as number, cells[2] as number);
          column = 0;
        }
      } else if (byte === MINUS) sign = -1;
      else value = value * 10 + byte - ZERO;
    }
  };
}

function growing<Kind extends Int32Array<ArrayBuffer> | Float64Array<ArrayBuffer>>(kind: new (of: number) => Kind) {
  let array = new kind(1 << 12);
  let length = 0;
  return {
    push(value: number) {
      if (length === array.length) {
        const larger = new kind(array.length * 2);
        larger.set(array);
        array = larger;
      }
      array[length++] = value;
    },
    length: () => length,
    array: () => array.slice(0, length) as Kind,
  };
}
