import { beforeEach, expect, test } from "vitest";
import { ask, insertAskedShop, live, now, other, shopOf, visitor } from "../../../tests/asked-shop.ts";
import { ownDatabase } from "../../../tests/test-database.ts";
import { inShop } from "../../database/pool.server.ts";
import { readOfferToken } from "../../shopify/offer-token.server.ts";
import { listOffers } from "../offers/offers.server.ts";
import { decide, previewDecision } from "./decide.server.ts";
import { flushDecisions } from "./decision-buffer.server.ts";

ownDatabase();
let shopId: number;
let neighbour: number;

beforeEach(async () => {
  [shopId, neighbour] = [await insertAskedShop(), await insertAskedShop()];
});

test("a shopper is shown the offer in the form of the contract, and the decision is kept without the visitor's id", async () => {
  const offerId = await live(shopId);
  const view = await ask(shopId, { locale: "vi" });
  expect(view).toMatchObject({
    kind: "offer",
    offerId,
    product: { id: "20", variantId: "201", title: "Product 20", url: "/products/product-20?variant=201", imageUrl: null },
    price: { amount: 2000, currency: "GBP" },
    discountedPrice: { amount: 1800 },
    cartAttribute: null,
  });
  if (view.kind !== "offer") return;
  expect(view.lineAttribute.key).toBe("_crescendo");
  expect(readOfferToken("a.myshopify.com", view.lineAttribute.value, now)).toEqual({ offerId, decisionId: view.decisionId });
  expect(view.lineAttribute.value).toContain(`.${offerId}.201.p1000.1.20260316.`);
  expect(JSON.stringify(view)).not.toMatch(/cost|margin|score|customer|visitor"/i);
  const [kept] = await inShop(shopId, (db) => db.rows<Record<string, unknown>>("select * from decisions"));
  expect(kept).toMatchObject({
    id: view.decisionId,
    offer_id: offerId,
    variant_id: "201",
    price: "2000",
    discounted_price: "1800",
    reason: null,
    tracked: false,
    ghost: false,
    withheld: null,
    policy_version: 0,
    context: "product|guest|",
    arm: `${offerId}:20:1000`,
    depth_bp: 1000,
    propensity: 1,
    experiments: {},
  });
  expect(JSON.stringify(kept)).not.toContain(visitor);
  expect(kept?.candidates).toEqual([
    { offerId, productId: "20", depthBp: 1000, weight: 1, source: "pinned", score: expect.any(Number), base: expect.any(Number) },
  ]);
});

test("a none is kept with its reason, and another shop sees none of it", async () => {
  expect(await ask(shopId)).toMatchObject({ kind: "none", reason: "no_live_offer" });
  await live(shopId, { trigger: { kind: "product", productIds: ["21"] } });
  expect(await ask(shopId, { kept: true })).toMatchObject({
    kind: "none",
    reason: "not_triggered",
    cartAttribute: { key: "_crescendo_visitor", value: expect.stringMatching(/^[\w-]{43}$/) },
  });
  expect(await inShop(neighbour, (db) => db.rows("select * from decisions"))).toEqual([]);
  expect(await listOffers(neighbour)).toEqual([]);
  expect(
    await decide(shopOf(neighbour), { placement: "product", productId: null, lines: [], visitor, customerId: null, now }),
  ).toMatchObject({ reason: "no_live_offer" });
});

test("an offer changed, paused or sold out is so at the next decision", async () => {
  const id = await live(shopId);
  expect((await ask(shopId)).kind).toBe("offer");
  await inShop(shopId, (db) => db.run("update offers set discount_value = 2000, updated_at = clock_timestamp() where id = $1", [id]));
  expect(await ask(shopId, { visitor: other(2) })).toMatchObject({ discountedPrice: { amount: 1600 } });
  await inShop(shopId, (db) => db.run("update variants set available_for_sale = false where product_id = 20"));
  expect(await ask(shopId, { now: new Date(now.getTime() + 16_000) })).toMatchObject({ reason: "out_of_stock" });
  await inShop(shopId, (db) => db.run("update offers set status = 'paused' where id = $1", [id]));
  expect(await ask(shopId)).toMatchObject({ reason: "no_live_offer" });
});

test("a rule of the shop acts at the next decision", async () => {
  await live(shopId);
  expect((await ask(shopId)).kind).toBe("offer");
  const setRules = (rules: object) => inShop(shopId, (db) => db.run("update shops set offer_rules = $2 where id = $1", [shopId, rules]));
  await setRules({ excludedProductIds: ["20"] });
  expect(await ask(shopId)).toMatchObject({ reason: "excluded" });
  await setRules({ safetyStock: 5 });
  await inShop(shopId, (db) => db.run("update variants set inventory_quantity = 5 where product_id = 20"));
  expect(await ask(shopId, { now: new Date(now.getTime() + 16_000) })).toMatchObject({ reason: "out_of_stock" });
});

test("a cart may be tried as a guest or a customer: the choice is the shopper's, and nothing is kept", async () => {
  const id = await live(shopId, { audience: "returning_customers" });
  const request = {
    placement: "cart" as const,
    productId: null,
    lines: [{ variantId: "301", quantity: 1 }],
    visitor,
    customerId: null,
    now,
  };
  expect(await previewDecision(shopOf(shopId), request, { customerOrders: null })).toMatchObject({
    choice: { kind: "none", reason: "not_in_audience", context: "cart|guest|" },
    policyVersion: 0,
  });
  expect(await previewDecision(shopOf(shopId), request, { customerOrders: 2 })).toMatchObject({
    choice: { kind: "offer", offer: { id }, context: "cart|returning|" },
  });
  await flushDecisions(shopId);
  expect(await inShop(shopId, (db) => db.rows("select id from decisions"))).toEqual([]);
});

test("decisions are kept within a moment though nobody asks for it", async () => {
  await live(shopId);
  await decide(shopOf(shopId), { placement: "product", productId: "30", lines: [], visitor, customerId: null, now });
  const kept = () => inShop(shopId, (db) => db.rows("select id from decisions"));
  expect(await kept()).toEqual([]);
  await expect.poll(kept, { timeout: 3_000 }).toHaveLength(1);
});

test("nothing more is shown than the Function gives its price: lines of unknown variants and of other offers count", async () => {
  await live(shopId);
  const offered = (count: number) =>
    Array.from({ length: count }, (_, n) => ({ variantId: String(900 + n), quantity: 1, offerId: 90 + n }));
  const plain = (count: number) => Array.from({ length: count }, (_, n) => ({ variantId: String(500 + n), quantity: 1 }));
  expect(await ask(shopId, { lines: offered(3) })).toMatchObject({ kind: "offer" });
  expect(await ask(shopId, { lines: offered(4) })).toMatchObject({ kind: "none", reason: "offer_lines_full" });
  expect(await ask(shopId, { lines: [...plain(36), ...offered(3)] })).toMatchObject({ kind: "none", reason: "offer_lines_full" });
  expect(await ask(shopId, { lines: [...plain(36), ...offered(2)] })).toMatchObject({ kind: "offer" });
});

test("a line an offer added does not trigger it, a line of the same product by choice does", async () => {
  const id = await live(shopId, { trigger: { kind: "cart_value", minimum: 100 } });
  expect(await ask(shopId, { lines: [{ variantId: "301", quantity: 1, offerId: id }] })).toMatchObject({ reason: "not_triggered" });
  expect((await ask(shopId, { lines: [{ variantId: "301", quantity: 1 }] })).kind).toBe("offer");
});

test("who asks together is answered as who asks alone, and what one of them sends concerns nobody else", async () => {
  await live(shopId);
  const requests = Array.from({ length: 40 }, (_, n) => ({
    visitor: other(1000 + n),
    productId: n % 5 === 4 ? "9999999999999999999" : "30",
    lines: [{ variantId: ["301", "201", "9999999999999999999"][n % 3] as string, quantity: 1 + (n % 2) }],
  }));
  const seen = (answers: Awaited<ReturnType<typeof ask>>[]) =>
    answers.map((answer) => ("product" in answer ? answer.product.variantId : answer.reason));
  const alone = [];
  for (const request of requests) alone.push(await ask(shopId, request));
  expect(new Set(seen(alone))).toEqual(new Set(["201", "already_in_cart"]));
  expect(seen(await Promise.all(requests.map((request) => ask(shopId, request))))).toEqual(seen(alone));
});
