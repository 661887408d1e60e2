import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type DevStore, projectFiles, startDevStore } from "../dev-store/src/server.ts";
import { ensureBuilt } from "../scripts/build.ts";
import { sessionToken } from "./security/credentials.ts";
import { BROWSER } from "./security/running-app.ts";
import { ownDatabase } from "./test-database.ts";

const root = path.resolve(import.meta.dirname, "..");
const database = ownDatabase();
let store: DevStore;
let child: ChildProcess;
let appUrl: string;
let output = "";

/** The production server, web and worker in one process, on the local store. */
beforeAll(async () => {
  ensureBuilt();
  store = await startDevStore({
    ...projectFiles(root),
    stock: { kind: "generated", seed: 7, domain: "installation.myshopify.com", customers: 60 },
    clientId: process.env.SHOPIFY_API_KEY,
    clientSecret: process.env.SHOPIFY_API_SECRET as string,
    install: true,
  });
  child = spawn(process.execPath, ["--import", "./dev-store/preload.mjs", "server.ts"], {
    cwd: root,
    env: {
      ...process.env,
      NODE_ENV: "production",
      DATABASE_URL: database.url,
      PORT: "0",
      HOST: "127.0.0.1",
      ROLE: "all",
      LOG_LEVEL: "info",
      CRESCENDO_DEV_STORE: store.url,
      SHOPIFY_APP_URL: store.frameUrl,
    },
  });
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on("data", (chunk: Buffer) => {
      output += chunk;
    });
  }
  appUrl = await until("the server listens", async () => /"url":"(http:[^"]+)","role"/.exec(output)?.[1]);
  store.setAppUrl(appUrl);
}, 240_000);
afterAll(async () => {
  if (child && child.exitCode === null) {
    const ended = once(child, "exit");
    child.kill("SIGTERM");
    expect(await ended).toEqual([0, null]);
  }
  await store?.close();
});

async function until<T>(what: string, look: () => Promise<T | undefined | null | false>): Promise<T> {
  for (let waited = 0; waited < 60_000; waited += 100) {
    const found = await look();
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`Waited a minute in vain until ${what}:\n${output.slice(-4000)}`);
}

function open(): Promise<Response> {
  const host = Buffer.from("admin.shopify.com/store/installation").toString("base64url");
  const query = new URLSearchParams({ embedded: "1", shop: store.shop, host, id_token: sessionToken(store.shop) });
  return fetch(`${appUrl}/app?${query}`, { headers: { "user-agent": BROWSER }, redirect: "manual" });
}

async function shopRow(): Promise<{
  generation: number;
  name: string;
  currency: string;
  scopes: string[];
  ordersFrom: Date | null;
  uninstalledAt: Date | null;
}> {
  const { prisma } = await import("../app/database/prisma.server.ts");
  return prisma().shop.findUniqueOrThrow({ where: { domain: store.shop } });
}

async function doneRuns(): Promise<number> {
  const { inShop } = await import("../app/database/pool.server.ts");
  const { findShop } = await import("../app/shopify/shops.server.ts");
  const shop = await findShop(store.shop);
  if (!shop) return 0;
  return inShop(
    shop.shopId,
    async (db) =>
      (await db.rows("select 1 from sync_runs where shop_id = $1 and kind = 'first' and status = 'done'", [shop.shopId])).length,
  );
}

test("opening the app for the first time installs the shop and brings its orders", async () => {
  const answer = await open();
  expect(answer.status, output).toBe(200);
  expect(await shopRow()).toMatchObject({
    generation: 1,
    uninstalledAt: null,
    currency: store.stores.get(store.shop)?.shop.currency,
    ordersFrom: null,
  });
  await until("the first sync is done", async () => (await doneRuns()) === 1);
  const { pool } = await import("../app/database/pool.server.ts");
  const { rows } = await pool().query<{ id: number }>("select id from shops where domain = $1", [store.shop]);
  const { inShop } = await import("../app/database/pool.server.ts");
  const shopId = rows[0]?.id as number;
  const counted = await inShop(shopId, (db) =>
    db.row<{ orders: number }>("select count(*)::int as orders from orders where shop_id = $1", [shopId]),
  );
  expect(counted?.orders).toBe(store.report.orders);
});

test("opening it at once in several tabs changes nothing more", async () => {
  const answers = await Promise.all([open(), open(), open()]);
  expect(answers.map((answer) => answer.status)).toEqual([200, 200, 200]);
  expect((await shopRow()).generation).toBe(1);
});

test("an order placed in the store is here within seconds, through its webhook", async () => {
  const { inShop } = await import("../app/database/pool.server.ts");
  const { findShop } = await import("../app/shopify/shops.server.ts");
  const shopId = (await findShop(store.shop))?.shopId as number;
  const count = () =>
    inShop(
      shopId,
      async (db) =>
        (await db.row<{ orders: number }>("select count(*)::int as orders from orders where shop_id = $1", [shopId]))?.orders ?? 0,
    );
  const before = await count();
  const began = performance.now();
  expect(
    (
      await fetch(`${store.url}/_dev/orders`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ count: 3, seed: 1 }),
      })
    ).ok,
  ).toBe(true);
  await until("the orders arrived", async () => (await count()) === before + 3);
  expect(performance.now() - began).toBeLessThan(10_000);
  if (process.env.SHOW_TIMES) console.log(`order to database: ${Math.round(performance.now() - began)} ms`);
});

test("an uninstall is noted, and opening the app after a new install begins again", async () => {
  expect((await fetch(`${store.url}/_dev/uninstall`, { method: "POST" })).ok).toBe(true);
  await until("the uninstall arrived", async () => (await shopRow()).uninstalledAt !== null);
  expect((await open()).status).toBe(403);
  expect((await fetch(`${store.url}/_dev/install`, { method: "POST" })).ok).toBe(true);
  expect((await open()).status).toBe(200);
  expect(await shopRow()).toMatchObject({ generation: 2, uninstalledAt: null });
  await until("the second first sync is done", async () => (await doneRuns()) === 2);
});

test("the worker runs as a process of its own too, and ends in order", async () => {
  const worker = spawn(process.execPath, ["app/worker.server.ts"], {
    cwd: root,
    env: { ...process.env, DATABASE_URL: database.url, LOG_LEVEL: "info" },
  });
  let said = "";
  for (const stream of [worker.stdout, worker.stderr]) {
    stream?.on("data", (chunk: Buffer) => {
      said += chunk;
    });
  }
  await until("the worker is ready", async () => said.includes("the worker is ready"));
  const ended = once(worker, "exit");
  worker.kill("SIGTERM");
  expect(await ended, said).toEqual([0, null]);
});
