import { afterAll, beforeAll, expect, test } from "vitest";
import { A, type AppWithShops, GONE, NEVER, page, startAppWithShops } from "./app-with-shops.ts";
import { sessionToken, webhookHeaders } from "./credentials.ts";

let app: AppWithShops;
beforeAll(async () => {
  app = await startAppWithShops();
}, 180_000);
afterAll(() => app?.close());

const BODY = JSON.stringify({ id: 5, admin_graphql_api_id: "gid://shopify/Order/5", updated_at: "2026-01-01T00:00:00Z" });
const post = (headers: Record<string, string>, body: string | null = BODY) =>
  app.send("/webhooks/shop", { method: "POST", headers, ...(body === null ? {} : { body }) });

test("no unsigned or wrongly signed webhook is taken", async () => {
  await app.expectUnchanged(async () => {
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
  await app.expectUnchanged(async () => {
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
  const inbox = await inShop(app.shopA, (db) =>
    db.rows("select resource_id, topic from webhook_inbox where shop_id = $1 and event_id = $2", [
      app.shopA,
      headers["x-shopify-event-id"],
    ]),
  );
  expect(inbox).toEqual([{ resource_id: "5", topic: "orders/updated" }]);
  const privacy = JSON.stringify({ shop_id: 1, shop_domain: A, customer: { id: 7001 } });
  const request = webhookHeaders(A, "customers/data_request", privacy);
  for (let again = 0; again < 3; again++) expect((await post(request, privacy)).status).toBe(200);
  expect(
    await inShop(app.shopA, (db) => db.rows("select 1 from privacy_requests where shop_id = $1 and completed_at is null", [app.shopA])),
  ).toHaveLength(1);
});

test("a signed body that cannot be read is set aside, without its content", async () => {
  const { inShop } = await import("../../app/database/pool.server.ts");
  for (const body of ["{not json", "[]", '{"id":"canary-in-body"}', `{"a":${"[".repeat(10_000)}${"]".repeat(10_000)}}`])
    expect((await post(webhookHeaders(A, "orders/updated", body), body)).status).toBe(200);
  const rows = await inShop(app.shopA, (db) =>
    db.rows<{ record: string; reason: string }>("select record::text, reason from set_aside where shop_id = $1 and source = 'webhook'", [
      app.shopA,
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
