import { spawn } from "node:child_process";
import { Console } from "node:console";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import pg from "pg";
import { discardEmbeddedPostgres, startEmbeddedPostgres } from "../app/database/embedded-postgres.server.ts";
import { migrate } from "../app/database/migrate.server.ts";
import { ensureBuilt } from "../scripts/build.ts";
import { freePort, untilAnswers } from "../scripts/processes.ts";
import { type Load, putUnderLoad } from "./decide/load.ts";
import { percentiles } from "./decide/percentiles.ts";
import { seedShop } from "./decide/seed-shop.ts";
import { visitOf } from "./decide/visit.ts";

/**
 * How long a decision takes: inside the app, one after the other and four at a time, and over HTTP through the production
 * server at 100 requests a second. `node bench/decide.ts [decisions]`
 */
const count = Number(process.argv.find((argument) => /^\d+$/.test(argument)) ?? 2_000);
const LOAD = { perSecond: 100, seconds: 20 };
const domain = "bench.myshopify.com";
const now = () => new Date();

ensureBuilt();
const folder = fs.mkdtempSync(path.join(os.tmpdir(), "crescendo-bench-"));
fs.chmodSync(folder, 0o755);
const data = path.join(folder, "postgres");
const server = await startEmbeddedPostgres(data);
try {
  await migrate(server.url);
  Object.assign(process.env, {
    DATABASE_URL: server.url,
    SHOPIFY_API_KEY: "bench",
    SHOPIFY_API_SECRET: randomBytes(24).toString("hex"),
    SHOPIFY_APP_URL: "http://127.0.0.1:3000",
    TOKEN_ENCRYPTION_KEYS: `k1:${randomBytes(32).toString("base64")}`,
    LOG_LEVEL: "silent",
    NODE_ENV: "production",
  });
  await measure();
} finally {
  const { closePool } = await import("../app/database/pool.server.ts");
  await closePool();
  await server.stop();
  await discardEmbeddedPostgres(data);
  fs.rmSync(folder, { recursive: true, force: true });
}

async function measure(): Promise<void> {
  const { inShop, pool } = await import("../app/database/pool.server.ts");
  const { decide } = await import("../app/funnel/decide.server.ts");
  const { rebuildAffinity } = await import("../app/funnel/affinity.server.ts");
  const { rows } = await pool().query<{ id: number }>("insert into shops (domain, currency) values ($1, 'GBP') returning id", [domain]);
  const shopId = (rows[0] as { id: number }).id;
  await inShop(shopId, seedShop);
  await analyze(server.url);
  const rebuilding = performance.now();
  const affinity = await rebuildAffinity(shopId, now());
  const rebuildSeconds = (performance.now() - rebuilding) / 1000;

  const outcomes = { offer: 0, none: 0 };
  const one = async (at: number): Promise<number> => {
    const began = performance.now();
    const view = await decide({ shopId, currency: "GBP" }, { ...visitOf(at), now: now() });
    outcomes[view.kind]++;
    return performance.now() - began;
  };
  for (let at = 0; at < 200; at++) await one(at);
  const cpuBefore = process.cpuUsage();
  const alone: number[] = [];
  for (let at = 0; at < count; at++) alone.push(await one(200 + at));
  const cpu = process.cpuUsage(cpuBefore);
  const cpuMs = round((cpu.user + cpu.system) / 1000 / count);
  const together: number[] = [];
  let next = 200 + count;
  const began = performance.now();
  await Promise.all(
    Array.from({ length: 4 }, async () => {
      while (next < 200 + 2 * count) together.push(await one(next++));
    }),
  );
  const perSecond = Math.round(count / ((performance.now() - began) / 1000));
  const http = await overHttp();
  printTable({
    "in the app, alone": percentiles(alone),
    "in the app, four at a time": percentiles(together),
    [`over HTTP, ${LOAD.perSecond} a second`]: { p50: http.p50, p95: http.p95, p99: http.p99, max: http.max },
  });
  process.stderr.write(
    `${http.requests} requests over HTTP: ${http.offers} offers, ${http.errors} errors; ${cpuMs} ms of the app's own processor time a decision; co-purchases of ${affinity.orders} orders rebuilt in ${round(rebuildSeconds)} s\n`,
  );
  const inApp = { decisions: count, outcomes, cpuMs, alone: percentiles(alone), fourAtATime: { ...percentiles(together), perSecond } };
  process.stdout.write(`${JSON.stringify({ decide: { http, inApp, affinity: { ...affinity, seconds: round(rebuildSeconds) } } })}\n`);
}

/** The production server in a process of its own. */
async function overHttp(): Promise<Load> {
  const port = await freePort();
  const web = spawn(process.execPath, ["--disable-warning=ExperimentalWarning", path.resolve(import.meta.dirname, "../server.ts")], {
    env: { ...process.env, ROLE: "web", PORT: String(port), HOST: "127.0.0.1" },
    stdio: ["ignore", "inherit", "inherit"],
  });
  try {
    const url = `http://127.0.0.1:${port}`;
    await untilAnswers(`${url}/healthz`);
    const shop = { domain, secret: process.env.SHOPIFY_API_SECRET as string };
    await putUnderLoad(url, shop, { perSecond: LOAD.perSecond, seconds: 3, from: 1_000_000 });
    return await putUnderLoad(url, shop, { ...LOAD, from: 2_000_000 });
  } finally {
    web.kill();
    await once(web, "exit");
  }
}

/** What autovacuum would have done by the time a shop is that large. */
async function analyze(url: string): Promise<void> {
  const owner = new pg.Client({ connectionString: url });
  await owner.connect();
  await owner.query("analyze");
  await owner.end();
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

function printTable(rows: object): void {
  new Console(process.stderr).table(rows);
}
