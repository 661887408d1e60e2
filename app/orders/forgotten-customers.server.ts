import { hkdfSync } from "node:crypto";
import type { Db } from "../database/pool.server.ts";
import { environment } from "../environment.server.ts";

/** HMAC-SHA256 of a customer's id with the pads of the shop's key as $3 and $4: PostgreSQL has SHA-256 of its own, and no HMAC. */
const keyOf = (id: string) => `sha256($4::bytea || sha256($3::bytea || convert_to((${id})::text, 'UTF8')))`;

/** Notes that a customer is to stay forgotten, whatever is read of them later. */
export async function keepForgotten(db: Db, customerId: string): Promise<void> {
  await db.run(`insert into forgotten_customers (shop_id, key) values ($1, ${keyOf("$2::bigint")}) on conflict do nothing`, [
    db.shopId,
    customerId,
    ...pads(db.shopId),
  ]);
}

/**
 * Takes forgotten customers out of the staged rows of `runId`. Shopify may go on naming them, and a file may have been made before
 * they were forgotten. Call under the lock of the facts: nobody is forgotten between this and the merge.
 */
export async function leaveOutForgotten(db: Db, runId: string | number): Promise<void> {
  if (!(await db.row("select 1 from forgotten_customers where shop_id = $1 limit 1", [db.shopId]))) return;
  const values = [db.shopId, runId, ...pads(db.shopId)];
  await db.run(
    `update staging.own_orders s set customer_id = null, visitor = null
     where s.run_id = $2 and s.customer_id is not null and ${keyOf("s.customer_id")} in (select key from forgotten_customers where shop_id = $1)`,
    values,
  );
  await db.run(
    `delete from staging.own_customers s where s.run_id = $2 and ${keyOf("s.id")} in (select key from forgotten_customers where shop_id = $1)`,
    values,
  );
}

const BLOCK = 64;

/** The shop's key xored with HMAC's two paddings, a block of SHA-256 each. */
function pads(shopId: number): [inner: Buffer, outer: Buffer] {
  const key = Buffer.alloc(BLOCK);
  key.set(new Uint8Array(hkdfSync("sha256", environment().SHOPIFY_API_SECRET, "", `crescendo forgotten customer ${shopId}`, 32)));
  const padded = (byte: number) => Buffer.from(key.map((one) => one ^ byte));
  return [padded(0x36), padded(0x5c)];
}
