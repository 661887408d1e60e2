import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createTestDatabase, insertShop } from "../../tests/test-database.ts";
import { inShop } from "../database/pool.server.ts";
import { rebuildAffinity } from "./affinity.server.ts";
import { type DecideRequest, decide } from "./decide.server.ts";
import { recordDecisionEvent } from "./decision-events.server.ts";
import { deleteOffer, getOffer, listOffers, saveOffer } from "./offers.server.ts";
import { sampleOffer } from "./sample-offer.ts";

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

function ask(values: Partial<DecideRequest> = {}) {
  return decide(
    { shopId, currency: "GBP" },
    { placement: "product", productId: "30", lines: [{ variantId: "301", quantity: 1 }], visitor, customerId: null, now, ...values },
  );
}

/** Saved by way of the editor's door and set live as publishing would. */
async function live(values: Parameters<typeof sampleOffer>[0] = {}): Promise<number> {
  const { id: _id, status: _status, pausedReason: _reason, publishedAt: _at, updatedAt: _updated, ...draft } = sampleOffer(values);
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
  });
  if (view.kind !== "offer") return;
  expect(view.lineAttribute).toEqual({ key: "_crescendo", value: `1.${offerId}.${view.decisionId}` });
  expect(JSON.stringify(view)).not.toMatch(/cost|margin|score|customer|visitor/i);
  const [kept] = await inShop(shopId, (db) => db.rows<Record<string, unknown>>("select * from decisions"));
  expect(kept).toMatchObject({
    id: view.decisionId,
    offer_id: offerId,
    variant_id: "201",
    price: "2000",
    discounted_price: "1800",
    reason: null,
  });
  expect(JSON.stringify(kept)).not.toContain(visitor);
  expect(kept?.candidates).toMatchObject([{ offerId, productId: "20", reason: null }]);
});

test("a none is kept with its reason, and another shop sees none of it", async () => {
  expect(await ask()).toMatchObject({ kind: "none", reason: "no_live_offer" });
  await live({ trigger: { kind: "product", productIds: ["21"] } });
  expect(await ask()).toMatchObject({ kind: "none", reason: "not_triggered" });
  expect(await inShop(neighbour, (db) => db.rows("select * from decisions"))).toEqual([]);
  expect(await listOffers(neighbour)).toEqual([]);
  expect(
    await decide(
      { shopId: neighbour, currency: "GBP" },
      { placement: "product", productId: null, lines: [], visitor, customerId: null, now },
    ),
  ).toMatchObject({ reason: "no_live_offer" });
});

test("an offer changed, paused or sold out is so at the next decision", async () => {
  const id = await live();
  expect((await ask()).kind).toBe("offer");
  await inShop(shopId, (db) => db.run("update offers set discount_value = 2000, updated_at = clock_timestamp() where id = $1", [id]));
  expect(await ask()).toMatchObject({ discountedPrice: { amount: 1600 } });
  await inShop(shopId, (db) => db.run("update variants set available_for_sale = false where product_id = 20"));
  expect(await ask({ now: new Date(now.getTime() + 16_000) })).toMatchObject({ reason: "out_of_stock" });
  await inShop(shopId, (db) => db.run("update offers set status = 'paused' where id = $1", [id]));
  expect(await ask()).toMatchObject({ reason: "no_live_offer" });
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

test("a decline holds for fourteen days, for this visitor and this offer", async () => {
  await live();
  const view = await ask();
  if (view.kind !== "offer") throw new Error("no offer");
  expect(await recordDecisionEvent(shopId, { decisionId: view.decisionId, kind: "decline" }, now)).toEqual({ kind: "recorded" });
  expect(await ask()).toMatchObject({ reason: "declined_recently" });
  expect((await ask({ visitor: "f".repeat(32) })).kind).toBe("offer");
  expect((await ask({ now: new Date("2026-03-29T12:00:01Z") })).kind).toBe("offer");
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

test("a line an offer added does not trigger it, a line of the same product by choice does", async () => {
  const id = await live({ trigger: { kind: "cart_value", minimum: 100 } });
  expect(await ask({ lines: [{ variantId: "301", quantity: 1, offerId: id }] })).toMatchObject({ reason: "not_triggered" });
  expect((await ask({ lines: [{ variantId: "301", quantity: 1 }] })).kind).toBe("offer");
});

test("what is bought together decides among candidates, after a rebuild that serves whole tables only", async () => {
  const id = await live({ productIds: ["20", "21"] });
  expect(await ask({ now })).toMatchObject({ product: { id: "21" } });
  for (let at = 0; at < 20; at++) await order({ id: 100 + at, products: at < 15 ? [30, 20] : [10, 21] });
  expect(await rebuildAffinity(shopId, now)).toEqual({ version: 1, orders: 20, products: 4 });
  expect(await ask({ now: new Date(now.getTime() + 20_000) })).toMatchObject({ offerId: id, product: { id: "20" } });
  expect((await rebuildAffinity(shopId, now)).version).toBe(2);
  const rows = await inShop(shopId, (db) =>
    db.rows("select version, product_id, other_ids, together from co_purchases where product_id in (0, 30) order by product_id"),
  );
  expect(rows).toMatchObject([
    { version: 2, product_id: "0" },
    { version: 2, product_id: "30", other_ids: ["20"], together: [15] },
  ]);
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
