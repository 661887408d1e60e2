import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createTestDatabase, insertShop } from "../../../tests/test-database.ts";
import { inShop } from "../../database/pool.server.ts";
import { readOfferToken } from "../../shopify/offer-token.server.ts";
import { rebuildAffinity } from "../learn/affinity.server.ts";
import { deleteOffer, getOffer, listOffers, saveOffer } from "../offers/offers.server.ts";
import { sampleOffer } from "../offers/sample-offer.ts";
import { type DecideRequest, decide, previewDecision } from "./decide.server.ts";
import { flushDecisions } from "./decision-buffer.server.ts";
import { recordDecisionEvent } from "./decision-events.server.ts";
import { visitorHash } from "./visitor-hash.server.ts";

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let shopId: number;
let neighbour: number;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

beforeEach(async () => {
  shopId = await insertShop();
  neighbour = await insertShop();
  for (const id of [shopId, neighbour]) {
    await inShop(id, async (db) => {
      await db.run(
        `insert into products (shop_id, id, title, handle, status, collection_ids, updated_at)
         select $1, p, 'Product ' || p, 'product-' || p, 'ACTIVE', array[7]::bigint[], now() from unnest(array[10, 20, 21, 30]) p`,
        [id],
      );
      await db.run(
        `insert into variants (shop_id, id, product_id, inventory_item_id, title, price, available_for_sale, updated_at)
         select $1, p * 10 + 1, p, p, 'Default Title', p * 100, true, now() from unnest(array[10, 20, 21, 30]) p`,
        [id],
      );
    });
  }
});

const now = new Date("2026-03-15T12:00:00Z");
const visitor = "0123456789abcdef0123456789abcdef";

const shopOf = (id: number) => ({ shopId: id, domain: "a.myshopify.com", currency: "GBP", timezone: "UTC" });

/** The answer, once the decision is kept. */
async function ask(values: Partial<DecideRequest> = {}) {
  const view = await decide(shopOf(shopId), {
    placement: "product",
    productId: "30",
    lines: [{ variantId: "301", quantity: 1 }],
    visitor,
    customerId: null,
    now,
    ...values,
  });
  await flushDecisions(shopId);
  return view;
}

const at = (iso: string) => new Date(iso);
const other = (n: number) => n.toString(16).padStart(32, "0");

/** Saved by way of the editor's door and set live as publishing would; pinned, so that only rules keep it from being shown. */
async function live(values: Parameters<typeof sampleOffer>[0] = {}): Promise<number> {
  const pinned = { pinnedProductId: values.productIds?.[0] ?? (values.dynamic ? null : "20") };
  const {
    id: _id,
    status: _status,
    pausedReason: _reason,
    publishedAt: _at,
    updatedAt: _updated,
    ...draft
  } = sampleOffer({ ...pinned, ...values });
  const saved = await saveOffer(shopId, null, draft);
  if (saved.kind !== "saved") throw new Error(JSON.stringify(saved));
  await inShop(shopId, (db) =>
    db.run("update offers set status = 'live', updated_at = clock_timestamp() where shop_id = $1 and id = $2", [shopId, saved.id]),
  );
  return saved.id;
}

async function order(values: { id: number; customerId?: number; at?: string; products?: number[] }): Promise<void> {
  await inShop(shopId, async (db) => {
    await db.run(
      `insert into orders (shop_id, id, name, customer_id, created_at, processed_at, updated_at, test, subtotal, discounts, refunded, total)
       values ($1, $2::bigint, '#' || $2::text, $3, $4, $4, $4, false, 1000, 0, 0, 1000)`,
      [shopId, values.id, values.customerId ?? null, values.at ?? "2026-03-01T00:00:00Z"],
    );
    await db.run(
      `insert into order_lines (shop_id, order_id, id, product_id, variant_id, title, quantity, current_quantity, unit_price, discount)
       select $1, $2, row_number() over (), p, p * 10 + 1, '', 1, 1, 500, 0 from unnest($3::bigint[]) p`,
      [shopId, values.id, values.products ?? []],
    );
  });
}

test("a shopper is shown the offer in the form of the contract, and the decision is kept without the visitor's id", async () => {
  const offerId = await live();
  const view = await ask({ locale: "vi" });
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
  expect(await ask()).toMatchObject({ kind: "none", reason: "no_live_offer" });
  await live({ trigger: { kind: "product", productIds: ["21"] } });
  expect(await ask({ kept: true })).toMatchObject({
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
  const id = await live();
  expect((await ask()).kind).toBe("offer");
  await inShop(shopId, (db) => db.run("update offers set discount_value = 2000, updated_at = clock_timestamp() where id = $1", [id]));
  expect(await ask({ visitor: other(2) })).toMatchObject({ discountedPrice: { amount: 1600 } });
  await inShop(shopId, (db) => db.run("update variants set available_for_sale = false where product_id = 20"));
  expect(await ask({ now: new Date(now.getTime() + 16_000) })).toMatchObject({ reason: "out_of_stock" });
  await inShop(shopId, (db) => db.run("update offers set status = 'paused' where id = $1", [id]));
  expect(await ask()).toMatchObject({ reason: "no_live_offer" });
});

test("a rule of the shop acts at the next decision", async () => {
  await live();
  expect((await ask()).kind).toBe("offer");
  const setRules = (rules: object) => inShop(shopId, (db) => db.run("update shops set offer_rules = $2 where id = $1", [shopId, rules]));
  await setRules({ excludedProductIds: ["20"] });
  expect(await ask()).toMatchObject({ reason: "excluded" });
  await setRules({ safetyStock: 5 });
  await inShop(shopId, (db) => db.run("update variants set inventory_quantity = 5 where product_id = 20"));
  expect(await ask({ now: new Date(now.getTime() + 16_000) })).toMatchObject({ reason: "out_of_stock" });
});

test("first-time means no completed order before this moment; cancelled and test orders are none", async () => {
  await live({
    stage: "tripwire",
    productIds: ["10"],
    audience: "first_time_buyers",
    discount: { kind: "percentage", value: 6_000 },
    lossBudget: 10_000,
  });
  expect((await ask({ customerId: "5" })).kind).toBe("offer");
  await order({ id: 1, customerId: 5, at: "2026-03-16T00:00:00Z" });
  expect((await ask({ customerId: "5" })).kind).toBe("offer");
  await order({ id: 2, customerId: 5 });
  expect(await ask({ customerId: "5" })).toMatchObject({ reason: "not_in_audience" });
  expect((await ask()).kind).toBe("offer");
  await inShop(shopId, (db) => db.run("update orders set cancelled_at = now() where id = 2"));
  expect((await ask({ customerId: "5" })).kind).toBe("offer");
});

test("what an identified customer bought lately is not offered again", async () => {
  await live();
  await order({ id: 1, customerId: 5, at: "2026-02-01T00:00:00Z", products: [20] });
  expect(await ask({ customerId: "5" })).toMatchObject({ reason: "recently_bought" });
  expect((await ask()).kind).toBe("offer");
  expect((await ask({ customerId: "5", now: at("2026-04-03T00:00:00Z") })).kind).toBe("offer");
});

test("a decline holds for fourteen days, for this visitor and this offer", async () => {
  await live();
  const view = await ask();
  if (view.kind !== "offer") throw new Error("no offer");
  expect(await recordDecisionEvent(shopId, { decisionId: view.decisionId, kind: "decline" }, now)).toEqual({ kind: "recorded" });
  expect(await ask()).toMatchObject({ reason: "declined_recently" });
  expect((await ask({ visitor: "f".repeat(32) })).kind).toBe("offer");
  expect((await ask({ now: new Date("2026-03-29T12:00:01Z") })).kind).toBe("offer");
});

test("impressions of a day are capped, and free again the day after", async () => {
  await live();
  await inShop(shopId, (db) => db.run("update shops set offer_rules = '{\"impressionsADay\": 2}' where id = $1", [shopId]));
  for (const _ of [1, 2]) {
    const view = await ask();
    if (view.kind !== "offer") throw new Error("no offer");
    await recordDecisionEvent(shopId, { decisionId: view.decisionId, kind: "impression" }, now);
  }
  expect(await ask()).toMatchObject({ reason: "frequency_cap" });
  expect((await ask({ visitor: other(3) })).kind).toBe("offer");
  expect((await ask({ now: at("2026-03-16T12:00:01Z") })).kind).toBe("offer");
});

/** As the ledger would after an order that took the offer. */
async function sold(view: Awaited<ReturnType<typeof ask>>, values: { order: number; discount?: number; profit?: number; at?: string }) {
  if (view.kind !== "offer") throw new Error("no offer");
  await inShop(shopId, (db) =>
    db.run(
      `insert into attributions (shop_id, order_id, line_id, decision_id, offer_id, ordered_at, quantity, revenue, discount, cost, fees, profit)
       values ($1, $2, 1, $3, $4, $5, 1, 900, $6, 500, 0, $7)`,
      [shopId, values.order, view.decisionId, view.offerId, values.at ?? now, values.discount ?? 100, values.profit ?? 400],
    ),
  );
}

test("a cart may be tried as a guest or a customer: the choice is the shopper's, and nothing is kept", async () => {
  const id = await live({ audience: "returning_customers" });
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

test("limits: a visitor's own orders, a day's orders, the discount given away, a rest after an order", async () => {
  await live({ perCustomerLimit: 1, dailyLimit: 2, discountBudget: 700 });
  const later = (seconds: number) => new Date(now.getTime() + seconds * 1000);
  await sold(await ask(), { order: 1 });
  expect(await ask()).toMatchObject({ reason: "customer_limit" });
  await sold(await ask({ visitor: other(2) }), { order: 2 });
  expect(await ask({ visitor: other(3), now: later(16) })).toMatchObject({ reason: "daily_limit" });
  const tomorrow = at("2026-03-16T00:00:01Z");
  const shown = await ask({ visitor: other(3), now: tomorrow });
  await sold(shown, { order: 3, discount: 301, at: "2026-03-16T00:00:02Z" });
  // 501 given, 200 more would be 701
  expect(await ask({ visitor: other(4), now: new Date(tomorrow.getTime() + 16_000) })).toMatchObject({ reason: "budget_spent" });
  await inShop(shopId, async (db) => {
    await db.run("update offers set per_customer_limit = null, daily_limit = null, discount_budget = null, updated_at = clock_timestamp()");
    await db.run("update shops set offer_rules = '{\"coolOffHours\": 24}' where id = $1", [shopId]);
  });
  expect(await ask({ now: at("2026-03-16T11:59:59Z") })).toMatchObject({ reason: "cool_off" });
  expect((await ask({ now: at("2026-03-16T12:00:00Z") })).kind).toBe("offer");
});

test("events are kept once, and only for a decision of this shop that offered something", async () => {
  const none = await ask();
  await live();
  const view = await ask();
  if (view.kind !== "offer" || none.decisionId === null) throw new Error("no offer");
  const tell = (shop: number, decisionId: string) => recordDecisionEvent(shop, { decisionId, kind: "accept" }, now);
  expect(await tell(shopId, view.decisionId)).toEqual({ kind: "recorded" });
  expect(await tell(shopId, view.decisionId)).toEqual({ kind: "known" });
  expect(await tell(neighbour, view.decisionId)).toEqual({ kind: "not_found" });
  expect(await tell(shopId, none.decisionId)).toEqual({ kind: "not_found" });
  expect(await tell(shopId, randomUUID())).toEqual({ kind: "not_found" });
});

test("an answer may be told of before its decision is written", async () => {
  await live();
  const request = { placement: "product" as const, productId: "30", lines: [], customerId: null, now };
  const views = await Promise.all([1, 2, 3].map((n) => decide(shopOf(shopId), { ...request, visitor: other(n) })));
  const told = await Promise.all(
    views.map(({ decisionId }) => recordDecisionEvent(shopId, { decisionId: decisionId as string, kind: "impression" }, now)),
  );
  expect(told).toEqual([{ kind: "recorded" }, { kind: "recorded" }, { kind: "recorded" }]);
  expect(await inShop(shopId, (db) => db.rows("select id from decisions"))).toHaveLength(3);
});

test("decisions are kept within a moment though nobody asks for it", async () => {
  await live();
  await decide(shopOf(shopId), { placement: "product", productId: "30", lines: [], visitor, customerId: null, now });
  const kept = () => inShop(shopId, (db) => db.rows("select id from decisions"));
  expect(await kept()).toEqual([]);
  await expect.poll(kept, { timeout: 3_000 }).toHaveLength(1);
});

test("nothing more is shown than the Function gives its price: lines of unknown variants and of other offers count", async () => {
  await live();
  const offered = (count: number) =>
    Array.from({ length: count }, (_, n) => ({ variantId: String(900 + n), quantity: 1, offerId: 90 + n }));
  const plain = (count: number) => Array.from({ length: count }, (_, n) => ({ variantId: String(500 + n), quantity: 1 }));
  expect(await ask({ lines: offered(3) })).toMatchObject({ kind: "offer" });
  expect(await ask({ lines: offered(4) })).toMatchObject({ kind: "none", reason: "offer_lines_full" });
  expect(await ask({ lines: [...plain(36), ...offered(3)] })).toMatchObject({ kind: "none", reason: "offer_lines_full" });
  expect(await ask({ lines: [...plain(36), ...offered(2)] })).toMatchObject({ kind: "offer" });
});

test("a line an offer added does not trigger it, a line of the same product by choice does", async () => {
  const id = await live({ trigger: { kind: "cart_value", minimum: 100 } });
  expect(await ask({ lines: [{ variantId: "301", quantity: 1, offerId: id }] })).toMatchObject({ reason: "not_triggered" });
  expect((await ask({ lines: [{ variantId: "301", quantity: 1 }] })).kind).toBe("offer");
});

test("the depth a visitor was given holds for fourteen days though others are given another", async () => {
  const id = await live({ depthsBp: [0, 500, 1_000] });
  const depthOf = async (values: Partial<DecideRequest> = {}) => {
    const view = await ask({ kept: true, ...values });
    return view.kind === "offer" ? view.price.amount - view.discountedPrice.amount : null;
  };
  const first = await depthOf();
  const others = await Promise.all(Array.from({ length: 40 }, (_, n) => depthOf({ visitor: other(n) })));
  expect(new Set(others)).toEqual(new Set([0, 100, 200]));
  // whatever the weights become, and though an A/B test had made it of what the engine chose
  await inShop(shopId, (db) =>
    db.run("update decisions set arm = $1, depth_bp = 500 where visitor = $2", [`${id}:20:1000`, visitorHash(shopId, visitor)]),
  );
  expect(await depthOf({ now: at("2026-03-29T11:59:59Z") })).toBe(100);
  await inShop(shopId, (db) => db.run("delete from decisions where created_at > $1", [now]));
  expect(await depthOf({ now: at("2026-03-29T12:00:01Z") })).toBe(first);
});

test("reloading draws nothing anew for who may not be remembered: a guest has the shallowest depth, a customer always the same", async () => {
  await live({ depthsBp: [0, 500, 1_000] });
  let pages = 0;
  const depthsOf = async (customerId: string | null) => {
    const views = await Promise.all(Array.from({ length: 6 }, () => ask({ visitor: other(pages++), kept: false, customerId })));
    return [...new Set(views.map((view) => (view.kind === "offer" ? view.price.amount - view.discountedPrice.amount : null)))];
  };
  expect(await depthsOf(null)).toEqual([0]);
  expect(await inShop(shopId, (db) => db.rows("select distinct propensity, depth_bp from decisions"))).toEqual([
    { propensity: 1, depth_bp: 0 },
  ]);
  const customers = await Promise.all(Array.from({ length: 60 }, (_, n) => depthsOf(String(500 + n))));
  expect(customers.map((depths) => depths.length)).toEqual(customers.map(() => 1));
  expect(new Set(customers.flat())).toEqual(new Set([0, 100, 200]));
});

/** 200 orders: a quarter of those with product 30 have 20 too, none has 21. */
async function history(): Promise<void> {
  for (let n = 0; n < 200; n++) await order({ id: 100 + n, products: n < 20 ? [30, 20] : n < 80 ? [30] : n < 90 ? [21] : [10] });
}

test("what is bought together decides among candidates, after a rebuild that serves whole tables only", async () => {
  const id = await live({ productIds: ["20", "21"], pinnedProductId: null });
  await history();
  expect(await rebuildAffinity(shopId, now)).toMatchObject({ version: 1, orders: 200, products: 4 });
  const shown = await Promise.all(Array.from({ length: 40 }, (_, n) => ask({ visitor: other(n) })));
  const count = (productId: string) => shown.filter((view) => view.kind === "offer" && view.product.id === productId).length;
  expect(count("20")).toBeGreaterThan(count("21"));
  const [kept] = await inShop(shopId, (db) =>
    db.rows<{ candidates: unknown }>("select candidates from decisions where offer_id = $1 and arm like '%:20:%' limit 1", [id]),
  );
  expect(kept?.candidates).toMatchObject([{ productId: "20", together: true }, { productId: "21" }]);
});

test("while new co-purchases are made ready the old ones serve on, and nobody waits for them longer than a moment", async () => {
  await live({ dynamic: true, productIds: [] });
  await history();
  await rebuildAffinity(shopId, now);
  const together = async () => {
    await inShop(shopId, (db) => db.run("delete from decisions"));
    await ask();
    await flushDecisions(shopId);
    const kept = await inShop(shopId, (db) =>
      db.row<{ candidates: { productId: string; source: string }[] }>("select candidates from decisions limit 1"),
    );
    return kept?.candidates.filter(({ source }) => source === "bought_together").map(({ productId }) => productId);
  };
  expect(await together()).toEqual(["20"]);
  await inShop(shopId, (db) =>
    db.run("update order_lines set product_id = case product_id when 20 then 21 else 20 end where product_id in (20, 21)"),
  );
  await rebuildAffinity(shopId, now);
  // of the version before, whose rows this process has read, or of the new one: never neither
  expect(["20", "21"]).toContain((await together())?.[0]);
  await expect.poll(together).toEqual(["21"]);
});

test("an offer that leaves the product to the engine offers what goes with the cart, and nothing in it", async () => {
  const id = await live({ dynamic: true, productIds: [] });
  const sources = async () =>
    (
      await inShop(shopId, (db) =>
        db.row<{ candidates: { productId: string; source: string }[] }>("select candidates from decisions limit 1"),
      )
    )?.candidates
      .map(({ productId, source }) => [productId, source])
      .sort();
  // no orders yet: what shares a collection with the product in view
  await ask();
  expect(await sources()).toEqual([
    ["10", "related"],
    ["20", "related"],
    ["21", "related"],
  ]);
  await inShop(shopId, (db) => db.run("delete from decisions"));
  await history();
  await rebuildAffinity(shopId, now);
  await ask();
  expect(await sources()).toContainEqual(["20", "bought_together"]);
  const shown = await Promise.all(Array.from({ length: 40 }, (_, n) => ask({ visitor: other(n) })));
  const offered = shown.flatMap((view) => (view.kind === "offer" ? [view.product.id] : []));
  expect(offered).toContain("20");
  expect(offered).not.toContain("30");
  expect(shown.find((view) => view.kind === "offer")).toMatchObject({ offerId: id });
  await inShop(shopId, (db) => db.run("update products set status = 'DRAFT' where id = 20"));
  const later = new Date(now.getTime() + 16_000);
  const without = await Promise.all(Array.from({ length: 40 }, (_, n) => ask({ visitor: other(n), now: later })));
  expect(without.some((view) => view.kind === "offer" && view.product.id === "20")).toBe(false);
});

test("the editor's input is refused field by field, and saved offers come back as they were written", async () => {
  const {
    id: _,
    status: _s,
    pausedReason: _p,
    publishedAt: _a,
    updatedAt: _u,
    ...draft
  } = sampleOffer({ startsAt: "2026-03-01T00:00:00.000Z" });
  expect(await saveOffer(shopId, null, { ...draft, name: " ", placements: [], productIds: ["99"], stage: "nothing" })).toEqual({
    kind: "invalid",
    errors: { name: "name_required", placements: "placement_required", stage: "invalid" },
  });
  expect(await saveOffer(shopId, null, { ...draft, productIds: ["99"] })).toEqual({
    kind: "invalid",
    errors: { productIds: "product_not_found" },
  });
  expect(await saveOffer(shopId, null, { ...draft, discount: { kind: "percentage", value: 5_000 } })).toEqual({
    kind: "invalid",
    errors: { "discount.value": "margin_floor" },
  });
  expect(await saveOffer(shopId, null, { ...draft, discount: { kind: "percentage", value: 10_001 } })).toEqual({
    kind: "invalid",
    errors: { "discount.value": "percentage_range" },
  });
  const saved = await saveOffer(shopId, null, draft);
  if (saved.kind !== "saved") throw new Error("not saved");
  expect(await getOffer(shopId, saved.id)).toMatchObject({ ...draft, status: "draft" });
  expect(await saveOffer(shopId, saved.id, { ...draft, headline: "Other" })).toEqual(saved);
  expect(await getOffer(shopId, saved.id)).toMatchObject({ headline: "Other" });
  expect(await getOffer(neighbour, saved.id)).toBeNull();
  expect(await saveOffer(neighbour, saved.id, draft)).toEqual({ kind: "not_found" });
  expect(await deleteOffer(neighbour, saved.id)).toEqual({ kind: "not_found" });
  expect(await deleteOffer(shopId, saved.id)).toEqual({ kind: "deleted" });
});

test("who asks together is answered as who asks alone, and what one of them sends concerns nobody else", async () => {
  await live();
  const requests = Array.from({ length: 40 }, (_, n) => ({
    visitor: other(1000 + n),
    productId: n % 5 === 4 ? "9999999999999999999" : "30",
    lines: [{ variantId: ["301", "201", "9999999999999999999"][n % 3] as string, quantity: 1 + (n % 2) }],
  }));
  const seen = (answers: Awaited<ReturnType<typeof ask>>[]) =>
    answers.map((answer) => ("product" in answer ? answer.product.variantId : answer.reason));
  const alone = [];
  for (const request of requests) alone.push(await ask(request));
  expect(new Set(seen(alone))).toEqual(new Set(["201", "already_in_cart"]));
  expect(seen(await Promise.all(requests.map(ask)))).toEqual(seen(alone));
});
