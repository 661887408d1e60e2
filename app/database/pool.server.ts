import pg from "pg";
import { environment } from "../environment.server.ts";
import { prepareForShops, rowsInShop, type ShopStatement } from "./shop-statement.server.ts";

let shared: pg.Pool | undefined;
const KEPT_IDLE_MS = 10 * 60_000;

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
      // A new connection plans every statement anew; with the driver's ten seconds a burst would begin with that.
      idleTimeoutMillis: KEPT_IDLE_MS,
      onConnect: prepareForShops,
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

/** What sees one shop. `bigint` columns arrive as strings: keep ids so, and select money as `::float8`. */
export interface ShopReader {
  readonly shopId: number;
  /** Under a `name` of its own a statement is parsed and planned once a connection. */
  rows<Row extends object>(text: string, values?: readonly unknown[], name?: string): Promise<Row[]>;
  /** the first row, or null */
  row<Row extends object>(text: string, values?: readonly unknown[], name?: string): Promise<Row | null>;
}

/** A transaction that sees one shop. */
export interface Db extends ShopReader {
  readonly client: pg.PoolClient;
  /** how many rows it changed */
  run(text: string, values?: readonly unknown[]): Promise<number>;
}

/** Runs `work` in one transaction that sees only this shop's rows; whatever it throws rolls everything back. */
export async function inShop<T>(shopId: number, work: (db: Db) => Promise<T>): Promise<T> {
  checkShopId(shopId);
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

/**
 * Reads of one shop without a transaction around them: each is one round trip and its own, so that two of them may see what was
 * committed between. For where a shopper waits.
 */
export function shopReader(shopId: number): ShopReader {
  const rows = async <Row extends object>(text: string, values: readonly unknown[] = [], name?: string): Promise<Row[]> =>
    (await runInShop(shopId, [{ text, values, name }]))[0] as Row[];
  return { shopId, rows, row: async <Row extends object>(...asked: Parameters<typeof rows>) => (await rows<Row>(...asked))[0] ?? null };
}

/** Statements of one shop in one round trip, in a transaction of their own: all of them hold or none. The rows of each, in their order. */
export async function runInShop(shopId: number, statements: readonly ShopStatement[]): Promise<unknown[][]> {
  checkShopId(shopId);
  const client = await pool().connect();
  try {
    return await rowsInShop(client, shopId, statements);
  } finally {
    client.release();
  }
}

function checkShopId(shopId: number): void {
  if (!Number.isSafeInteger(shopId) || shopId < 1) throw new Error(`Not a shop id: ${shopId}`);
}

function dbOf(shopId: number, client: pg.PoolClient): Db {
  const rows = async <Row extends object>(text: string, values: readonly unknown[] = [], name?: string): Promise<Row[]> =>
    (await client.query<Row>(name === undefined ? { text, values: [...values] } : { name, text, values: [...values] })).rows;
  return {
    shopId,
    client,
    rows,
    row: async <Row extends object>(...asked: Parameters<typeof rows>) => (await rows<Row>(...asked))[0] ?? null,
    run: async (text, values = []) => (await client.query(text, [...values])).rowCount ?? 0,
  };
}
