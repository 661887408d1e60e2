import pg from "pg";
import { environment } from "../environment.server.ts";

let shared: pg.Pool | undefined;

/**
 * Connections of the web and worker processes. They take the role `crescendo_app`, which owns nothing, so
 * row-level security holds whatever a query forgets: without a shop it sees no row.
 */
export function pool(): pg.Pool {
  if (!shared) {
    shared = new pg.Pool({
      connectionString: environment().DATABASE_URL,
      max: environment().DATABASE_POOL,
      options: "-c role=crescendo_app",
    });
    shared.on("error", () => {}); // an idle connection that breaks is replaced by the pool; the next query tells what is wrong
  }
  return shared;
}

const lastWords: (() => Promise<void>)[] = [];

/** Has work done before the connections end: what waits in memory to be written. */
export function beforePoolCloses(work: () => Promise<void>): void {
  lastWords.push(work);
}

export async function closePool(): Promise<void> {
  if (shared) for (const work of lastWords) await work();
  await shared?.end();
  shared = undefined;
}

/** A transaction that sees one shop. `bigint` columns arrive as strings: keep ids so, and select money as `::float8`. */
export interface Db {
  readonly shopId: number;
  readonly client: pg.PoolClient;
  rows<Row extends object>(text: string, values?: readonly unknown[]): Promise<Row[]>;
  /** the first row, or null */
  row<Row extends object>(text: string, values?: readonly unknown[]): Promise<Row | null>;
  /** how many rows it changed */
  run(text: string, values?: readonly unknown[]): Promise<number>;
}

/** Runs `work` in one transaction that sees only this shop's rows; whatever it throws rolls everything back. */
export async function inShop<T>(shopId: number, work: (db: Db) => Promise<T>): Promise<T> {
  if (!Number.isSafeInteger(shopId) || shopId < 1) throw new Error(`Not a shop id: ${shopId}`);
  const client = await pool().connect();
  let broken: Error | undefined;
  try {
    await client.query(`begin; set local app.shop_id = ${shopId}`);
    const result = await work(dbOf(shopId, client));
    await client.query("commit");
    return result;
  } catch (error) {
    await client.query("rollback").catch((reason: Error) => {
      broken = reason;
    });
    throw error;
  } finally {
    client.release(broken);
  }
}

function dbOf(shopId: number, client: pg.PoolClient): Db {
  return {
    shopId,
    client,
    rows: async <Row extends object>(text: string, values: readonly unknown[] = []) => (await client.query<Row>(text, [...values])).rows,
    row: async <Row extends object>(text: string, values: readonly unknown[] = []) =>
      (await client.query<Row>(text, [...values])).rows[0] ?? null,
    run: async (text, values = []) => (await client.query(text, [...values])).rowCount ?? 0,
  };
}
