import http from "node:http";
import type { AddressInfo } from "node:net";
import { Session } from "@shopify/shopify-api";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { z } from "zod";
import { ownDatabase } from "../../tests/test-database.ts";
import { adminRequest } from "./admin-request.server.ts";
import { customerNames, searchCustomers } from "./customer-names.server.ts";
import { pageRequest } from "./page-request.server.ts";
import { SealedSessionStorage } from "./session-storage.server.ts";

interface Reply {
  status?: number;
  body?: unknown;
  headers?: Record<string, string>;
  drop?: boolean;
  /** never answers */
  hang?: boolean;
}

ownDatabase();
let server: http.Server;
let replies: Reply[] = [];
let seen: { token: string; at: number; url: string }[] = [];
let shop: { shopId: number; domain: string };
let shops = 0;
const realFetch = globalThis.fetch;
const Name = z.object({ shop: z.object({ name: z.string() }) });
const QUERY = "query Q { shop { name } }";
const good = { data: { shop: { name: "A shop" } } };
const throttle = (currentlyAvailable: number, extra: object = {}) => ({
  ...extra,
  extensions: { cost: { requestedQueryCost: 10, throttleStatus: { maximumAvailable: 40, currentlyAvailable, restoreRate: 20 } } },
});

beforeAll(async () => {
  server = http.createServer((request, response) => {
    request.resume().on("end", () => {
      if (request.url?.includes("oauth"))
        return void response.end(
          JSON.stringify({ access_token: "second", scope: "", expires_in: 3600, refresh_token: "r2", refresh_token_expires_in: 9999 }),
        );
      seen.push({ token: String(request.headers["x-shopify-access-token"]), at: Date.now(), url: request.url ?? "" });
      const reply = replies.shift() ?? { body: good };
      if (reply.drop) return void response.destroy();
      if (reply.hang) return;
      response
        .writeHead(reply.status ?? 200, reply.headers)
        .end(typeof reply.body === "string" ? reply.body : JSON.stringify(reply.body ?? {}));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  globalThis.fetch = (input, init) => realFetch(String(input).replace(/https:\/\/[a-z0-9-]+\.myshopify\.com/, address), init);
});
afterAll(async () => {
  globalThis.fetch = realFetch;
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});
beforeEach(async () => {
  replies = [];
  seen = [];
  shops += 1;
  const domain = `request-${shops}.myshopify.com`;
  shop = { shopId: shops, domain };
  await new SealedSessionStorage().storeSession(
    new Session({
      id: `offline_${domain}`,
      shop: domain,
      state: "",
      isOnline: false,
      accessToken: "first",
      expires: new Date(Date.now() + 3_600_000),
      refreshToken: "r1",
      refreshTokenExpires: new Date(Date.now() + 1e9),
    }),
  );
});

test("answers with the data in the form it was promised to have", async () => {
  expect(await adminRequest(shop, QUERY, {}, Name)).toEqual(good.data);
  expect(seen[0]).toMatchObject({ token: "first", url: "/admin/api/2026-07/graphql.json" });
});

test("waits and asks again when throttled, in both ways Shopify says it, and when a connection breaks", async () => {
  replies = [
    { body: throttle(0, { errors: [{ message: "Throttled", extensions: { code: "THROTTLED" } }] }) },
    { status: 429, headers: { "Retry-After": "0.3" } },
    { drop: true },
    { status: 502 },
    { body: good },
  ];
  expect(await adminRequest(shop, QUERY, {}, Name)).toEqual(good.data);
  expect(seen).toHaveLength(5);
});

test("does not ask before the bucket holds what the request costs", async () => {
  replies = [{ body: throttle(2, good) }];
  await adminRequest(shop, QUERY, {}, Name);
  await adminRequest(shop, QUERY, {}, Name);
  expect((seen[1]?.at ?? 0) - (seen[0]?.at ?? 0)).toBeGreaterThan(350);
});

test("a change whose answer was lost is not sent twice", async () => {
  replies = [{ drop: true }];
  await expect(adminRequest(shop, "mutation M { shop { name } }", {}, Name)).rejects.toMatchObject({
    reason: "unreachable",
    retryable: true,
  });
  expect(seen).toHaveLength(1);
});

test("a rejected token is renewed once; rejected again, the shop must reconnect", async () => {
  replies = [{ status: 401 }, { body: good }];
  expect(await adminRequest(shop, QUERY, {}, Name)).toEqual(good.data);
  expect(seen.map(({ token }) => token)).toEqual(["first", "second"]);
  replies = [{ status: 401 }, { status: 401 }];
  await expect(adminRequest(shop, QUERY, {}, Name)).rejects.toMatchObject({ reason: "reconnect", retryable: false });
});

test("another form than expected is named by its path, without what it held", async () => {
  replies = [{ body: { data: { shop: { name: { secret: "canary" } } } } }];
  const error = await adminRequest(shop, QUERY, {}, Name).catch((reason: Error) => reason);
  expect(error).toMatchObject({ reason: "unexpected_shape", retryable: false });
  expect((error as Error).message).toContain("shop.name");
  expect(JSON.stringify(error) + (error as Error).message).not.toContain("canary");
  replies = [{ body: "<html>not JSON" }];
  await expect(adminRequest(shop, QUERY, {}, Name)).rejects.toMatchObject({ reason: "unexpected_shape" });
});

test("a missing right and a request that is not understood are final", async () => {
  replies = [{ body: { errors: [{ message: "Access denied for orders field.", extensions: { code: "ACCESS_DENIED" } }] } }];
  await expect(adminRequest(shop, QUERY, {}, Name)).rejects.toMatchObject({ reason: "access_denied", retryable: false });
  replies = [{ body: { errors: [{ message: "Field 'x' doesn't exist" }] } }];
  await expect(adminRequest(shop, QUERY, {}, Name)).rejects.toMatchObject({ reason: "refused", retryable: false });
  replies = [{ status: 403 }];
  await expect(adminRequest(shop, QUERY, {}, Name)).rejects.toMatchObject({ reason: "access_denied" });
  expect(seen).toHaveLength(3);
});

test("only a shop's permanent domain is ever asked", async () => {
  await expect(adminRequest({ shopId: 1, domain: "169.254.169.254" }, QUERY, {}, Name)).rejects.toThrow(/Not a shop's domain/);
  await expect(adminRequest({ shopId: 1, domain: "evil.com/.myshopify.com" }, QUERY, {}, Name)).rejects.toThrow(/Not a shop's domain/);
});

test("a page waits three seconds for Shopify and no longer, however it fails, and nothing goes on behind it", async () => {
  replies = [{ status: 503 }, { hang: true }];
  const began = Date.now();
  await expect(pageRequest(shop, QUERY, {}, Name)).rejects.toMatchObject({ reason: "unreachable" });
  expect(Date.now() - began).toBeGreaterThan(2_500);
  expect(Date.now() - began).toBeLessThan(4_500);
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  expect(seen).toHaveLength(2);
  expect(await pageRequest(shop, QUERY, {}, Name)).toEqual(good.data);
}, 15_000);

test("while Shopify hangs, customers are shown without names and the page says why", async () => {
  replies = [{ hang: true }, { hang: true }];
  const unknown = { kind: "unknown", reason: "unavailable" };
  expect(await Promise.all([customerNames(shop, ["1"]), searchCustomers(shop, "Ann")])).toEqual([unknown, unknown]);
}, 15_000);
