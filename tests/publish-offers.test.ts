import { afterAll, beforeAll, expect, test } from "vitest";
import { NO_ENGINE_RULES, type OfferDraft } from "../app/funnel/offers/offer.ts";
import { type ConnectedShop, connectedShop } from "./connected-shop.ts";

// Offers from the editor's door to the price in a cart of the local store and back again.
const plainFetch = globalThis.fetch;
const visitor = "0123456789abcdef0123456789abcdef";

let shop: ConnectedShop;
let shopId: number;
let things: ConnectedShop["things"];
let store: ConnectedShop["store"];
let funnel: typeof import("../app/funnel/offers/offers.server.ts") &
  typeof import("../app/funnel/offers/offer-status.server.ts") &
  typeof import("../app/funnel/publish/publish-offers.server.ts") &
  typeof import("../app/funnel/serve/decide.server.ts");
let inShop: typeof import("../app/database/pool.server.ts")["inShop"];

beforeAll(async () => {
  shop = await connectedShop();
  ({ shopId, things, store } = shop);
  ({ inShop } = await import("../app/database/pool.server.ts"));
  funnel = {
    ...(await import("../app/funnel/offers/offers.server.ts")),
    ...(await import("../app/funnel/offers/offer-status.server.ts")),
    ...(await import("../app/funnel/publish/publish-offers.server.ts")),
    ...(await import("../app/funnel/serve/decide.server.ts")),
  };
}, 180_000);

afterAll(() => shop?.close());

function draft(values: Partial<OfferDraft>): OfferDraft {
  return {
    name: "Offer",
    stage: "profit_maximizer",
    headline: "Goes well with it",
    body: "",
    productIds: [String(things[1]?.product.id)],
    discount: { kind: "percentage", value: 1250 },
    trigger: { kind: "product", productIds: [String(things[0]?.product.id)] },
    audience: "everyone",
    placements: ["product", "cart"],
    startsAt: null,
    endsAt: null,
    perCustomerLimit: null,
    totalLimit: null,
    maxQuantity: 1,
    lossBudget: null,
    priority: 0,
    ...NO_ENGINE_RULES,
    ...values,
  };
}

async function saved(values: Partial<OfferDraft> = {}): Promise<number> {
  const outcome = await funnel.saveOffer(shopId, null, draft(values));
  if (outcome.kind !== "saved") throw new Error(JSON.stringify(outcome));
  return outcome.id;
}

const ENDED = { status: "paused", pausedReason: "discount_ended" };
const discounts = () => [...store.discounts.values()].filter((discount) => discount.kind === "automatic_app");

/** A shopper with a cart of their own; prices in minor units, as the store computes them. */
function shopper() {
  let cookie = "";
  const request = async (path: string, body?: object) => {
    const answer = await plainFetch(`${shop.devStore.url}${path}`, {
      headers: { cookie, Accept: "application/json", "Content-Type": "application/json" },
      ...(body ? { method: "POST", body: JSON.stringify(body) } : {}),
    });
    cookie =
      answer.headers
        .getSetCookie()
        .map((line) => line.split(";")[0])
        .join("; ") || cookie;
    return (await answer.json()) as {
      items: { variant_id: number; quantity: number; final_line_price: number; key: string; properties: Record<string, string> | null }[];
    };
  };
  return {
    add: (variantId: number | string, properties: Record<string, string> = {}, quantity = 1) =>
      request("/cart/add.js", { id: Number(variantId), quantity, properties }),
    change: (variantId: number, quantity: number) => request("/cart/change.js", { id: variantId, quantity }),
    cart: () => request("/cart.js"),
  };
}

test("an offer's way: published, shown, given in the cart at the price shown, ended with its trigger, withdrawn", async () => {
  const [core, offered] = things;
  if (!core || !offered) throw new Error("the generated store has too few products");
  // pinned: shown whatever the engine expects of it
  const pinned = { pinnedProductId: String(offered.product.id) };
  const id = await saved(pinned);
  expect(await funnel.publishOffer(shopId, id)).toEqual({ kind: "published" });
  expect(discounts()).toMatchObject([{ title: "Crescendo offers", functionHandle: "crescendo-offers", discountClasses: ["PRODUCT"] }]);
  expect(await funnel.publishOffers(shopId)).toEqual({ kind: "unchanged" });

  const buyer = shopper();
  await buyer.add(core.variant.id);
  const lines = [{ variantId: String(core.variant.id), quantity: 1 }];
  const view = await funnel.decide(
    { shopId, domain: store.shop.domain, currency: store.shop.currency, timezone: "UTC" },
    { placement: "product", productId: String(core.product.id), lines, visitor, customerId: null, now: new Date() },
  );
  if (view.kind !== "offer") throw new Error(view.reason);
  await buyer.add(view.product.variantId, { [view.lineAttribute.key]: view.lineAttribute.value });
  const lineOf = async () => (await buyer.cart()).items.find((item) => item.variant_id === offered.variant.id);
  const digits =
    new Intl.NumberFormat("en", { style: "currency", currency: store.shop.currency }).resolvedOptions().maximumFractionDigits ?? 2;
  const hundredths = (minor: number) => minor * 10 ** (2 - digits);
  expect((await lineOf())?.final_line_price).toBe(hundredths(view.discountedPrice.amount));
  expect(view.discountedPrice.amount).toBeLessThan(view.price.amount);

  await buyer.change(core.variant.id, 0);
  expect((await lineOf())?.final_line_price).toBe(hundredths(view.price.amount));
  await buyer.add(core.variant.id);
  expect((await lineOf())?.final_line_price).toBe(hundredths(view.discountedPrice.amount));

  const changed = await funnel.saveOffer(shopId, id, draft({ ...pinned, discount: { kind: "percentage", value: 500 } }));
  expect(changed.kind).toBe("saved");
  // what was promised is deeper than what the offer may give now
  expect((await lineOf())?.final_line_price).toBe(hundredths(view.price.amount));

  expect(await funnel.pauseOffer(shopId, id)).toEqual({ kind: "paused", withdrawn: true });
  expect((await lineOf())?.final_line_price).toBe(hundredths(view.price.amount));
  expect(discounts()).toEqual([]);
  expect(await funnel.publishOffers(shopId)).toEqual({ kind: "unchanged" });
});

test("an offer that has had the orders of a day is given to nobody until midnight, not even from a cart, and then again", async () => {
  const [core, offered] = things;
  if (!core || !offered) throw new Error("the generated store has too few products");
  const zone = (timezone: string) => inShop(shopId, (db) => db.run("update shops set timezone = $2 where id = $1", [shopId, timezone]));
  await zone(store.shop.ianaTimezone);
  const id = await saved({ pinnedProductId: String(offered.product.id), dailyLimit: 1 });
  expect(await funnel.publishOffer(shopId, id)).toEqual({ kind: "published" });
  const buyer = shopper();
  await buyer.add(core.variant.id);
  const lines = [{ variantId: String(core.variant.id), quantity: 1 }];
  const view = await funnel.decide(
    { shopId, domain: store.shop.domain, currency: store.shop.currency, timezone: store.shop.ianaTimezone },
    { placement: "product", productId: String(core.product.id), lines, visitor, customerId: null, now: new Date() },
  );
  if (view.kind !== "offer") throw new Error(view.reason);
  await buyer.add(view.product.variantId, { [view.lineAttribute.key]: view.lineAttribute.value });
  const priceNow = async () => (await buyer.cart()).items.find((item) => item.variant_id === offered.variant.id)?.final_line_price ?? 0;
  const offerPrice = await priceNow();
  await inShop(shopId, (db) =>
    db.run(
      `insert into attributions (shop_id, order_id, line_id, decision_id, offer_id, ordered_at, quantity, revenue, discount, cost, fees, profit)
       values ($1, 1, 1, $2, $3, now(), 1, 100, 10, 50, 0, 50)`,
      [shopId, view.decisionId, id],
    ),
  );
  expect(await funnel.publishOffers(shopId)).toEqual({ kind: "published" });
  expect(await priceNow()).toBeGreaterThan(offerPrice);
  expect(await funnel.getOffer(shopId, id)).toMatchObject({ status: "live" });
  // at midnight the store itself gives it again; told anew the next day, nothing of that is left
  const told = await inShop(shopId, (db) =>
    db.row<{ from: string | null }>("select configuration->'offers'->0->>'from' as from from publications where shop_id = $1", [shopId]),
  );
  const today = new Intl.DateTimeFormat("en-CA", { timeZone: store.shop.ianaTimezone }).format(new Date());
  expect(Date.parse(told?.from ?? "") - Date.parse(today)).toBe(86_400_000);
  expect(await funnel.publishOffers(shopId, new Date(Date.now() + 86_400_000))).toEqual({ kind: "published" });
  expect(await priceNow()).toBe(offerPrice);
  await inShop(shopId, (db) => db.run("delete from attributions where shop_id = $1", [shopId]));
  await zone("UTC");
  expect(await funnel.pauseOffer(shopId, id)).toMatchObject({ withdrawn: true });
});

test("the keys turn with the week, and only then; a signature that Shopify could not verify is not shown", async () => {
  const week = 7 * 24 * 3600 * 1000;
  const now = Date.now();
  const configuration = () =>
    [...store.metafields.values()].map((field) => field.value).find((value) => value.includes("minorDigits")) as string;
  const keysTold = () => Object.keys((JSON.parse(configuration()) as { keys: Record<string, string> }).keys).map(Number);
  const id = await saved();
  expect(await funnel.publishOffer(shopId, id)).toEqual({ kind: "published" });
  const [last, current, next] = keysTold() as [number, number, number];
  expect([current, next]).toEqual([last + 1, last + 2]);
  expect(current).toBe(Math.floor(now / week));
  const startOfWeek = current * week;
  expect(await funnel.publishOffers(shopId, new Date(startOfWeek + week - 1))).toEqual({ kind: "unchanged" });
  expect(await funnel.publishOffers(shopId, new Date(startOfWeek + week))).toEqual({ kind: "published" });
  expect(keysTold()).toEqual([current, next, next + 1]);
  const kept = await inShop(shopId, (db) =>
    db.row<{ configuration: { keys: Record<string, string> } }>("select configuration from publications"),
  );
  for (const secret of Object.values((JSON.parse(configuration()) as { keys: Record<string, object> }).keys))
    expect(JSON.stringify(kept)).not.toContain(JSON.stringify(secret));

  const { prisma } = await import("../app/database/prisma.server.ts");
  const sessions = await prisma().session.findMany();
  await prisma().session.deleteMany({});
  // a week without access changes nothing; once the keys it was told are used up, nothing may be shown
  expect(await funnel.publishOffers(shopId, new Date(startOfWeek + 2 * week))).toMatchObject({ kind: "refused" });
  expect(await funnel.getOffer(shopId, id)).toMatchObject({ status: "live" });
  expect(await funnel.publishOffers(shopId, new Date(startOfWeek + 3 * week))).toMatchObject({ kind: "refused" });
  expect(await funnel.getOffer(shopId, id)).toMatchObject({ status: "paused" });
  await prisma().session.createMany({ data: sessions });
  expect(await funnel.publishOffers(shopId)).toEqual({ kind: "published" });
  expect(discounts()).toEqual([]);
});

test("all live offers share one discount; a changed offer does not bring back one that someone deleted in Shopify", async () => {
  const first = await saved();
  const second = await saved({ productIds: [String(things[2]?.product.id)], trigger: { kind: "any" } });
  for (const id of [first, second]) expect(await funnel.publishOffer(shopId, id)).toEqual({ kind: "published" });
  expect(discounts()).toHaveLength(1);
  store.discounts.clear();
  expect((await funnel.saveOffer(shopId, first, draft({ headline: "Other words" }))).kind).toBe("saved");
  expect(discounts()).toEqual([]);
  expect(await funnel.getOffer(shopId, first)).toMatchObject({ ...ENDED, headline: "Other words" });
  expect(await funnel.getOffer(shopId, second)).toMatchObject(ENDED);
  for (const id of [first, second]) expect(await funnel.publishOffer(shopId, id)).toEqual({ kind: "published" });
  expect(discounts()).toHaveLength(1);
  for (const id of [first, second]) expect(await funnel.pauseOffer(shopId, id)).toMatchObject({ kind: "paused" });
  expect(discounts()).toEqual([]);
});

test("an offer that begins later is published with the day from which it is seen", async () => {
  const startsAt = new Date(Date.now() + 3 * 86_400_000).toISOString();
  const id = await saved({ startsAt });
  expect(await funnel.publishOffer(shopId, id)).toEqual({ kind: "scheduled", startsAt });
  expect(await funnel.getOffer(shopId, id)).toMatchObject({ status: "live", standing: "scheduled" });
  expect(await funnel.getOffer(shopId, id, new Date(startsAt))).toMatchObject({ standing: "live" });
  expect(await funnel.pauseOffer(shopId, id)).toMatchObject({ kind: "paused" });
});

/** The app's discount as the store holds it; there is one. */
const discount = () => {
  const [one, ...more] = discounts();
  if (!one || more.length > 0) throw new Error(`${more.length + (one ? 1 : 0)} discounts`);
  return one;
};
const isActive = () => discount().endsAt === null && discount().status === "ACTIVE";

/** What a shopper at the first product is answered. */
const answer = () =>
  funnel.decide(
    { shopId, domain: store.shop.domain, currency: store.shop.currency, timezone: "UTC" },
    { placement: "product", productId: String(things[0]?.product.id), lines: [], visitor, customerId: null, now: new Date() },
  );

test("a discount that somebody ended or deleted in Shopify stays so: its offers are paused, shown to nobody, and back once published again", async () => {
  const pinned = { trigger: { kind: "any" }, pinnedProductId: String(things[1]?.product.id) } as const;
  const id = await saved(pinned);
  for (const end of [
    () => store.discounts.clear(),
    () => Object.assign(discount(), { status: "EXPIRED", endsAt: store.now() - 1 }),
    // an end that somebody set and that has come
    () => Object.assign(discount(), { endsAt: store.now() - 1 }),
  ]) {
    expect(await funnel.publishOffer(shopId, id)).toEqual({ kind: "published" });
    expect(discount().appliesOnSubscription).toBe(false);
    expect(isActive()).toBe(true);
    expect(await answer()).toMatchObject({ kind: "offer", offerId: id });
    end();
    const left = structuredClone(discounts());
    expect(await funnel.publishOffersJob(shopId)).toEqual({ kind: "ended" });
    expect(await funnel.getOffer(shopId, id)).toMatchObject(ENDED);
    expect(await answer()).toMatchObject({ kind: "none" });
    // not what the daily job changes either
    expect(await funnel.publishOffersJob(shopId)).toEqual({ kind: "unchanged" });
    expect(await funnel.getOffer(shopId, id)).toMatchObject(ENDED);
    expect(discounts()).toEqual(left);
  }
  expect(await funnel.publishOffer(shopId, id)).toEqual({ kind: "published" });
  expect(isActive()).toBe(true);
  expect(await funnel.pauseOffer(shopId, id)).toMatchObject({ withdrawn: true });
  expect(discounts()).toEqual([]);
});

test("an offer published after the discount was ended brings it back for itself, not for those that were ended with it", async () => {
  const [first, second] = [await saved(), await saved({ productIds: [String(things[2]?.product.id)] })];
  expect(await funnel.publishOffer(shopId, first)).toEqual({ kind: "published" });
  const { id } = discount();
  Object.assign(discount(), { status: "EXPIRED", endsAt: store.now() - 1 });
  // before anybody has heard of the end
  expect(await funnel.publishOffer(shopId, second)).toEqual({ kind: "published" });
  expect([discount().id, isActive()]).toEqual([id, true]);
  expect(await funnel.getOffer(shopId, first)).toMatchObject(ENDED);
  expect(await funnel.getOffer(shopId, second)).toMatchObject({ status: "live", pausedReason: null });
  // publishing once more what runs no longer says that it does not run
  Object.assign(discount(), { status: "EXPIRED", endsAt: store.now() - 1 });
  expect(await funnel.publishOffer(shopId, second)).toEqual({ kind: "refused", reason: "discount_ended", message: null });
  expect(await funnel.publishOffer(shopId, second)).toEqual({ kind: "published" });
  expect(await funnel.pauseOffer(shopId, second)).toMatchObject({ withdrawn: true });
  expect(discounts()).toEqual([]);
});

test("Shopify tells of a change to the app's own discount, and offers are published again; another discount is no news", async () => {
  const { receiveShopWebhook } = await import("../app/webhooks/receive-shop-webhook.server.ts");
  const id = await saved();
  expect(await funnel.publishOffer(shopId, id)).toEqual({ kind: "published" });
  const waiting = () =>
    inShop(shopId, (db) => db.rows("select 1 from pgboss.job where name = 'offers.publish' and state = 'created'")).then(
      (rows) => rows.length,
    );
  await inShop(shopId, (db) => db.run("delete from pgboss.job where name = 'offers.publish'"));
  const told = (discountId: number, topic: string) =>
    receiveShopWebhook({
      domain: store.shop.domain,
      topic,
      eventId: `${topic} ${discountId}`,
      triggeredAt: new Date(),
      body: { admin_graphql_api_id: `gid://shopify/DiscountAutomaticNode/${discountId}` },
    });
  expect([await told(discount().id + 1, "discounts/delete"), await waiting()]).toEqual(["ignored", 0]);
  expect([await told(discount().id, "discounts/delete"), await waiting()]).toEqual(["taken", 1]);
  expect(await funnel.pauseOffer(shopId, id)).toMatchObject({ withdrawn: true });
});

test("when the answer to a creation was lost, the discount it made is taken over and a second one deleted", async () => {
  const id = await saved();
  expect(await funnel.publishOffer(shopId, id)).toEqual({ kind: "published" });
  const first = discount();
  // the state in which a process is killed between Shopify's work and the end of its own
  await inShop(shopId, (db) => db.run("update publications set discount_id = null, configuration = '{}', published_at = null"));
  expect(await funnel.publishOffers(shopId)).toEqual({ kind: "published" });
  expect(discount().id).toBe(first.id);
  const spare = { ...first, id: store.nextId() };
  store.discounts.set(spare.id, spare);
  const others = { ...first, id: store.nextId(), appClientId: "another-app" };
  store.discounts.set(others.id, others);
  expect(await funnel.publishOffers(shopId)).toEqual({ kind: "published" });
  expect(discounts().map((one) => one.id)).toEqual([first.id, others.id]);
  store.discounts.set(spare.id, spare);
  expect(await funnel.pauseOffer(shopId, id)).toMatchObject({ withdrawn: true });
  expect(discounts().map((one) => one.id)).toEqual([others.id]);
  store.discounts.clear();
});

test("an offer that only could not be told yet waits unseen and is live when Shopify answers again, unless it was paused meanwhile", async () => {
  const [first, second] = [await saved(), await saved({ productIds: [String(things[2]?.product.id)] })];
  const broken = async (http502Ratio: number) => {
    const answer = await plainFetch(`${shop.devStore.url}/_dev/faults`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ adminApi: { http502Ratio } }),
    });
    expect(answer.status).toBe(200);
  };
  await broken(1);
  for (const id of [first, second]) expect(await funnel.publishOffer(shopId, id)).toMatchObject({ kind: "refused" });
  await broken(0);
  expect(await funnel.getOffer(shopId, first)).toMatchObject({ status: "paused", pausedReason: "shopify_unreachable" });
  expect(await funnel.pauseOffer(shopId, second)).toMatchObject({ withdrawn: true });
  expect(await funnel.getOffer(shopId, first)).toMatchObject({ status: "live", pausedReason: null });
  expect(await funnel.getOffer(shopId, second)).toMatchObject({ status: "paused", pausedReason: null });
  expect(discounts()).toHaveLength(1);
  expect(await funnel.pauseOffer(shopId, first)).toMatchObject({ withdrawn: true });
});

test("what Shopify cannot be told is paused with its reason, and what was live stays as it was", async () => {
  const good = await saved();
  expect(await funnel.publishOffer(shopId, good)).toEqual({ kind: "published" });
  await inShop(shopId, (db) => db.run("update products set collection_ids = array[7, 8]::bigint[]"));
  const seven = await saved({ trigger: { kind: "collection", collectionIds: ["7"] } });
  expect(await funnel.publishOffer(shopId, seven)).toEqual({ kind: "published" });
  const eight = await saved({ trigger: { kind: "collection", collectionIds: ["8"] } });
  expect(await funnel.publishOffer(shopId, eight)).toMatchObject({ kind: "refused", reason: "collection_sets_differ" });
  expect(
    (await funnel.listOffers(shopId))
      .filter((offer) => [good, seven, eight].includes(offer.id))
      .map((offer) => [offer.id, offer.status, offer.pausedReason]),
  ).toEqual([
    [eight, "paused", "collection_sets_differ"],
    [seven, "live", null],
    [good, "live", null],
  ]);
  const publication = await inShop(shopId, (db) => db.row<{ error: string | null }>("select error from publications"));
  expect(publication?.error).toContain("different collections");
  expect(await funnel.pauseOffer(shopId, seven)).toMatchObject({ withdrawn: true });
  expect(await inShop(shopId, (db) => db.row("select error from publications"))).toEqual({ error: null });
});

test("an uninstall commits with the job that ends its offers; where a new install came first, what is live is published anew", async () => {
  const { installShop, uninstallShop } = await import("../app/shopify/shops.server.ts");
  const { prisma } = await import("../app/database/prisma.server.ts");
  await inShop(shopId, (db) => db.run("update offers set status = 'ended' where shop_id = $1 and status = 'live'", [shopId]));
  const id = await saved();
  expect(await funnel.publishOffer(shopId, id)).toEqual({ kind: "published" });
  await inShop(shopId, (db) => db.run("delete from pgboss.job where name in ('offers.publish', 'shop.uninstalled')"));
  const jobs = (name: string) =>
    inShop(shopId, (db) => db.rows("select 1 from pgboss.job where name = $1 and state = 'created'", [name])).then((rows) => rows.length);
  const sessions = await prisma().session.findMany();
  expect(await uninstallShop(store.shop.domain, new Date(Date.now() + 1000))).toBe(true);
  expect([await jobs("shop.uninstalled"), await prisma().session.count()]).toEqual([1, 0]);
  expect(await uninstallShop(store.shop.domain, new Date(Date.now() + 1000))).toBe(false);
  // Shopify takes the discount with the app
  store.discounts.clear();
  await prisma().session.createMany({ data: sessions });
  await installShop(store.shop.domain);
  expect(await inShop(shopId, (db) => db.rows("select 1 from publications where shop_id = $1", [shopId]))).toEqual([]);
  expect(await jobs("offers.publish")).toBe(1);
  expect(await funnel.publishOffersJob(shopId)).toEqual({ kind: "published" });
  expect(isActive()).toBe(true);
  expect(await funnel.pauseOffer(shopId, id)).toMatchObject({ withdrawn: true });
});

test("without access to the shop the offer is refused with a code and is not live", async () => {
  const { prisma } = await import("../app/database/prisma.server.ts");
  const id = await saved({ productIds: [String(things[2]?.product.id)] });
  await prisma().session.deleteMany({});
  expect(await funnel.publishOffer(shopId, id)).toMatchObject({ kind: "refused", reason: "shopify_not_installed" });
  expect(await funnel.getOffer(shopId, id)).toMatchObject({ status: "paused", pausedReason: "shopify_not_installed" });
});
