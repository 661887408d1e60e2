import { afterEach, beforeEach, expect, test } from "vitest";
import { DOMAIN, SAMPLE_APP, samplePlatform } from "./sample-platform.ts";
import { mintSessionToken } from "./session-token.ts";
import { signJwt } from "./signatures.ts";

const OFFLINE = "urn:shopify:params:oauth:token-type:offline-access-token";
const ONLINE = "urn:shopify:params:oauth:token-type:online-access-token";
let platform: Awaited<ReturnType<typeof samplePlatform>>;

beforeEach(async () => {
  platform = await samplePlatform(null, {
    adminApi: {
      faults: {},
      handle: async (_store, request) => ({
        status: 200,
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ scopes: request.scopes }),
      }),
    },
  });
  platform.installations.install(platform.stores.primary);
});
afterEach(() => platform.close());

async function post(body: Record<string, unknown>, domain = DOMAIN) {
  const response = await fetch(`${platform.url}/admin/oauth/access_token`, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-Forwarded-Host": domain },
    body: JSON.stringify({ client_id: SAMPLE_APP.clientId, client_secret: SAMPLE_APP.clientSecret, ...body }),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

function exchange(token: string, more: Record<string, unknown> = {}) {
  return post({
    grant_type: "urn:ietf:params:oauth:grant-type:token-exchange",
    subject_token: token,
    subject_token_type: "urn:ietf:params:oauth:token-type:id_token",
    requested_token_type: OFFLINE,
    expiring: "1",
    ...more,
  });
}

async function callApi(token: unknown, version = "2026-07") {
  const response = await fetch(`${platform.url}/admin/api/${version}/graphql.json`, {
    method: "POST",
    headers: { "X-Shopify-Access-Token": String(token), "X-Forwarded-Host": DOMAIN, "Content-Type": "application/json" },
    body: "{}",
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

function claims(change: Record<string, unknown>) {
  const now = Math.floor(Date.now() / 1000);
  const base = {
    iss: `https://${DOMAIN}/admin`,
    dest: `https://${DOMAIN}`,
    aud: SAMPLE_APP.clientId,
    sub: "1",
    exp: now + 60,
    nbf: now,
    iat: now,
    jti: "j",
    sid: "s",
  };
  return { ...base, ...change };
}

test("a session token becomes an expiring offline token with which the Admin API answers", async () => {
  const { status, body } = await exchange(mintSessionToken(SAMPLE_APP, DOMAIN));
  expect(status).toBe(200);
  expect(body).toMatchObject({ expires_in: 3600, refresh_token_expires_in: 7_776_000 });
  expect(String(body.scope).split(",")).toContain("read_all_orders");
  expect((await callApi(body.access_token)).body).toEqual({ scopes: String(body.scope).split(",") });
});

test("an online token names the staff member", async () => {
  const { body } = await exchange(mintSessionToken(SAMPLE_APP, DOMAIN), { requested_token_type: ONLINE });
  expect(body).toMatchObject({ expires_in: 86_399, associated_user: { account_owner: true }, associated_user_scope: body.scope });
  expect(body.refresh_token).toBeUndefined();
});

test("without expiring the offline token never expires", async () => {
  const { body } = await exchange(mintSessionToken(SAMPLE_APP, DOMAIN), { expiring: "0" });
  expect(Object.keys(body).sort()).toEqual(["access_token", "scope"]);
  platform.stores.primary.clockOffset = 10 * 365 * 86_400_000;
  expect((await callApi(body.access_token)).status).toBe(200);
});

test.each([
  ["signed with another secret", () => signJwt(claims({}), "another")],
  ["for another app", () => signJwt(claims({ aud: "other" }), SAMPLE_APP.clientSecret)],
  ["for another shop", () => signJwt(claims({ dest: "https://other.myshopify.com" }), SAMPLE_APP.clientSecret)],
  ["whose issuer is another shop", () => signJwt(claims({ iss: "https://other.myshopify.com/admin" }), SAMPLE_APP.clientSecret)],
  ["that has expired", () => signJwt(claims({ exp: Math.floor(Date.now() / 1000) - 1 }), SAMPLE_APP.clientSecret)],
  ["that never expires", () => signJwt(claims({ exp: undefined }), SAMPLE_APP.clientSecret)],
  ["that is not valid yet", () => signJwt(claims({ nbf: Math.floor(Date.now() / 1000) + 60 }), SAMPLE_APP.clientSecret)],
  ["without a user", () => signJwt(claims({ sub: undefined }), SAMPLE_APP.clientSecret)],
  [
    "with algorithm none",
    () => `${Buffer.from('{"alg":"none"}').toString("base64url")}.${Buffer.from(JSON.stringify(claims({}))).toString("base64url")}.`,
  ],
  [
    "with another algorithm in its header",
    () => signJwt(claims({}), SAMPLE_APP.clientSecret).replace(/^[^.]+/, Buffer.from('{"alg":"HS512"}').toString("base64url")),
  ],
  [
    "with altered claims",
    () =>
      signJwt(claims({}), SAMPLE_APP.clientSecret).replace(
        /\.[^.]+\./,
        `.${Buffer.from(JSON.stringify(claims({ sub: "2" }))).toString("base64url")}.`,
      ),
  ],
  ["that is garbage", () => "garbage"],
  ["that is empty", () => ""],
])("a session token %s is an invalid subject token", async (_name, make) => {
  const { status, body } = await exchange(make());
  expect([status, body.error]).toEqual([400, "invalid_subject_token"]);
});

test.each([
  ["a wrong client secret", { client_secret: "wrong" }],
  ["an unknown client id", { client_id: "unknown" }],
  ["another grant type", { grant_type: "client_credentials" }],
  ["another kind of token", { requested_token_type: "urn:other" }],
])("%s is an invalid request", async (_name, change) => {
  const { status, body } = await exchange(mintSessionToken(SAMPLE_APP, DOMAIN), change);
  expect([status, body.error]).toEqual([400, "invalid_request"]);
});

test("a refresh token that is not known is refused in Shopify's own words", async () => {
  expect(await post({ grant_type: "refresh_token", refresh_token: "shprt_unknown" })).toEqual({
    status: 401,
    body: { error: "invalid_request", error_description: "This request requires an active refresh_token" },
  });
});

test("a shop this store does not hold is not found", async () => {
  expect((await post({}, "other.myshopify.com")).status).toBe(404);
});

test("an access token ends after an hour of the store's time", async () => {
  const { body } = await exchange(mintSessionToken(SAMPLE_APP, DOMAIN));
  platform.stores.primary.clockOffset = 3600_000;
  expect(await callApi(body.access_token)).toEqual({
    status: 401,
    body: { errors: "[API] Invalid API key or access token (unrecognized login or wrong password)" },
  });
});

test("refreshing rotates the pair, and the old refresh token works until the new access token is used", async () => {
  const first = (await exchange(mintSessionToken(SAMPLE_APP, DOMAIN))).body;
  const refresh = (token: unknown) => post({ grant_type: "refresh_token", refresh_token: token });
  const lost = (await refresh(first.refresh_token)).body;
  const second = await refresh(first.refresh_token);
  expect(second.status).toBe(200);
  expect(second.body.refresh_token).not.toBe(first.refresh_token);
  expect((await callApi(lost.access_token)).status).toBe(401);
  expect((await callApi(second.body.access_token)).status).toBe(200);
  expect((await refresh(first.refresh_token)).status).toBe(401);
  expect((await refresh(second.body.refresh_token)).status).toBe(200);
});

test("a refresh token ends after ninety days", async () => {
  const { body } = await exchange(mintSessionToken(SAMPLE_APP, DOMAIN));
  platform.stores.primary.clockOffset = 90 * 86_400_000;
  expect((await post({ grant_type: "refresh_token", refresh_token: body.refresh_token })).status).toBe(401);
});

test("uninstalling revokes every token at once", async () => {
  const { body } = await exchange(mintSessionToken(SAMPLE_APP, DOMAIN));
  platform.installations.uninstall(platform.stores.primary);
  expect((await callApi(body.access_token)).status).toBe(401);
  expect((await post({ grant_type: "refresh_token", refresh_token: body.refresh_token })).status).toBe(401);
  expect((await exchange(mintSessionToken(SAMPLE_APP, DOMAIN))).status).toBe(400);
});

test("a withheld scope is neither granted nor named", async () => {
  platform.installations.install(platform.stores.primary, ["read_all_orders"]);
  const { body } = await exchange(mintSessionToken(SAMPLE_APP, DOMAIN));
  expect(String(body.scope).split(",")).not.toContain("read_all_orders");
});

test("another version of the Admin API is refused by name", async () => {
  const { body } = await exchange(mintSessionToken(SAMPLE_APP, DOMAIN));
  expect((await callApi(body.access_token, "2020-01")).status).toBe(404);
});
