import "@shopify/shopify-api/adapters/node";
import { ApiVersion, LogSeverity, shopifyApi } from "@shopify/shopify-api";
import { afterEach, expect, test } from "vitest";
import type { Seen } from "./sample-platform.ts";
import { DOMAIN, listeningApp, SAMPLE_APP, samplePlatform } from "./sample-platform.ts";
import { mintSessionToken } from "./session-token.ts";
import { setShopper } from "./shopper-session.ts";

const shopify = shopifyApi({
  apiKey: SAMPLE_APP.clientId,
  apiSecretKey: SAMPLE_APP.clientSecret,
  apiVersion: ApiVersion.July26,
  hostName: "127.0.0.1",
  isEmbeddedApp: true,
  logger: { level: LogSeverity.Error },
});
const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function installed(answer?: Parameters<typeof listeningApp>[0]) {
  const app = await listeningApp(answer);
  const platform = await samplePlatform(app.url);
  closing.push(platform.close, app.close);
  platform.installations.install(platform.stores.primary);
  return { app, platform };
}

function queryOf(seen: Seen | undefined): URLSearchParams {
  if (!seen) throw new Error("Nothing reached the app.");
  return new URL(seen.url, "http://app.invalid").searchParams;
}

test("a shopper's request reaches the app with a signature that Shopify's own library accepts", async () => {
  const { app, platform } = await installed();
  await fetch(`${platform.url}/apps/crescendo/offers?placement=cart&product=11&product=12&note=a%20%26%20b`, {
    headers: { Cookie: "secret=1" },
  });
  const seen = app.seen[0];
  const query = queryOf(seen);
  expect(seen?.url.startsWith("/proxy/offers?")).toBe(true);
  expect(seen?.headers.cookie).toBeUndefined();
  expect(Object.fromEntries(query)).toMatchObject({
    placement: "cart",
    note: "a & b",
    shop: DOMAIN,
    path_prefix: "/apps/crescendo",
    logged_in_customer_id: "",
  });
  expect(await shopify.utils.validateHmac(query, { signator: "appProxy" })).toBe(true);
  query.set("placement", "product");
  expect(await shopify.utils.validateHmac(query, { signator: "appProxy" })).toBe(false);
});

test("what only Shopify may say cannot be said by the shopper", async () => {
  const { app, platform } = await installed();
  await fetch(
    `${platform.url}/apps/crescendo/offers?shop=evil.myshopify.com&logged_in_customer_id=7&signature=00&timestamp=1&path_prefix=%2Fx`,
  );
  const query = queryOf(app.seen[0]);
  expect(query.getAll("shop")).toEqual([DOMAIN]);
  expect(query.getAll("logged_in_customer_id")).toEqual([""]);
  expect(await shopify.utils.validateHmac(query, { signator: "appProxy" })).toBe(true);
});

test("the logged-in customer is named, and a forged cookie is not believed", async () => {
  const { app, platform } = await installed();
  const cookies: string[] = [];
  setShopper({ appendHeader: (_name: string, value: string) => cookies.push(value) } as never, 21);
  const cookie = String(cookies[0]).split(";")[0] ?? "";
  await fetch(`${platform.url}/apps/crescendo/offers`, { headers: { Cookie: cookie } });
  await fetch(`${platform.url}/apps/crescendo/offers`, { headers: { Cookie: cookie.replace("=21.", "=22.") } });
  expect(app.seen.map((seen) => queryOf(seen).get("logged_in_customer_id"))).toEqual(["21", ""]);
});

test("method and body go through, cookies of the app do not come back", async () => {
  const { app, platform } = await installed((_seen, response) =>
    response.writeHead(201, { "Set-Cookie": "a=1", "Content-Type": "application/json", "X-App": "yes" }).end("{}"),
  );
  const response = await fetch(`${platform.url}/apps/crescendo/events`, {
    method: "POST",
    body: '{"seen":true}',
    headers: { "Content-Type": "application/json" },
  });
  expect(app.seen[0]).toMatchObject({ method: "POST", body: '{"seen":true}' });
  expect([response.status, response.headers.get("x-app"), response.headers.get("set-cookie")]).toEqual([201, "yes", null]);
});

test("Liquid comes as it is, with a note", async () => {
  const { platform } = await installed((_seen, response) =>
    response.writeHead(200, { "Content-Type": "application/liquid" }).end("{{ shop.name }}"),
  );
  const response = await fetch(`${platform.url}/apps/crescendo/page`);
  expect(response.headers.get("content-type")).toContain("text/html");
  expect(await response.text()).toMatch(/^<!-- Local store: .*-->\n\{\{ shop\.name \}\}$/);
});

test("an app that does not answer gives Shopify's error page", async () => {
  const { app, platform } = await installed();
  await app.close();
  const response = await fetch(`${platform.url}/apps/crescendo/offers`);
  expect(response.status).toBe(502);
  expect(await response.text()).toContain("There was an error in the third-party application");
});

test("there is no proxy where the app is not installed", async () => {
  const { app, platform } = await installed();
  platform.installations.uninstall(platform.stores.primary);
  app.seen.length = 0;
  expect((await fetch(`${platform.url}/apps/crescendo/offers`)).status).toBe(404);
  expect(app.seen.filter(({ url }) => url.startsWith("/proxy"))).toEqual([]);
});

test("Shopify's own library decodes the session token", async () => {
  const payload = await shopify.session.decodeSessionToken(mintSessionToken(SAMPLE_APP, DOMAIN));
  expect(payload).toMatchObject({ dest: `https://${DOMAIN}`, iss: `https://${DOMAIN}/admin`, aud: SAMPLE_APP.clientId });
  await expect(shopify.session.decodeSessionToken(mintSessionToken(SAMPLE_APP, DOMAIN, { now: Date.now() - 90_000 }))).rejects.toThrow();
});
