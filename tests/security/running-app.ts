import { once } from "node:events";
import http from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { pathToFileURL } from "node:url";
import type { ServerBuild } from "@remix-run/node";
import { Session } from "@shopify/shopify-api";
import { ensureBuilt } from "../../scripts/build.ts";
import { createTestDatabase } from "../test-database.ts";

export const BROWSER = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36";

export interface RunningApp {
  readonly url: string;
  readonly build: ServerBuild;
  /** Shopify as far as it says who has installed the app; each refresh and exchange it answered */
  readonly shopify: { readonly installed: Set<string>; exchanges: number };
  /** a hash of every table of the app, queue included */
  digest(): Promise<string>;
  addShop(domain: string, values?: { uninstalled?: boolean }): Promise<number>;
  send(path: string, init?: RequestInit): Promise<{ status: number; headers: Headers; body: string }>;
  close(): Promise<void>;
}

/** The built app over HTTP on a database of its own. Requests for shops go to a small server that only knows tokens. */
export async function startApp(): Promise<RunningApp> {
  const database = await createTestDatabase();
  ensureBuilt();
  const stand = await startShopifyStandIn();
  const { shopify, url: standAt } = stand;
  const realFetch = globalThis.fetch;
  globalThis.fetch = (input, init) => {
    const shop = /^https:\/\/([a-z0-9-]+\.myshopify\.com)(\/.*)$/.exec(String(input));
    return shop
      ? realFetch(`${standAt}${shop[2]}`, {
          ...init,
          headers: { ...Object.fromEntries(new Headers(init?.headers)), "x-shop": shop[1] as string },
        })
      : realFetch(input, init);
  };
  const { startWeb } = await import("../../server.ts");
  const { pool } = await import("../../app/database/pool.server.ts");
  const { SealedSessionStorage } = await import("../../app/shopify/session-storage.server.ts");
  const web = await startWeb({ port: 0, host: "127.0.0.1" });
  const build = (await import(/* @vite-ignore */ pathToFileURL(path.resolve("build/server/index.js")).href)) as ServerBuild;

  const app: RunningApp = {
    url: web.url,
    build,
    shopify,
    digest: async () => {
      const owner = await import("pg").then(({ default: pg }) => new pg.Client({ connectionString: database.url }));
      await owner.connect();
      const tables = await owner.query<{ name: string }>(
        "select schemaname || '.' || tablename as name from pg_tables where schemaname = 'public' or (schemaname = 'pgboss' and tablename like 'job%')",
      );
      const parts: string[] = [];
      for (const { name } of tables.rows.sort((a, b) => (a.name < b.name ? -1 : 1))) {
        const { rows } = await owner.query<{ hash: string }>(
          `select coalesce(md5(string_agg(t::text, '|' order by t::text)), '-') as hash from ${name} t`,
        );
        parts.push(`${name} ${rows[0]?.hash}`);
      }
      await owner.end();
      return parts.join("\n");
    },
    addShop: async (domain, values = {}) => {
      const { rows } = await pool().query<{ id: number }>(
        "insert into shops (domain, name, currency, timezone, scopes, uninstalled_at) values ($1, $1, 'GBP', 'Europe/London', '{read_orders,read_all_orders}', $2) returning id",
        [domain, values.uninstalled ? new Date() : null],
      );
      if (!values.uninstalled) {
        shopify.installed.add(domain);
        await new SealedSessionStorage().storeSession(
          new Session({
            id: `offline_${domain}`,
            shop: domain,
            state: "",
            isOnline: false,
            scope: "read_orders",
            accessToken: `access-canary-${domain}`,
            expires: new Date(Date.now() + 3_600_000),
            refreshToken: `refresh-canary-${domain}`,
            refreshTokenExpires: new Date(Date.now() + 1e9),
          }),
        );
      }
      return rows[0]?.id as number;
    },
    send: async (to, init = {}) => {
      const response = await realFetch(`${web.url}${to}`, {
        redirect: "manual",
        ...init,
        headers: { "user-agent": BROWSER, ...(init.headers as Record<string, string>) },
      });
      return { status: response.status, headers: response.headers, body: await response.text() };
    },
    close: async () => {
      globalThis.fetch = realFetch;
      await web.close();
      await stand.close();
      await database.drop();
    },
  };
  return app;
}

interface StandIn {
  readonly url: string;
  readonly shopify: { readonly installed: Set<string>; exchanges: number };
  close(): Promise<void>;
}

/** What of Shopify these tests need: it exchanges session tokens of shops that have the app, and answers no API request. */
export async function startShopifyStandIn(): Promise<StandIn> {
  const shopify = { installed: new Set<string>(), exchanges: 0 };
  const server = http.createServer((request, response) => answerForShopify(shopify, request, response));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    shopify,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function answerForShopify(
  shopify: { installed: Set<string>; exchanges: number },
  request: http.IncomingMessage,
  response: http.ServerResponse,
): void {
  const installed = shopify.installed.has(String(request.headers["x-shop"]));
  request.resume().on("end", () => {
    if (!request.url?.startsWith("/admin/oauth/access_token")) return void response.writeHead(403).end("{}");
    if (!installed)
      return void response
        .writeHead(400)
        .end(JSON.stringify({ error: "invalid_request", error_description: "The app is not installed on this shop." }));
    shopify.exchanges += 1;
    response.writeHead(200).end(
      JSON.stringify({
        access_token: `exchanged-canary-${shopify.exchanges}`,
        scope: "read_orders",
        expires_in: 3600,
        refresh_token: `rotated-canary-${shopify.exchanges}`,
        refresh_token_expires_in: 7_776_000,
      }),
    );
  });
}
