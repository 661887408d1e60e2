import { type Db, inShop } from "../database/pool.server.ts";
import { countedOrders } from "./counted-orders.sql.ts";

const COLUMNS = "order_id, customer_id, processed_at, day, lines, revenue, gift_cards, refunded, discounts, cost, assumed_cost, fees";

/** Rows as the facts make them now: of every counted order of the shop (`$1`), or of those in `$2`, that `filter` lets through. */
function fresh(filter = ""): string {
  return `
  select counted.id as order_id, customer_id, processed_at, (processed_at at time zone zone.timezone)::date as day, lines::int, revenue, gift_cards,
    refunded, discounts, cost, assumed_cost, fees
  from (${countedOrders(`and ($2::bigint[] is null or o.id = any($2::bigint[])) ${filter}`)}) counted cross join (select timezone from shops where id = $1) zone`;
}

/** Takes away what is no longer so, and leaves alone what is. */
const REMOVE_STALE = `
  delete from order_values v
  where v.shop_id = $1 and ($2::bigint[] is null or v.order_id = any($2::bigint[])) and not exists (
    select from (${fresh()}) fresh
    where fresh.order_id = v.order_id and ${COLUMNS.split(", ")
      .slice(1)
      .map((column) => `fresh.${column} is not distinct from v.${column}`)
      .join(" and ")}
  )`;

const ADD_MISSING = `
  insert into order_values (shop_id, ${COLUMNS})
  select $1::int, ${COLUMNS} from (${fresh("and not exists (select from order_values v where v.shop_id = o.shop_id and v.order_id = o.id)")}) fresh`;

interface OrderOf {
  readonly order_id: string;
  readonly customer_id: string | null;
}

/** Brings these orders' rows to what the facts say; gives those that went (with the customer they had) and those that came. A changed row did both. */
export async function refreshOrderValues(db: Db, orderIds: readonly string[]): Promise<{ removed: OrderOf[]; added: OrderOf[] }> {
  const removed = await db.rows<OrderOf>(`${REMOVE_STALE} returning v.order_id, v.customer_id`, [db.shopId, orderIds]);
  const added = await db.rows<OrderOf>(`${ADD_MISSING} returning order_id, customer_id`, [db.shopId, orderIds]);
  return { removed, added };
}

/** Brings every order's row to what the facts say; gives how many rows were written. */
export async function refreshAllOrderValues(db: Db): Promise<number> {
  const known = await db.row("select 1 from order_values where shop_id = $1 limit 1", [db.shopId]);
  const removed = known ? await db.run(REMOVE_STALE, [db.shopId, null]) : 0;
  return removed + (await db.run(ADD_MISSING, [db.shopId, null]));
}

/** Orders have come whose values are still to be made: the first ones of a shop, for some seconds. */
export async function valuesPending(shopId: number): Promise<boolean> {
  const row = await inShop(shopId, (db) =>
    db.row<{ pending: boolean }>(
      `select exists (select from orders where shop_id = $1 and not test and cancelled_at is null)
         and not exists (select from order_values where shop_id = $1) as pending`,
      [shopId],
    ),
  );
  return row?.pending ?? false;
}
