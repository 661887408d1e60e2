import { spawn } from "node:child_process";
import http from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { Session } from "@shopify/shopify-api";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { ownDatabase } from "../../tests/test-database.ts";
import { offlineToken } from "./offline-token.server.ts";
import { SealedSessionStorage } from "./session-storage.server.ts";

type Behaviour = "answer" | "lose_once" | "dead" | "grant" | "secret" | "frozen" | "edge" | "fail" | "no_expiry" | "nonsense";

ownDatabase();
let server: http.Server;
let behaviour: Behaviour = "answer";
let asked: string[] = [];
const realFetch = globalThis.fetch;
const storage = new SealedSessionStorage();
const domain = "refresh.myshopify.com";
const id = `offline_${domain}`;

beforeAll(async () => {
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

const REFUSALS: Partial<Record<Behaviour, { status: number; body: string }>> = {
  // as developers of other apps have met it
  dead: {
    status: 401,
    body: JSON.stringify({ error: "invalid_request", error_description: "This request requires an active refresh_token" }),
  },
  grant: { status: 400, body: JSON.stringify({ error: "invalid_grant" }) },
  secret: { status: 400, body: JSON.stringify({ error: "invalid_client", error_description: "The client secret is wrong." }) },
  frozen: { status: 402, body: JSON.stringify({ errors: "Unavailable Shop" }) },
  edge: { status: 403, body: "<html>Forbidden</html>" },
};

function address(): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function answer(response: http.ServerResponse): void {
  const count = asked.length;
  if (behaviour === "lose_once" && count === 1) return void response.destroy();
  if (behaviour === "fail") return void response.writeHead(502).end();
  const refusal = REFUSALS[behaviour];
  if (refusal) return void response.writeHead(refusal.status).end(refusal.body);
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

test.each(["dead", "grant"] as const)(
  "a refresh token that Shopify calls %s asks for a reconnect and is not tried again and again",
  async (word) => {
    behaviour = word;
    await expect(offlineToken(domain)).rejects.toMatchObject({ reason: "reconnect", retryable: false });
    await expect(offlineToken(domain)).rejects.toMatchObject({ reason: "reconnect" });
    expect(asked).toHaveLength(1);
  },
);

test.each(["secret", "frozen", "edge"] as const)(
  "a refusal for another cause (%s) forgets nothing: the same pair works once it is over",
  async (cause) => {
    behaviour = cause;
    await expect(offlineToken(domain)).rejects.toMatchObject({ reason: "refused", retryable: false });
    expect(await storage.loadSession(id)).toMatchObject({ accessToken: "old-access", refreshToken: "old-refresh" });
    behaviour = "answer";
    expect(await offlineToken(domain)).toBe("access-2");
  },
);

test("a pair that the merchant's visit brought while the old one was refused is kept and used", async () => {
  behaviour = "dead";
  const token = offlineToken(domain);
  while (asked.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  const session = await storage.loadSession(id);
  if (!session) throw new Error("no session");
  session.accessToken = "visit-access";
  session.refreshToken = "visit-refresh";
  session.expires = new Date(Date.now() + 3_600_000);
  await storage.storeSession(session);
  expect(await token).toBe("visit-access");
  expect(await storage.loadSession(id)).toMatchObject({ accessToken: "visit-access", refreshToken: "visit-refresh" });
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
