import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import path from "node:path";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ensureBuilt } from "../../scripts/build.ts";
import { insertShop, ownDatabase } from "../test-database.ts";
import { proxyQuery, SECRET, sessionToken, webhookHeaders } from "./credentials.ts";
import { BROWSER, startShopifyStandIn } from "./running-app.ts";

const SHOP = "canary.myshopify.com";
const root = path.resolve(import.meta.dirname, "../..");
const sent: string[] = [];
let output = "";
let pages = "";
let child: ChildProcess;
let stand: Awaited<ReturnType<typeof startShopifyStandIn>>;
const database = ownDatabase();

/** The production server in a process of its own, at the finest log level, used as Shopify and its merchants and shoppers use it. */
beforeAll(async () => {
  await insertShop({ domain: SHOP });
  ensureBuilt();
  stand = await startShopifyStandIn();
  stand.shopify.installed.add(SHOP);
  const rewrite = `const real = globalThis.fetch; globalThis.fetch = (input, init) => { const shop = /^https:\\/\\/([a-z0-9-]+\\.myshopify\\.com)(\\/.*)$/.exec(String(input)); return shop ? real(${JSON.stringify(stand.url)} + shop[2], { ...init, headers: { ...Object.fromEntries(new Headers(init?.headers)), "x-shop": shop[1] } }) : real(input, init); };`;
  child = spawn(process.execPath, ["--import", `data:text/javascript,${encodeURIComponent(rewrite)}`, "server.ts"], {
    cwd: root,
    env: {
      ...process.env,
      NODE_ENV: "production",
      DATABASE_URL: database.url,
      PORT: "0",
      HOST: "127.0.0.1",
      ROLE: "web",
      LOG_LEVEL: "trace",
    },
  });
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on("data", (chunk: Buffer) => {
      output += chunk;
    });
  }
  const url = await listening();
  await use(url);
}, 180_000);
afterAll(async () => {
  child?.kill("SIGKILL");
  await stand?.close();
});

async function listening(): Promise<string> {
  for (let waited = 0; waited < 30_000; waited += 50) {
    const url = /"url":"(http:[^"]+)","role"/.exec(output)?.[1];
    if (url) return url;
    if (child.exitCode !== null) break;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`The server did not start:\n${output}`);
}

async function use(url: string): Promise<void> {
  const get = async (to: string, init: RequestInit = {}) => {
    const response = await fetch(`${url}${to}`, {
      redirect: "manual",
      ...init,
      headers: { "user-agent": BROWSER, ...(init.headers as Record<string, string>) },
    });
    pages += await response.text();
    return response;
  };
  const canary = (text: string) => {
    sent.push(text);
    return text;
  };
  const token = () => canary(sessionToken(SHOP));
  const query = (extra: Record<string, string>) =>
    new URLSearchParams({ embedded: "1", shop: SHOP, host: Buffer.from("admin.shopify.com/store/canary").toString("base64url"), ...extra });
  for (const to of ["/app", "/app/customers", "/app/offers", "/app/settings", "/app/nothing-here"]) {
    await get(`${to}?${query({ id_token: token() })}`);
    await get(to, { headers: { authorization: `Bearer ${token()}` } });
    await get(`${to}.data`, { headers: { authorization: `Bearer ${token()}` } });
  }
  await get(`/app?${query({ id_token: canary(sessionToken(SHOP, { iss: "https://x.myshopify.com/admin" })) })}`);
  await get("/app", { headers: { authorization: `Bearer ${canary("garbage-canary-token")}` } });
  const person = {
    id: 1,
    admin_graphql_api_id: "gid://shopify/Order/1",
    shop_id: 1,
    shop_domain: SHOP,
    email: canary("shopper-canary@mail.example"),
    phone: canary("+84901234567"),
    customer: { id: 3, email: "shopper-canary@mail.example", first_name: canary("Firstnamecanary") },
  };
  for (const topic of ["orders/create", "customers/data_request", "customers/redact", "shop/update"]) {
    const body = JSON.stringify(person);
    const headers = webhookHeaders(SHOP, topic, body);
    canary(headers["x-shopify-hmac-sha256"] as string);
    expect((await get("/webhooks/shop", { method: "POST", body, headers })).status).toBe(200);
    await get("/webhooks/shop", { method: "POST", body: `${body} `, headers });
  }
  const broken = `{"email":"${person.email}"`;
  expect(
    (await get("/webhooks/shop", { method: "POST", body: broken, headers: webhookHeaders(SHOP, "orders/create", broken) })).status,
  ).toBe(200);
  const visitor = canary("visitor-canary-0123456789abcdef");
  const signed = proxyQuery(SHOP, { placement: "cart", visitor });
  canary(signed.get("signature") as string);
  await get(`/proxy/offer?${signed}`);
  await get(`/proxy/offer?${signed}&shop=x`);
}

test("no token, signature, secret or personal datum is in any log line", () => {
  expect(output.split("\n").length).toBeGreaterThan(10);
  expect(stand.shopify.exchanges).toBeGreaterThan(0);
  for (const text of [...sent, ...sent.map(encodeURIComponent), SECRET, process.env.TOKEN_ENCRYPTION_KEYS as string, "-canary-"]) {
    expect({ text: text.slice(0, 24), found: output.includes(text) }).toEqual({ text: text.slice(0, 24), found: false });
  }
});

test("no page shows a secret, and none says where in the code something failed", () => {
  for (const text of [
    SECRET,
    process.env.TOKEN_ENCRYPTION_KEYS as string,
    "exchanged-canary",
    "rotated-canary",
    "shopper-canary@",
    database.url,
  ])
    expect(pages).not.toContain(text);
  expect(pages).not.toMatch(/\n\s+at \S+ \(.+:\d+:\d+\)/);
});

test("what browsers load holds nothing of the server", () => {
  const files = fs.globSync("build/client/**/*.{js,css,json,map}", { cwd: root });
  expect(files.length).toBeGreaterThan(3);
  for (const file of files) {
    const text = fs.readFileSync(path.join(root, file), "utf8");
    expect({
      file,
      found: /SHOPIFY_API_SECRET|TOKEN_ENCRYPTION_KEYS|DATABASE_URL|aes-256-gcm|pg_advisory|sourceMappingURL/.exec(text)?.[0],
    }).toEqual({ file, found: undefined });
  }
});

test("nothing of it lies open in the database", async () => {
  const owner = new pg.Client({ connectionString: database.url });
  await owner.connect();
  const tables = await owner.query<{ name: string }>(
    "select schemaname || '.' || tablename as name from pg_tables where schemaname in ('public', 'pgboss')",
  );
  let dump = "";
  for (const { name } of tables.rows)
    dump += (await owner.query<{ row: string }>(`select t::text as row from ${name} t`)).rows.map(({ row }) => row).join("\n");
  await owner.end();
  expect(dump).toContain(SHOP);
  for (const text of [...sent, "exchanged-canary", "rotated-canary", SECRET])
    expect({ text: text.slice(0, 24), found: dump.includes(text) }).toEqual({ text: text.slice(0, 24), found: false });
});

test("SIGTERM ends the server in order", async () => {
  const ended = once(child, "exit");
  child.kill("SIGTERM");
  expect(await ended).toEqual([0, null]);
});

test("the server refuses to start in production without its environment, and names what is missing", async () => {
  const { DATABASE_URL: _url, SHOPIFY_API_SECRET: _secret, ...rest } = process.env;
  const bare = spawn(process.execPath, ["server.ts"], {
    cwd: root,
    env: { ...rest, NODE_ENV: "production" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  bare.stderr.on("data", (chunk: Buffer) => {
    said += chunk;
  });
  const [code] = await once(bare, "close");
  expect(code).toBe(1);
  expect(said).toMatch(/DATABASE_URL/);
  expect(said).toMatch(/SHOPIFY_API_SECRET/);
  expect(said).not.toMatch(/\n\s+at /);
});
