import { join } from "node:path";
import type { Session } from "@shopify/shopify-api";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createAdminApi } from "../admin-api/admin-api.ts";
import { adminHost, frameAddress } from "./admin-shell/app-frame.ts";
import { placeRandomOrder } from "./control/random-order.ts";
import type { Seen } from "./sample-platform.ts";
import { DOMAIN, listeningApp, SAMPLE_APP, samplePlatform, until } from "./sample-platform.ts";
import { mintSessionToken } from "./session-token.ts";

// The library that real apps use, unchanged, on the other side of every conversation with the store.
const BROWSER = "Mozilla/5.0 (X11; Linux x86_64) Chrome/130.0 Safari/537.36";
const sessions = new Map<string, Session>();
let platform: Awaited<ReturnType<typeof samplePlatform>>;
let app: Awaited<ReturnType<typeof listeningApp>>;
let shopify: Awaited<ReturnType<typeof createLibrary>>;

beforeAll(async () => {
  app = await listeningApp();
  const adminApi = await createAdminApi({ cacheFolder: join(import.meta.dirname, "../../../.cache"), publicUrl: "http://127.0.0.1" });
  platform = await samplePlatform(app.url, { adminApi });
  shopify = await createLibrary(platform.url, platform.frameUrl);
});
afterAll(async () => {
  await platform.close();
  await app.close();
});
beforeEach(() => {
  sessions.clear();
  platform.stores.primary.clockOffset = 0;
  platform.installations.install(platform.stores.primary);
});

async function createLibrary(storeUrl: string, appUrl: string) {
  process.env.CRESCENDO_DEV_STORE = storeUrl;
  await import("../../preload.mjs");
  await import("@shopify/shopify-app-remix/adapters/node");
  const { ApiVersion, AppDistribution, LogSeverity, shopifyApp } = await import("@shopify/shopify-app-remix/server");
  return shopifyApp({
    apiKey: SAMPLE_APP.clientId,
    apiSecretKey: SAMPLE_APP.clientSecret,
    apiVersion: ApiVersion.July26,
    appUrl,
    distribution: AppDistribution.AppStore,
    isEmbeddedApp: true,
    logger: { level: LogSeverity.Error },
    sessionStorage: {
      storeSession: async (session) => Boolean(sessions.set(session.id, session)),
      loadSession: async (id) => sessions.get(id),
      deleteSession: async (id) => sessions.delete(id),
      deleteSessions: async (ids) => ids.every((id) => sessions.delete(id)),
      findSessionsByShop: async (shop) => [...sessions.values()].filter((session) => session.shop === shop),
    },
    future: { unstable_newEmbeddedAuthStrategy: true, expiringOfflineAccessTokens: true },
  });
}

const opened = () =>
  new Request(
    frameAddress({ app: SAMPLE_APP, appName: "Crescendo", frameUrl: platform.frameUrl, domain: DOMAIN, locale: "en", path: "" }),
    { headers: { "User-Agent": BROWSER } },
  );

async function thrown(run: () => Promise<unknown>): Promise<Response> {
  try {
    await run();
  } catch (error) {
    if (error instanceof Response) return error;
    throw error;
  }
  throw new Error("Nothing was thrown.");
}

function asRequest(seen: Seen | undefined): Request {
  if (!seen) throw new Error("Nothing reached the app.");
  return new Request(`http://app.invalid${seen.url}`, {
    method: seen.method,
    headers: seen.headers as Record<string, string>,
    ...(seen.method === "POST" ? { body: seen.body } : {}),
  });
}

test("opening the app gives the library an expiring offline session with which it reads the shop", async () => {
  const { session, admin } = await shopify.authenticate.admin(opened());
  expect(session).toMatchObject({ shop: DOMAIN, isOnline: false, refreshToken: expect.stringMatching(/^shprt_/) });
  expect((session.expires?.getTime() ?? 0) - Date.now()).toBeGreaterThan(3_590_000);
  const answer = await (await admin.graphql("{ shop { name } }")).json();
  expect(answer.data).toEqual({ shop: { name: platform.stores.primary.shop.name } });
});

test("without a session token the library bounces, and the address it bounces to is the frame's", async () => {
  const request = opened();
  const url = new URL(request.url);
  url.searchParams.delete("id_token");
  const bounced = await thrown(() => shopify.authenticate.admin(new Request(url, { headers: { "User-Agent": BROWSER } })));
  expect(bounced.status).toBe(302);
  expect(new URL(bounced.headers.get("location") ?? "", platform.frameUrl).searchParams.get("shopify-reload")).toMatch(
    new RegExp(`^${platform.frameUrl}/app\\?`),
  );
});

test("the host is one the library takes for Shopify's admin", async () => {
  const outside = new URL(`${platform.frameUrl}/app?shop=${DOMAIN}&host=${encodeURIComponent(adminHost(DOMAIN))}`);
  const redirected = await thrown(() => shopify.authenticate.admin(new Request(outside, { headers: { "User-Agent": BROWSER } })));
  expect(redirected.headers.get("location")).toBe(`https://admin.shopify.com/store/crescendo-demo/apps/${SAMPLE_APP.clientId}`);
});

test("the library refreshes a token that is about to expire", async () => {
  const { session } = await shopify.authenticate.admin(opened());
  session.expires = new Date(Date.now() + 60_000);
  const before = session.accessToken;
  const { admin } = await shopify.unauthenticated.admin(DOMAIN);
  expect((await (await admin.graphql("{ shop { name } }")).json()).data).toBeTruthy();
  const after = [...sessions.values()][0]?.accessToken;
  expect(after).not.toBe(before);
});

test("a revoked token makes the library ask the frame for a new session", async () => {
  const { admin } = await shopify.authenticate.admin(opened());
  platform.tokens.revoke(DOMAIN, SAMPLE_APP.clientId);
  expect((await thrown(() => admin.graphql("{ shop { name } }"))).status).toBe(302);
});

test("the library accepts the store's webhooks and refuses altered ones", async () => {
  app.seen.length = 0;
  placeRandomOrder(platform.stores.primary, () => 0);
  await until(() => app.seen.some(({ headers }) => headers["x-shopify-topic"] === "orders/create"), "orders/create");
  const seen = app.seen.find(({ headers }) => headers["x-shopify-topic"] === "orders/create");
  expect(await shopify.authenticate.webhook(asRequest(seen))).toMatchObject({
    topic: "ORDERS_CREATE",
    shop: DOMAIN,
    apiVersion: "2026-07",
  });
  expect((await thrown(() => shopify.authenticate.webhook(asRequest(seen && { ...seen, body: `${seen.body} ` })))).status).toBe(401);
});

test("the library accepts what the app proxy forwards", async () => {
  app.seen.length = 0;
  await fetch(`${platform.url}/apps/crescendo/offer?placement=cart`);
  const { session } = await shopify.authenticate.public.appProxy(asRequest(app.seen[0]));
  expect(session).toBeUndefined();
});

test("a session token in a header opens the app's data requests", async () => {
  const request = new Request(`${platform.frameUrl}/app`, {
    headers: { "User-Agent": BROWSER, Authorization: `Bearer ${mintSessionToken(SAMPLE_APP, DOMAIN)}` },
  });
  expect((await shopify.authenticate.admin(request)).session.shop).toBe(DOMAIN);
  const stale = new Request(`${platform.frameUrl}/app`, {
    headers: { "User-Agent": BROWSER, Authorization: `Bearer ${mintSessionToken(SAMPLE_APP, DOMAIN, { now: Date.now() - 90_000 })}` },
  });
  const refused = await thrown(() => shopify.authenticate.admin(stale));
  expect([refused.status, refused.headers.get("X-Shopify-Retry-Invalid-Session-Request")]).toEqual([401, "1"]);
});
