import { afterAll, beforeAll, expect, test } from "vitest";
import { badProxyQueries, badSessionTokens, proxyQuery, SECRET, sessionToken, webhookHeaders } from "./credentials.ts";
import { type RunningApp, startApp } from "./running-app.ts";

/**
 * Who may reach a route. A route of the build without a row here fails.
 * `foreign`: the same path with an id of another shop, and what it answers; a route that takes an id must say.
 */
type Row =
  | { access: "nobody" }
  | { access: "public"; path: string; status: number }
  | { access: "admin"; path: string; foreign?: { path: string; status: number } }
  | { access: "proxy"; path: string; method: "GET" | "POST"; body?: string; query?: Record<string, string> }
  | { access: "webhook"; path: string };

const ROWS: Record<string, Row> = {
  root: { access: "nobody" },
  "routes/_index": { access: "public", path: "/", status: 200 },
  "routes/healthz": { access: "public", path: "/healthz", status: 200 },
  "routes/auth.login": { access: "public", path: "/auth/login", status: 200 },
  "routes/auth.$": { access: "public", path: "/auth/callback?shop=matrix-a.myshopify.com", status: 404 },
  "routes/webhooks.shop": { access: "webhook", path: "/webhooks/shop" },
  "routes/proxy.offer": {
    access: "proxy",
    path: "/proxy/offer",
    method: "GET",
    query: { placement: "cart", visitor: "matrix-visitor-0123456789" },
  },
  "routes/proxy.event": { access: "proxy", path: "/proxy/event", method: "POST", body: "{}" },
  "routes/app": { access: "admin", path: "/app" },
  "routes/app._index": { access: "admin", path: "/app" },
  "routes/app.customers._index": { access: "admin", path: "/app/customers" },
  "routes/app.customers.$id": { access: "admin", path: "/app/customers/1", foreign: { path: "/app/customers/7001", status: 404 } },
  "routes/app.offers._index": { access: "admin", path: "/app/offers" },
  "routes/app.offers.$id": { access: "admin", path: "/app/offers/new", foreign: { path: "/app/offers/7001", status: 404 } },
  "routes/app.offer-check.$id": { access: "admin", path: "/app/offer-check/1", foreign: { path: "/app/offer-check/7001", status: 404 } },
  "routes/app.why": { access: "admin", path: "/app/why?order=7001&customer=7001&offer=7001" },
  "routes/app.experiments._index": { access: "admin", path: "/app/experiments" },
  "routes/app.experiments.$id": {
    access: "admin",
    path: "/app/experiments/new",
    foreign: { path: "/app/experiments/7001", status: 404 },
  },
  "routes/app.offers.$id_.report": {
    access: "admin",
    path: "/app/offers/7001/report",
    foreign: { path: "/app/offers/7001/report", status: 404 },
  },
  "routes/app.$": { access: "admin", path: "/app/nowhere", foreign: { path: "/app/nowhere", status: 404 } },
  "routes/app.results": { access: "admin", path: "/app/results" },
  "routes/app.objectives": { access: "admin", path: "/app/objectives" },
  "routes/app.products": { access: "admin", path: "/app/products?q=a" },
  "routes/app.settings": { access: "admin", path: "/app/settings" },
  "routes/app.value": { access: "admin", path: "/app/value" },
  "routes/app.value-fit": { access: "admin", path: "/app/value-fit" },
  "routes/app.value-export": { access: "admin", path: "/app/value-export" },
  "routes/app.sync": { access: "admin", path: "/app/sync" },
  "routes/app.privacy-export.$id": {
    access: "admin",
    path: "/app/privacy-export/1",
    foreign: { path: "/app/privacy-export/7001", status: 404 },
  },
};

const A = "matrix-a.myshopify.com";
const B = "matrix-b.myshopify.com";
const GONE = "matrix-gone.myshopify.com";
const NEVER = "matrix-never.myshopify.com";
/** stands in every row of shop A that another shop must not see */
const CANARY = "canary-of-shop-a";

let app: RunningApp;
let shopA: number;

beforeAll(async () => {
  app = await startApp();
  shopA = await app.addShop(A);
  await app.addShop(B);
  await app.addShop(GONE, { uninstalled: true });
  const { inShop } = await import("../../app/database/pool.server.ts");
  await inShop(shopA, async (db) => {
    const s = shopA;
    await db.run("insert into customers (shop_id, id, created_at, updated_at) values ($1, 7001, now(), now())", [s]);
    await db.run("insert into products (shop_id, id, title, handle, status, updated_at) values ($1, 7001, $2, $2, 'ACTIVE', now())", [
      s,
      CANARY,
    ]);
    await db.run(
      `insert into orders (shop_id, id, name, customer_id, created_at, processed_at, updated_at, test, subtotal, discounts, refunded, total)
       values ($1, 7001, $2, 7001, now(), now(), now(), false, 100, 0, 0, 100)`,
      [s, CANARY],
    );
    await db.run(
      `insert into customer_values (shop_id, customer_id, orders, revenue, refunded, discounts, cost, fees, profit, first_order_at, last_order_at)
       values ($1, 7001, 1, 100, 0, 0, 50, 0, 50, now(), now())`,
      [s],
    );
    await db.run(
      `insert into offers (shop_id, id, name, stage, headline, product_ids, discount_kind, discount_value, trigger, placements)
       values ($1, 7001, $2, 'tripwire', $2, '{7001}', 'percentage', 1000, '{"kind":"any"}', '{product}')`,
      [s, CANARY],
    );
    await db.run(
      `insert into experiments (shop_id, id, kind, offer_id, name, status, seed, arms, plans, started_at)
       values ($1, 7001, 'ab_test', 7001, $2, 'running', 'seed', '[{"key":"control","name":"","change":null}]', '[]', now())`,
      [s, CANARY],
    );
    await db.run(
      "insert into privacy_requests (shop_id, id, kind, customer_id, completed_at, export) values ($1, 7001, 'customer_data', 7001, now(), $2)",
      [s, JSON.stringify({ note: CANARY })],
    );
  });
}, 180_000);
afterAll(() => app?.close());

const HOST = Buffer.from("admin.shopify.com/store/matrix").toString("base64url");
const page = (path: string, shop: string, token?: string) =>
  `${path}${path.includes("?") ? "&" : "?"}${new URLSearchParams({ embedded: "1", shop, host: HOST, ...(token === undefined ? {} : { id_token: token }) })}`;
const dataPath = (path: string) => path.replace(/^([^?]*)/, "$1.data");
/** At an index route's address the layout above it answers a form, unless it is told apart. */
const actionPath = (id: string, path: string) => (id.endsWith("_index") ? `${path}?index` : path);
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

function rows<Access extends Row["access"]>(access: Access): [string, Extract<Row, { access: Access }>][] {
  return Object.entries(ROWS).filter(
    (entry): entry is [string, Extract<Row, { access: Access }>] => entry[1].access === access && entry[0] in app.build.routes,
  );
}

function moduleOf(id: string): { loader?: unknown; action?: unknown; default?: unknown } {
  return app.build.routes[id]?.module ?? {};
}

/** Nothing that helps an attacker: no stack, no secret, no token, nothing of shop A. */
function expectSilent(body: string, where: string): void {
  expect({ where, leaks: /\n\s+at .+[:(]\d+:\d+|node_modules|-canary-|canary-of-shop-a/.test(body) || body.includes(SECRET) }).toEqual({
    where,
    leaks: false,
  });
}

async function expectUnchanged(work: () => Promise<void>): Promise<void> {
  const before = await app.digest();
  await work();
  expect(await app.digest()).toBe(before);
}

test("every route of the build has a row, and every route with an id says what a foreign one answers", () => {
  const missing = Object.keys(app.build.routes).filter((id) => !(id in ROWS));
  expect(missing).toEqual([]);
  const silent = Object.entries(ROWS).filter(([id, row]) => row.access === "admin" && id.includes("$") && !row.foreign);
  expect(silent).toEqual([]);
});

test("public routes answer anybody and say nothing of a shop", async () => {
  await expectUnchanged(async () => {
    for (const [id, row] of rows("public")) {
      const answer = await app.send(row.path);
      expect({ id, status: answer.status }).toEqual({ id, status: row.status });
      expectSilent(answer.body, id);
    }
  });
});

test("without a session token no admin route shows or does anything", async () => {
  await expectUnchanged(async () => {
    for (const [id, row] of rows("admin")) {
      const bare = await app.send(row.path);
      expect({ id, status: bare.status, to: bare.headers.get("location") }).toEqual({ id, status: 302, to: "/auth/login" });
      const framed = await app.send(page(row.path, A));
      expect({ id, status: framed.status }).toEqual({ id, status: 302 });
      expect(framed.headers.get("location")).toMatch(/^\/auth\/session-token\?/);
      for (const method of ["POST", "PUT", "PATCH", "DELETE"]) {
        const sent = await app.send(row.path, {
          method,
          body: "intent=delete",
          headers: { "content-type": "application/x-www-form-urlencoded" },
        });
        expect([302, 405]).toContain(sent.status);
        expectSilent(sent.body, `${method} ${id}`);
      }
      for (const answer of [bare, framed]) expectSilent(answer.body, id);
    }
  });
});

test("no wrong session token opens an admin route, by any way it can be sent", async () => {
  const tokens = Object.entries(badSessionTokens(A, B));
  await expectUnchanged(async () => {
    for (const [id, row] of rows("admin")) {
      for (const [name, token] of tokens) {
        const where = `${id}, ${name}`;
        const answers = [await app.send(page(row.path, A, token)), await app.send(row.path, { headers: bearer(token) })];
        if (moduleOf(id).default) answers.push(await app.send(dataPath(row.path), { headers: bearer(token) }));
        if (moduleOf(id).action)
          answers.push(
            await app.send(actionPath(id, row.path), {
              method: "POST",
              headers: { ...bearer(token), "content-type": "application/x-www-form-urlencoded" },
              body: "intent=delete",
            }),
          );
        for (const answer of answers) {
          const bounced = answer.status === 302 && /^\/auth\/session-token\?/.test(answer.headers.get("location") ?? "");
          expect({ where, status: bounced ? 401 : answer.status }).toEqual({ where, status: 401 });
          expectSilent(answer.body, where);
        }
      }
    }
  });
}, 120_000);

test("a right token of a shop that has not installed the app, or no longer, is told so", async () => {
  await expectUnchanged(async () => {
    for (const [id, row] of rows("admin")) {
      for (const shop of [GONE, NEVER]) {
        for (const answer of [
          await app.send(page(row.path, shop, sessionToken(shop))),
          await app.send(row.path, { headers: bearer(sessionToken(shop)) }),
        ]) {
          expect({ id, shop, status: answer.status }).toEqual({ id, shop, status: 403 });
          expectSilent(answer.body, `${id} ${shop}`);
        }
      }
    }
  });
});

test("a right token opens every page for its own shop only, whatever shop the address names", async () => {
  for (const [id, row] of rows("admin")) {
    if (!moduleOf(id).loader || row.foreign) continue;
    const own = await app.send(page(row.path, A, sessionToken(A)));
    expect({ id, status: own.status, body: own.status === 200 ? "" : own.body.slice(0, 300) }).toEqual({ id, status: 200, body: "" });
    const crossed = await app.send(page(row.path, A, sessionToken(B)));
    expect({ id, status: crossed.status }).toEqual({ id, status: 200 });
    expectSilent(crossed.body, `${id} as shop B`);
    if (own.headers.get("content-type")?.startsWith("text/html")) {
      expect(own.headers.get("content-security-policy")).toBe(`frame-ancestors https://${A} https://admin.shopify.com;`);
      expect(own.headers.get("x-content-type-options")).toBe("nosniff");
    }
    expect(own.headers.get("access-control-allow-origin")).not.toBe("*");
  }
});

test("another shop's ids are not found: neither shown nor changed", async () => {
  await expectUnchanged(async () => {
    for (const [id, row] of rows("admin")) {
      if (!row.foreign) continue;
      const { path, status } = row.foreign;
      const shown = [await app.send(page(path, B, sessionToken(B))), await app.send(path, { headers: bearer(sessionToken(B)) })];
      for (const answer of shown) {
        expect({ id, status: answer.status }).toEqual({ id, status });
        expectSilent(answer.body, id);
      }
      if (!moduleOf(id).action) continue;
      for (const intent of ["publish", "pause", "delete", "duplicate", "save", "unknown"]) {
        const offer = JSON.stringify({ name: "taken over" });
        const answer = await app.send(dataPath(path), {
          method: "POST",
          headers: { ...bearer(sessionToken(B)), "content-type": "application/x-www-form-urlencoded" },
          body: new URLSearchParams({ intent, offer, name: "x" }).toString(),
        });
        expect({ id, intent, ok: answer.status < 500 }).toEqual({ id, intent, ok: true });
        expectSilent(answer.body, `${id} ${intent}`);
      }
    }
  });
});

test("no wrong app proxy request is answered", async () => {
  await expectUnchanged(async () => {
    for (const [id, row] of rows("proxy")) {
      const send = (query: URLSearchParams) =>
        app.send(`${row.path}?${query}`, {
          method: row.method,
          ...(row.body === undefined ? {} : { body: row.body, headers: { "content-type": "application/json" } }),
        });
      for (const [name, query] of Object.entries(badProxyQueries(A))) {
        const answer = await send(query);
        expect({ id, name, status: answer.status }).toEqual({ id, name, status: 400 });
        expectSilent(answer.body, `${id} ${name}`);
      }
      for (const shop of [GONE, NEVER]) {
        const answer = await send(proxyQuery(shop, row.query));
        expect({ id, shop, status: answer.status }).toEqual({ id, shop, status: 404 });
      }
      const right = await send(proxyQuery(B, row.query));
      expect({ id, status: right.status < 500 && right.status !== 401 }).toEqual({ id, status: true });
      expectSilent(right.body, id);
    }
  });
});

const BODY = JSON.stringify({ id: 5, admin_graphql_api_id: "gid://shopify/Order/5", updated_at: "2026-01-01T00:00:00Z" });
const post = (headers: Record<string, string>, body: string | null = BODY) =>
  app.send("/webhooks/shop", { method: "POST", headers, ...(body === null ? {} : { body }) });

test("no unsigned or wrongly signed webhook is taken", async () => {
  await expectUnchanged(async () => {
    const good = webhookHeaders(A, "orders/updated", BODY);
    const hmac = good["x-shopify-hmac-sha256"] as string;
    const bad: Record<string, [Record<string, string>, string | null]> = {
      "an altered body": [good, BODY.replace("5", "6")],
      "one more space": [good, `${BODY} `],
      "no signature": [webhookHeaders(A, "orders/updated", BODY, { "x-shopify-hmac-sha256": undefined }), BODY],
      "an empty signature": [{ ...good, "x-shopify-hmac-sha256": "" }, BODY],
      "a truncated signature": [{ ...good, "x-shopify-hmac-sha256": hmac.slice(0, -4) }, BODY],
      "a signature that is no base64": [{ ...good, "x-shopify-hmac-sha256": "%%%%" }, BODY],
      "a hexadecimal signature": [{ ...good, "x-shopify-hmac-sha256": Buffer.from(hmac, "base64").toString("hex") }, BODY],
    };
    for (const [name, [headers, body]] of Object.entries(bad))
      expect({ name, status: (await post(headers, body)).status }).toEqual({ name, status: 401 });
    expect((await post({ ...good }, null)).status).toBe(400);
    expect((await post(webhookHeaders(A, "orders/updated", BODY, { "x-shopify-topic": undefined }))).status).toBe(400);
    for (const method of ["GET", "PUT", "DELETE"])
      expect({ method, status: (await app.send("/webhooks/shop", { method, headers: good })).status }).toEqual({ method, status: 405 });
    const large = JSON.stringify({ id: 5, filler: "x".repeat(1_200_000) });
    expect((await post(webhookHeaders(A, "orders/updated", large), large)).status).toBe(413);
  });
});

test("a webhook of a shop that is not known, or of no known topic, is answered and leaves nothing", async () => {
  await expectUnchanged(async () => {
    expect((await post(webhookHeaders(NEVER, "orders/updated", BODY))).status).toBe(200);
    expect((await post(webhookHeaders(GONE, "orders/updated", BODY))).status).toBe(200);
    expect((await post(webhookHeaders(A, "carts/update", BODY))).status).toBe(200);
  });
});

test("a webhook delivered again changes nothing more than a count", async () => {
  const { inShop } = await import("../../app/database/pool.server.ts");
  const headers = webhookHeaders(A, "orders/updated", BODY);
  const answers = await Promise.all([1, 2, 3].map(() => post(headers)));
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
  const inbox = await inShop(shopA, (db) =>
    db.rows("select resource_id, topic from webhook_inbox where shop_id = $1 and event_id = $2", [shopA, headers["x-shopify-event-id"]]),
  );
  expect(inbox).toEqual([{ resource_id: "5", topic: "orders/updated" }]);
  const privacy = JSON.stringify({ shop_id: 1, shop_domain: A, customer: { id: 7001 } });
  const request = webhookHeaders(A, "customers/data_request", privacy);
  for (let again = 0; again < 3; again++) expect((await post(request, privacy)).status).toBe(200);
  expect(
    await inShop(shopA, (db) => db.rows("select 1 from privacy_requests where shop_id = $1 and completed_at is null", [shopA])),
  ).toHaveLength(1);
});

test("a signed body that cannot be read is set aside, without its content", async () => {
  const { inShop } = await import("../../app/database/pool.server.ts");
  for (const body of ["{not json", "[]", '{"id":"canary-in-body"}', `{"a":${"[".repeat(10_000)}${"]".repeat(10_000)}}`])
    expect((await post(webhookHeaders(A, "orders/updated", body), body)).status).toBe(200);
  const rows = await inShop(shopA, (db) =>
    db.rows<{ record: string; reason: string }>("select record::text, reason from set_aside where shop_id = $1 and source = 'webhook'", [
      shopA,
    ]),
  );
  expect(rows.map((row) => row.reason).sort()).toEqual(["no_resource_id", "no_resource_id", "no_resource_id", "not_json"]);
  expect(JSON.stringify(rows)).not.toContain("canary");
});

test("an uninstall ends the shop's access; one from before the present install is old news", async () => {
  const { pool } = await import("../../app/database/pool.server.ts");
  const leaving = "matrix-leaving.myshopify.com";
  await app.addShop(leaving);
  const body = JSON.stringify({ id: 1, domain: leaving });
  const state = async () =>
    (
      await pool().query(
        "select uninstalled_at is not null as gone, (select count(*)::int from sessions where shop = $1) as sessions from shops where domain = $1",
        [leaving],
      )
    ).rows[0];
  await post(
    webhookHeaders(leaving, "app/uninstalled", body, { "x-shopify-triggered-at": new Date(Date.now() - 3_600_000).toISOString() }),
    body,
  );
  expect(await state()).toEqual({ gone: false, sessions: 1 });
  await post(
    webhookHeaders(leaving, "app/uninstalled", body, { "x-shopify-triggered-at": new Date(Date.now() + 1000).toISOString() }),
    body,
  );
  expect(await state()).toEqual({ gone: true, sessions: 0 });
  app.shopify.installed.delete(leaving);
  expect((await app.send(page("/app", leaving, sessionToken(leaving)))).status).toBe(403);
});

test("nobody but the shop's admin may frame the page that asks for a token", async () => {
  const answer = await app.send(`/auth/session-token?shop=${A}&host=${HOST}`);
  expect(answer.headers.get("content-security-policy")).toBe(`frame-ancestors https://${A} https://admin.shopify.com;`);
  const foreign = await app.send(`/auth/session-token?shop=evil.example&host=${HOST}`);
  expect(foreign.headers.get("content-security-policy")).toBe("frame-ancestors 'none';");
  for (const { status, body } of [answer, foreign]) {
    expect(status).toBe(200);
    // Only Shopify's own script is on the page, so that it can come first.
    expect([...body.matchAll(/<script[^>]*src="([^"]*)"/g)].map((match) => match[1])).toEqual([
      "https://cdn.shopify.com/shopifycloud/app-bridge.js",
    ]);
  }
});
