import { randomBytes } from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import pg from "pg";
import { discardEmbeddedPostgres, startEmbeddedPostgres } from "../../app/database/embedded-postgres.server.ts";
import { migrate } from "../../app/database/migrate.server.ts";
import { ensureBuilt } from "../../scripts/build.ts";
import { seedShop } from "./seed-shop.ts";

export interface BenchShop {
  readonly shopId: number;
  readonly domain: string;
  readonly secret: string;
}

const domain = "bench.myshopify.com";

/** Runs `work` beside a PostgreSQL of its own with one seeded shop, whose co-purchases are built; everything is gone afterwards. */
export async function withBenchShop<T>(products: number, work: (shop: BenchShop) => Promise<T>): Promise<T> {
  ensureBuilt();
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "crescendo-bench-"));
  fs.chmodSync(folder, 0o755);
  const data = path.join(folder, "postgres");
  const server = await startEmbeddedPostgres(data);
  try {
    await migrate(server.socketUrl);
    const secret = randomBytes(24).toString("hex");
    Object.assign(process.env, {
      DATABASE_URL: server.socketUrl,
      SHOPIFY_API_KEY: "bench",
      SHOPIFY_API_SECRET: secret,
      SHOPIFY_APP_URL: "http://127.0.0.1:3000",
      TOKEN_ENCRYPTION_KEYS: `k1:${randomBytes(32).toString("base64")}`,
      LOG_LEVEL: "silent",
      NODE_ENV: "production",
    });
    // the embedded PostgreSQL made this process's log before its level was set
    const { log } = await import("../../app/log.server.ts");
    log.level = "silent";
    const { inShop, pool } = await import("../../app/database/pool.server.ts");
    const { rows } = await pool().query<{ id: number }>("insert into shops (domain, currency) values ($1, 'GBP') returning id", [domain]);
    const shopId = (rows[0] as { id: number }).id;
    await inShop(shopId, (db) => seedShop(db, products));
    await analyze(server.socketUrl);
    return await work({ shopId, domain, secret });
  } finally {
    const { closePool } = await import("../../app/database/pool.server.ts");
    await closePool();
    await server.stop();
    await discardEmbeddedPostgres(data);
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

/** What autovacuum would have done by the time a shop is that large. */
async function analyze(url: string): Promise<void> {
  const owner = new pg.Client({ connectionString: url });
  await owner.connect();
  await owner.query("vacuum analyze");
  await owner.end();
}
