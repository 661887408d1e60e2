import { spawn } from "node:child_process";
import http from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { Session } from "@shopify/shopify-api";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createTestDatabase } from "../../tests/test-database.ts";
import { offlineToken } from "./offline-token.server.ts";
import { SealedSessionStorage } from "./session-storage.server.ts";

type Behaviour = "answer" | "lose_once" | "refuse" | "fail" | "no_expiry" | "nonsense";

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let server: http.Server;
let behaviour: Behaviour = "answer";
let asked: string[] = [];
const realFetch = globalThis.fetch;
const storage = new SealedSessionStorage();
const domain = "refresh.myshopify.com";
const id = `offline_${domain}`;

beforeAll(async () => {
  database = await createTestDatabase();
  server = http.createServer((request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => {
      body += chunk;
    });
    request.on("end", () => {
      const { refresh_token } = JSON.parse(body) as { refresh_token: string };
      asked.push(refresh_token);
      setTimeout(() => answer(response), 60);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  // Shops live at https://*.myshopify.com; here they are the server above, as the local store's preload does it.
  globalThis.fetch = (input, init) => realFetch(String(input).replace(`https://${domain}`, address()), init);
});
afterAll(async () => {
  globalThis.fetch = realFetch;
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await database.drop();
});
beforeEach(async () => {
  behaviour = "answer";
  asked = [];
  await storage.storeSession(
    new Session({
      id,
      shop: domain,
      state: "",
      isOnline: false,
      scope: "read_orders",
      accessToken: "old-access",
      expires: new Date(Date.now() + 60_000),
      refreshToken: "old-refresh",
      refreshTokenExpires: new Date(Date.now() + 1e9),
    }),
  );
});

function address(): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function answer(response: http.ServerResponse): void {
  const count = asked.length;
  if (behaviour === "lose_once" && count === 1) return void response.destroy();
  if (behaviour === "fail") return void response.writeHead(502).end();
  if (behaviour === "refuse") return void response.writeHead(400).end(JSON.stringify({ error: "invalid_request" }));
  if (behaviour === "nonsense") return void response.writeHead(200).end(JSON.stringify({ token: 1 }));
  const expiry = behaviour === "no_expiry" ? {} : { expires_in: 3600 };
  response.writeHead(200).end(
    JSON.stringify({
      access_token: `access-${count}`,
      scope: "read_orders",
      refresh_token: `refresh-${count}`,
      refresh_token_expires_in: 7_776_000,
      ...expiry,
    }),
  );
}

test("ten callers at once make one refresh, and the pair is stored together", async () => {
  const tokens = await Promise.all(Array.from({ length: 10 }, () => offlineToken(domain)));
  expect(new Set(tokens)).toEqual(new Set(["access-1"]));
  expect(asked).toEqual(["old-refresh"]);
  const stored = await storage.loadSession(id);
  expect(stored?.accessToken).toBe("access-1");
  expect(stored?.refreshToken).toBe("refresh-1");
});

test("callers in several processes make one refresh", async () => {
  const script = `
    const real = globalThis.fetch;
    globalThis.fetch = (input, init) => real(String(input).replace("https://${domain}", "${address()}"), init);
    const { offlineToken } = await import(${JSON.stringify(path.resolve("app/shopify/offline-token.server.ts"))});
    console.log((await Promise.all([1, 2, 3].map(() => offlineToken("${domain}")))).join(","));
    process.exit(0);`;
  const outputs = await Promise.all([1, 2].map(() => runNode(script)));
  expect(outputs.map((text) => text.trim())).toEqual(["access-1,access-1,access-1", "access-1,access-1,access-1"]);
  expect(asked).toEqual(["old-refresh"]);
});

test("a token with time left is used as it is, unless Shopify has rejected that very one", async () => {
  await offlineToken(domain);
  expect(await offlineToken(domain)).toBe("access-1");
  expect(await offlineToken(domain, "some-older-one")).toBe("access-1");
  expect(asked).toHaveLength(1);
  expect(await offlineToken(domain, "access-1")).toBe("access-2");
  expect(asked).toEqual(["old-refresh", "refresh-1"]);
});

test("a lost answer is asked for again with the same refresh token", async () => {
  behaviour = "lose_once";
  expect(await offlineToken(domain)).toBe("access-2");
  expect(asked).toEqual(["old-refresh", "old-refresh"]);
});

test("while Shopify fails the old pair is kept, and the error says that it may be retried", async () => {
  behaviour = "fail";
  await expect(offlineToken(domain)).rejects.toMatchObject({ reason: "server_error", retryable: true });
  expect((await storage.loadSession(id))?.refreshToken).toBe("old-refresh");
  behaviour = "answer";
  expect(await offlineToken(domain)).toMatch(/^access-/);
});

test("a refused refresh asks for a reconnect and is not tried again and again", async () => {
  behaviour = "refuse";
  await expect(offlineToken(domain)).rejects.toMatchObject({ reason: "reconnect", retryable: false });
  await expect(offlineToken(domain)).rejects.toMatchObject({ reason: "reconnect" });
  expect(asked).toHaveLength(1);
});

test("an answer without expires_in is taken to last 55 minutes; one of another form changes nothing", async () => {
  behaviour = "nonsense";
  await expect(offlineToken(domain)).rejects.toMatchObject({ reason: "unexpected_shape" });
  expect((await storage.loadSession(id))?.refreshToken).toBe("old-refresh");
  behaviour = "no_expiry";
  await offlineToken(domain);
  expect((await storage.loadSession(id))?.expires?.getTime()).toBeGreaterThan(Date.now() + 50 * 60_000);
});

test("a shop without a session is not installed", async () => {
  await expect(offlineToken("nobody.myshopify.com")).rejects.toMatchObject({ reason: "not_installed", retryable: false });
});

function runNode(script: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ["--input-type=module", "-e", script], { env: process.env, stdio: ["ignore", "pipe", "pipe"] });
    let out = "";
    let complaint = "";
    child.stdout.on("data", (chunk: Buffer) => {
      out += chunk;
    });
    child.stderr.on("data", (chunk: Buffer) => {
      complaint += chunk;
    });
    child.on("close", (code) => (code === 0 ? resolve(out) : reject(new Error(complaint))));
  });
}
