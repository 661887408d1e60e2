import { afterEach, beforeEach, expect, test } from "vitest";
import { samplePlatform } from "../sample-platform.ts";

let platform: Awaited<ReturnType<typeof samplePlatform>>;
beforeEach(async () => {
  platform = await samplePlatform(null);
});
afterEach(() => platform.close());

async function call(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
  const response = await fetch(`${platform.url}${path}`, {
    method,
    headers: { "Content-Type": "application/json", ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  // biome-ignore lint/suspicious/noExplicitAny: the shape is what each test looks at
  return { status: response.status, body: (text ? JSON.parse(text) : null) as any };
}

test("an order is placed, refunded, and told in the facts to the unit", async () => {
  const placed = await call("POST", "/_dev/orders", { customerId: 21, variantId: 111, quantity: 3 });
  expect(placed.status).toBe(201);
  const [order] = placed.body.orders;
  expect(order).toMatchObject({ customerId: 21, total: 3750, lines: [{ variantId: 111, quantity: 3 }] });
  expect(
    (await call("POST", `/_dev/orders/${order.id}/refund`, { amount: 1250, lines: [{ lineId: order.lines[0].id, quantity: 1 }] })).status,
  ).toBe(201);
  const lines = (await (await fetch(`${platform.url}/_dev/facts.jsonl`)).text())
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  expect(lines.find(({ id }) => id === order.gid)).toMatchObject({
    total: 3750,
    financialStatus: "PARTIALLY_REFUNDED",
    lines: [{ quantity: 3, currentQuantity: 2 }],
    refunds: [{ amount: 1250, lines: [{ quantity: 1, subtotal: 1250 }] }],
  });
});

test("a refund without a body gives everything back", async () => {
  const [order] = (await call("POST", "/_dev/orders", { variantId: 111, quantity: 2 })).body.orders;
  expect((await call("POST", `/_dev/orders/${order.id}/refund`)).body).toMatchObject({ amount: 2500, lines: [{ quantity: 2 }] });
  expect((await call("POST", `/_dev/orders/${order.id}/refund`, { amount: 1 })).status).toBe(400);
});

test("the same seed places the same orders", async () => {
  const drawn = async () =>
    (await call("POST", "/_dev/orders", { seed: 5, count: 4 })).body.orders.map(
      ({ total, customerId }: { total: number; customerId: number }) => [total, customerId],
    );
  expect(await drawn()).toEqual(await drawn());
});

test("two customers are merged into one", async () => {
  const { customers } = platform.stores.primary;
  const [known] = customers.values();
  if (!known) throw new Error("The store has no customer.");
  customers.set(22, { ...known, id: 22 });
  expect((await call("POST", "/_dev/customers/22/merge", { into: known.id })).body).toMatchObject({ id: known.id });
  expect([...customers.keys()]).toEqual([known.id]);
  expect((await call("POST", "/_dev/customers/22/merge", { into: known.id })).status).toBe(400);
  expect((await call("POST", `/_dev/customers/${known.id}/merge`)).status).toBe(400);
});

test("the clock only goes on", async () => {
  expect((await call("POST", "/_dev/clock", { seconds: 3600 })).status).toBe(200);
  expect(platform.stores.primary.clockOffset).toBe(3_600_000);
  expect((await call("POST", "/_dev/clock", { seconds: -1 })).status).toBe(400);
});

test("a fault that does not exist is refused by name", async () => {
  expect((await call("POST", "/_dev/faults", { webhooks: { lossRatio: 0.1 } })).body.webhooks.lossRatio).toBe(0.1);
  expect((await call("POST", "/_dev/faults", { webhooks: { losRatio: 0.1 } })).body.error).toContain('"losRatio" is not known here');
  expect((await call("POST", "/_dev/faults", { webhooks: { lossRatio: "all" } })).status).toBe(400);
});

test("installing with a scope withheld shows in the status", async () => {
  await call("POST", "/_dev/install", { withheld: ["read_all_orders"] });
  const status = (await call("GET", "/_dev/status")).body;
  expect(status.shops[0]).toMatchObject({ installed: true });
  expect(status.shops[0].scopes).not.toContain("read_all_orders");
  expect((await call("POST", "/_dev/install", { withheld: ["read_themes"] })).status).toBe(400);
});

test.each([
  ["a page of another origin", { Origin: "http://127.0.0.1:1" }],
  ["a page on another site", { "Sec-Fetch-Site": "cross-site" }],
  ["the app's frame", { "Sec-Fetch-Site": "same-site" }],
])("%s reaches neither the control API nor a session token", async (_name, headers) => {
  platform.installations.install(platform.stores.primary);
  expect((await call("POST", "/_dev/uninstall", {}, headers)).status).toBe(403);
  expect((await call("GET", "/admin/_session_token", undefined, headers)).status).toBe(403);
  expect((await call("POST", "/admin/_uninstall", {}, headers)).status).toBe(403);
  expect((await call("GET", "/admin/_session_token")).status).toBe(200);
});
