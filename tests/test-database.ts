import { randomUUID } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, inject } from "vitest";

/** A database of this test file's own, there before its `beforeAll`s and gone after its `afterAll`s. DATABASE_URL points at it. */
export function ownDatabase(): { readonly url: string } {
  let database: Awaited<ReturnType<typeof createTestDatabase>>;
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(() => database.drop());
  return {
    get url() {
      return database.url;
    },
  };
}

/**
 * A database copied from the migrated template; DATABASE_URL points at it.
 * Call before anything opens a pool, and `drop()` in the end.
 */
export async function createTestDatabase(): Promise<{ url: string; drop(): Promise<void> }> {
  const server = inject("postgres");
  const name = `test_${randomUUID().replaceAll("-", "")}`;
  await asOwner(server, async (client) => {
    // the template must have no other session while it is copied; files start side by side
    await client.query("select pg_advisory_lock(1)");
    await client.query(`create database ${name} template template_crescendo`);
  });
  const url = server.replace(/\/postgres$/, `/${name}`);
  process.env.DATABASE_URL = url;
  return {
    url,
    drop: async () => {
      const [{ closePool }, { closePrisma }, { stopQueue }] = await Promise.all([
        import("../app/database/pool.server.ts"),
        import("../app/database/prisma.server.ts"),
        import("../app/jobs/queue.server.ts"),
      ]);
      await stopQueue();
      await closePool();
      await closePrisma();
      await asOwner(server, (client) => client.query(`drop database ${name} with (force)`));
    },
  };
}

/** A shop to hang rows on. */
export async function insertShop(values: { domain?: string; currency?: string } = {}): Promise<number> {
  const { pool } = await import("../app/database/pool.server.ts");
  const { rows } = await pool().query<{ id: number }>("insert into shops (domain, currency) values ($1, $2) returning id", [
    values.domain ?? `${randomUUID()}.myshopify.com`,
    values.currency ?? "GBP",
  ]);
  return (rows[0] as { id: number }).id;
}

/** Tells the planner what was written just now, as autovacuum does within a minute. */
export async function analyzeTables(url: string): Promise<void> {
  await asOwner(url, (client) => client.query("analyze"));
}

async function asOwner<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
