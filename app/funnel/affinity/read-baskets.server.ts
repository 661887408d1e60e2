import { to as copyTo } from "pg-copy-streams";
import type { Db } from "../../database/pool.server.ts";
import { restAfter } from "../../jobs/rest-after.server.ts";
import type { Baskets } from "./baskets.ts";
import { readNumberLines } from "./number-lines.ts";
import type { ProductIds } from "./product-numbers.ts";

export interface ShopBaskets {
  readonly baskets: Baskets;
  readonly ids: ProductIds;
}

/** Counted orders with the distinct products the customer kept, gift cards apart; `o` orders, `l` lines. */
export const KEPT = `not o.test and o.cancelled_at is null and l.product_id is not null and l.current_quantity > 0 and not l.is_gift_card`;

const ORDERS_AT_ONCE = 20_000;
/** The same where it rests in between: what shoppers wait behind at most. */
const ORDERS_BEFORE_REST = 100;

/**
 * A shop's orders for the engine, oldest id first; ages count until `now`. They stream out by COPY into typed arrays, by id so many at
 * once; `rests`: while shoppers are served.
 */
export async function readBaskets(db: Db, now: Date, rests = false): Promise<ShopBaskets> {
  const seen = new Map<number, number>();
  const items = growing(Int32Array);
  const starts = growing(Int32Array);
  const ages = growing(Float64Array);
  let order = -1;
  const line = (orderId: number, productId: number, epoch: number): void => {
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
  const most = rests ? ORDERS_BEFORE_REST : ORDERS_AT_ONCE;
  for (let after: string | null = "0"; after !== null; ) {
    const from: string = after;
    after = await restAfter(rests, () => readOrders(db, { after: from, most, line }));
  }
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

/** Reads the lines of the orders that follow; the last one's id, or null where there is none. */
async function readOrders(
  db: Db,
  { after, most, line }: { after: string; most: number; line: (orderId: number, productId: number, epoch: number) => void },
): Promise<string | null> {
  const next = await db.row<{ last: string | null }>(
    "select max(id) as last from (select id from orders where shop_id = $1 and id > $2 order by id limit $3) o",
    [db.shopId, after, most],
  );
  if (!next || next.last === null) return null;
  // bigint: exact whatever its size, and nothing but digits
  const [from, through] = [BigInt(after), BigInt(next.last)];
  const stream = db.client.query(
    copyTo(
      `copy (select o.id, l.product_id, extract(epoch from o.processed_at)::bigint
             from orders o join order_lines l on l.shop_id = o.shop_id and l.order_id = o.id
             where o.shop_id = ${Number(db.shopId)} and o.id > ${from} and o.id <= ${through} and ${KEPT}
             group by 1, 2, 3 order by 1, 2) to stdout`,
    ),
  );
  await readNumberLines(stream, line);
  return next.last;
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
