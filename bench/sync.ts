import { type ChildProcess, spawn } from "node:child_process";
import { Console } from "node:console";
import { once } from "node:events";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { from as copyFrom, to as copyTo } from "pg-copy-streams";
import { startEmbeddedPostgres } from "../app/database/embedded-postgres.server.ts";
import { migrate } from "../app/database/migrate.server.ts";
import type { SyncShop } from "../app/orders/ask.server.ts";
import { BENCH_DOMAIN, writeSyntheticBulkFiles } from "./synthetic-bulk-files.ts";

export interface SyncBench {
  readonly scale: number;
  readonly orders: number;
  readonly lines: number;
  readonly seconds: number;
  readonly ordersPerSecond: number;
  readonly linesPerSecond: number;
  /** highest resident memory of the app's process while it synced */
  readonly peakMegabytes: number;
  readonly copySeconds: number;
  /** time of a plain COPY of the same rows into the same tables, divided by the time of the sync */
  readonly ratioToCopy: number;
}

const TABLES = ["products", "variants", "unit_costs", "customers", "orders", "order_lines", "refunds"];

/** Syncs a synthetic shop of 19,773 orders and 527,725 lines, and the same shop times each scale, against a plain COPY. */
export async function benchSync(scales: readonly number[] = [1, 5]): Promise<SyncBench[]> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "crescendo-bench-"));
  fs.chmodSync(folder, 0o755);
  const server = await startEmbeddedPostgres(path.join(folder, "postgres"));
  try {
    const results: SyncBench[] = [];
    for (const scale of scales) results.push(await benchScale(scale, folder, server.url));
    return results;
  } finally {
    await server.stop();
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

async function benchScale(scale: number, folder: string, serverUrl: string): Promise<SyncBench> {
  const size = { orders: 19_773 * scale, lines: 527_725 * scale, customers: 4_334 * scale, products: 3_900 };
  const files = path.join(folder, `files-${scale}`);
  fs.mkdirSync(files);
  Object.assign(process.env, appEnvironment(serverUrl)); // the files hold line attributes that the app signed
  await writeSyntheticBulkFiles(files, size);
  const url = await createDatabase(serverUrl, `bench_${scale}`);
  const source = spawn(process.execPath, [path.join(import.meta.dirname, "bulk-file-server.ts"), files], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  try {
    const [port] = (await once(source.stdout as NonNullable<typeof source.stdout>, "data")) as [Buffer];
    // The app in a process of its own as well: its memory is then nobody else's.
    const app = spawn(process.execPath, [fileURLToPath(import.meta.url), "--app", `http://127.0.0.1:${String(port).trim()}`], {
      stdio: ["ignore", "pipe", "inherit"],
      env: { ...process.env, ...appEnvironment(url) },
    });
    const { seconds, peakMegabytes } = JSON.parse(await outputOf(app)) as { seconds: number; peakMegabytes: number };
    const copySeconds = await plainCopy(url, files);
    return {
      scale,
      orders: size.orders,
      lines: size.lines,
      seconds: round(seconds),
      ordersPerSecond: Math.round(size.orders / seconds),
      linesPerSecond: Math.round(size.lines / seconds),
      peakMegabytes: Math.round(peakMegabytes),
      copySeconds: round(copySeconds),
      ratioToCopy: round(copySeconds / seconds),
    };
  } finally {
    source.kill();
    fs.rmSync(files, { recursive: true, force: true });
  }
}

/** The app's side, run in the child process: the first sync as its job does it. */
async function syncOnce(source: string): Promise<void> {
  const { inShop, pool, closePool } = await import("../app/database/pool.server.ts");
  const { runFirstSync, startFirstSync } = await import("../app/orders/first-sync.server.ts");
  const { stopQueue } = await import("../app/jobs/queue.server.ts");
  const { rows } = await pool().query<{ id: number }>("insert into shops (domain, currency) values ($1, 'GBP') returning id", [
    BENCH_DOMAIN,
  ]);
  const shopId = (rows[0] as { id: number }).id;
  const shop: SyncShop = {
    shopId,
    domain: BENCH_DOMAIN,
    currency: "GBP",
    ask: async (query, variables, schema) => {
      const response = await fetch(source, { method: "POST", body: JSON.stringify({ query, variables }) });
      return schema.parse(((await response.json()) as { data: unknown }).data);
    },
  };
  const { runId } = await inShop(shopId, (db) => startFirstSync(db));
  const startedAt = performance.now();
  let outcome = await runFirstSync({ shopId, runId }, shop);
  while (outcome === "waiting") outcome = await runFirstSync({ shopId, runId }, shop);
  const seconds = (performance.now() - startedAt) / 1000;
  if (outcome !== "done") throw new Error(`The sync ended as ${outcome}.`);
  process.stdout.write(`${JSON.stringify({ seconds, peakMegabytes: process.resourceUsage().maxRSS / 1024 })}\n`);
  await stopQueue();
  await closePool();
}

/** Empties the tables the sync filled and loads the same rows by COPY alone, indexes in place. */
async function plainCopy(url: string, folder: string): Promise<number> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    for (const table of TABLES)
      await pipeline(client.query(copyTo(`copy ${table} to stdout`)), fs.createWriteStream(path.join(folder, table)));
    await client.query(`truncate ${TABLES.join(", ")}`);
    await client.query("checkpoint");
    const startedAt = performance.now();
    for (const table of TABLES)
      await pipeline(
        fs.createReadStream(path.join(folder, table), { highWaterMark: 1 << 18 }),
        client.query(copyFrom(`copy ${table} from stdin`)),
      );
    return (performance.now() - startedAt) / 1000;
  } finally {
    await client.end();
  }
}

async function createDatabase(serverUrl: string, name: string): Promise<string> {
  const client = new pg.Client({ connectionString: serverUrl });
  await client.connect();
  await client.query(`create database ${name}`);
  await client.end();
  const url = serverUrl.replace(/\/postgres$/, `/${name}`);
  await migrate(url);
  return url;
}

function appEnvironment(databaseUrl: string): Record<string, string> {
  return {
    DATABASE_URL: databaseUrl,
    LOG_LEVEL: "warn",
    SHOPIFY_API_KEY: "bench",
    SHOPIFY_API_SECRET: "no request of this run is signed",
    SHOPIFY_APP_URL: "http://127.0.0.1:3000",
    TOKEN_ENCRYPTION_KEYS: `k1:${Buffer.alloc(32).toString("base64")}`,
  };
}

async function outputOf(child: ChildProcess): Promise<string> {
  let text = "";
  child.stdout?.on("data", (chunk: Buffer) => {
    text += chunk;
  });
  const [code] = (await once(child, "close")) as [number];
  if (code !== 0) throw new Error(`The measured process ended with ${code}.`);
  return text;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const app = process.argv.indexOf("--app");
  if (app > 0) await syncOnce(process.argv[app + 1] as string);
  else {
    const scales = process.argv
      .slice(2)
      .map(Number)
      .filter((scale) => scale > 0);
    const results = await benchSync(scales.length ? scales : undefined);
    new Console(process.stderr).table(results);
    process.stdout.write(`${JSON.stringify({ sync: results })}\n`);
  }
}
