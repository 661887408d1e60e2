import { afterAll, beforeAll, expect, test } from "vitest";
import { A, type AppWithShops, B, expectSilent, GONE, HOST, NEVER, page, startAppWithShops } from "./app-with-shops.ts";
import { badProxyQueries, badSessionTokens, proxyQuery, sessionToken } from "./credentials.ts";
import { ROWS, type Row } from "./route-rows.ts";

let app: AppWithShops;
beforeAll(async () => {
  app = await startAppWithShops();
}, 180_000);
afterAll(() => app?.close());

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

test("every route of the build has a row, and every route with an id says what a foreign one answers", () => {
  const missing = Object.keys(app.build.routes).filter((id) => !(id in ROWS));
  expect(missing).toEqual([]);
  const silent = Object.entries(ROWS).filter(([id, row]) => row.access === "admin" && id.includes("$") && !row.foreign);
  expect(silent).toEqual([]);
});

test("public routes answer anybody and say nothing of a shop", async () => {
  await app.expectUnchanged(async () => {
    for (const [id, row] of rows("public")) {
      const answer = await app.send(row.path);
      expect({ id, status: answer.status }).toEqual({ id, status: row.status });
      expectSilent(answer.body, id);
    }
  });
});

test("without a session token no admin route shows or does anything", async () => {
  await app.expectUnchanged(async () => {
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
  await app.expectUnchanged(async () => {
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
  await app.expectUnchanged(async () => {
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
  await app.expectUnchanged(async () => {
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
  await app.expectUnchanged(async () => {
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
