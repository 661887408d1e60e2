import { to as copyTo } from "pg-copy-streams";
import type { Db } from "../../database/pool.server.ts";
import { restAfter } from "../../jobs/rest-after.server.ts";
import { readNumberLines } from "./number-lines.ts";
import type { ProductIds } from "./product-numbers.ts";
import { KEPT } from "./read-baskets.server.ts";

/** Fewer customers who came back for a product tell what was liked twice, not what runs out. */
const FEWEST_CUSTOMERS = 20;
const CUSTOMERS_AT_ONCE = 20_000;
/** The same where it rests in between. */
const CUSTOMERS_BEFORE_REST = 50;

/** What is known of how soon a product is bought again. */
interface Repeats {
  /** days between the days on which a customer bought it */
  readonly gaps: number[];
  customers: number;
  last: number;
}

/**
 * Median days between the days on which a customer bought the product, NaN where fewer than 20 customers came back for it. Read by
 * customer id, so many at once; `rests`: while shoppers are served.
 */
export async function readRepeatDays(db: Db, ids: ProductIds, rests = false): Promise<Float32Array> {
  const shop = await db.row<{ timezone: string }>("select timezone from shops where id = $1", [db.shopId]);
  if (!shop) throw new Error(`There is no shop ${db.shopId}`);
  const known = new Map<number, Repeats>();
  const line = (customer: number, product: number, gap: number): void => {
    const repeats = known.get(product) ?? { gaps: [], customers: 0, last: 0 };
    known.set(product, repeats);
    repeats.gaps.push(gap);
    if (repeats.last !== customer) repeats.customers++;
    repeats.last = customer;
  };
  const most = rests ? CUSTOMERS_BEFORE_REST : CUSTOMERS_AT_ONCE;
  for (let after: string | null = "0"; after !== null; ) {
    const from: string = after;
    after = await restAfter(rests, () => readCustomers(db, { after: from, most, timezone: shop.timezone, line }));
  }
  return Float32Array.from(ids, (id) => {
    const repeats = known.get(id);
    return repeats && repeats.customers >= FEWEST_CUSTOMERS ? median(repeats.gaps) : Number.NaN;
  });
}

interface CustomersToRead {
  readonly after: string;
  readonly most: number;
  readonly timezone: string;
  readonly line: (customer: number, product: number, gap: number) => void;
}

/** Reads the repeated purchases of the customers that follow, one's beside each other; the last one's id, or null where there is none. */
async function readCustomers(db: Db, { after, most, timezone, line }: CustomersToRead): Promise<string | null> {
  const next = await db.row<{ last: string | null }>(
    `select max(id) as last from (
       select distinct customer_id as id from orders where shop_id = $1 and customer_id > $2 order by customer_id limit $3) c`,
    [db.shopId, after, most],
  );
  if (!next || next.last === null) return null;
  // bigint: exact whatever its size, and nothing but digits
  const [from, through] = [BigInt(after), BigInt(next.last)];
  const stream = db.client.query(
    copyTo(
      `copy (select customer_id, product_id, gap from (
               select customer_id, product_id, day - lag(day) over (partition by customer_id, product_id order by day) as gap
               from (
                 select distinct o.customer_id, l.product_id, (o.processed_at at time zone ${db.client.escapeLiteral(timezone)})::date as day
                 from orders o join order_lines l on l.shop_id = o.shop_id and l.order_id = o.id
                 where o.shop_id = ${Number(db.shopId)} and o.customer_id > ${from} and o.customer_id <= ${through} and ${KEPT}
               ) days
             ) gaps where gap is not null order by customer_id, product_id) to stdout`,
    ),
  );
  await readNumberLines(stream, line);
  return next.last;
}

function median(values: readonly number[]): number {
  const sorted = Float64Array.from(values).sort();
  const middle = (sorted.length - 1) / 2;
  return ((sorted[Math.floor(middle)] as number) + (sorted[Math.ceil(middle)] as number)) / 2;
}
