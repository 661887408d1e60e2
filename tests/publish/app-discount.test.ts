import { afterAll, beforeAll, expect, test } from "vitest";
import { inShop } from "../../app/database/pool.server.ts";
import { prisma } from "../../app/database/prisma.server.ts";
import { pauseOffer, publishOffer } from "../../app/funnel/offers/offer-status.server.ts";
import { getOffer, saveOffer } from "../../app/funnel/offers/offers.server.ts";
import { publishOffers, publishOffersJob } from "../../app/funnel/publish/publish-offers.server.ts";
import { decide } from "../../app/funnel/serve/decide.server.ts";
import { receiveShopWebhook } from "../../app/webhooks/receive-shop-webhook.server.ts";
import { type ConnectedShop, connectedShop } from "../connected-shop.ts";
import { discount, discounts, draft, isActive, saved } from "./publishing-shop.ts";

const visitor = "0123456789abcdef0123456789abcdef";
const ENDED = { status: "paused", pausedReason: "discount_ended" };

let shop: ConnectedShop;
let shopId: number;
let things: ConnectedShop["things"];
let store: ConnectedShop["store"];

beforeAll(async () => {
  shop = await connectedShop();
  ({ shopId, things, store } = shop);
}, 180_000);
afterAll(() => shop?.close());

test("the keys turn with the week, and only then; a signature that Shopify could not verify is not shown", async () => {
  const week = 7 * 24 * 3600 * 1000;
  const now = Date.now();
  const configuration = () =>
    [...store.metafields.values()].map((field) => field.value).find((value) => value.includes("minorDigits")) as string;
  const keysTold = () => Object.keys((JSON.parse(configuration()) as { keys: Record<string, string> }).keys).map(Number);
  const id = await saved(shop);
  expect(await publishOffer(shopId, id)).toEqual({ kind: "published" });
  const [last, current, next] = keysTold() as [number, number, number];
  expect([current, next]).toEqual([last + 1, last + 2]);
  expect(current).toBe(Math.floor(now / week));
  const startOfWeek = current * week;
  expect(await publishOffers(shopId, new Date(startOfWeek + week - 1))).toEqual({ kind: "unchanged" });
  expect(await publishOffers(shopId, new Date(startOfWeek + week))).toEqual({ kind: "published" });
  expect(keysTold()).toEqual([current, next, next + 1]);
  const kept = await inShop(shopId, (db) =>
    db.row<{ configuration: { keys: Record<string, string> } }>("select configuration from publications"),
  );
  for (const secret of Object.values((JSON.parse(configuration()) as { keys: Record<string, object> }).keys))
    expect(JSON.stringify(kept)).not.toContain(JSON.stringify(secret));

  const sessions = await prisma().session.findMany();
  await prisma().session.deleteMany({});
  // a week without access changes nothing; once the keys it was told are used up, nothing may be shown
  expect(await publishOffers(shopId, new Date(startOfWeek + 2 * week))).toMatchObject({ kind: "refused" });
  expect(await getOffer(shopId, id)).toMatchObject({ status: "live" });
  expect(await publishOffers(shopId, new Date(startOfWeek + 3 * week))).toMatchObject({ kind: "refused" });
  expect(await getOffer(shopId, id)).toMatchObject({ status: "paused" });
  await prisma().session.createMany({ data: sessions });
  expect(await publishOffers(shopId)).toEqual({ kind: "published" });
  expect(discounts(shop)).toEqual([]);
});

test("all live offers share one discount; a changed offer does not bring back one that someone deleted in Shopify", async () => {
  const first = await saved(shop);
  const second = await saved(shop, { productIds: [String(things[2]?.product.id)], trigger: { kind: "any" } });
  for (const id of [first, second]) expect(await publishOffer(shopId, id)).toEqual({ kind: "published" });
  expect(discounts(shop)).toHaveLength(1);
  store.discounts.clear();
  expect((await saveOffer(shopId, first, draft(shop, { headline: "Other words" }))).kind).toBe("saved");
  expect(discounts(shop)).toEqual([]);
  expect(await getOffer(shopId, first)).toMatchObject({ ...ENDED, headline: "Other words" });
  expect(await getOffer(shopId, second)).toMatchObject(ENDED);
  for (const id of [first, second]) expect(await publishOffer(shopId, id)).toEqual({ kind: "published" });
  expect(discounts(shop)).toHaveLength(1);
  for (const id of [first, second]) expect(await pauseOffer(shopId, id)).toMatchObject({ kind: "paused" });
  expect(discounts(shop)).toEqual([]);
});

/** What a shopper at the first product is answered. */
const answer = () =>
  decide(
    { shopId, domain: store.shop.domain, currency: store.shop.currency, timezone: "UTC" },
    { placement: "product", productId: String(things[0]?.product.id), lines: [], visitor, customerId: null, now: new Date() },
  );

test("a discount that somebody ended or deleted in Shopify stays so: its offers are paused, shown to nobody, and back once published again", async () => {
  const pinned = { trigger: { kind: "any" }, pinnedProductId: String(things[1]?.product.id) } as const;
  const id = await saved(shop, pinned);
  for (const end of [
    () => store.discounts.clear(),
    () => Object.assign(discount(shop), { status: "EXPIRED", endsAt: store.now() - 1 }),
    // an end that somebody set and that has come
    () => Object.assign(discount(shop), { endsAt: store.now() - 1 }),
  ]) {
    expect(await publishOffer(shopId, id)).toEqual({ kind: "published" });
    expect(discount(shop).appliesOnSubscription).toBe(false);
    expect(isActive(shop)).toBe(true);
    expect(await answer()).toMatchObject({ kind: "offer", offerId: id });
    end();
    const left = structuredClone(discounts(shop));
    expect(await publishOffersJob(shopId)).toEqual({ kind: "ended" });
    expect(await getOffer(shopId, id)).toMatchObject(ENDED);
    expect(await answer()).toMatchObject({ kind: "none" });
    // not what the daily job changes either
    expect(await publishOffersJob(shopId)).toEqual({ kind: "unchanged" });
    expect(await getOffer(shopId, id)).toMatchObject(ENDED);
    expect(discounts(shop)).toEqual(left);
  }
  expect(await publishOffer(shopId, id)).toEqual({ kind: "published" });
  expect(isActive(shop)).toBe(true);
  expect(await pauseOffer(shopId, id)).toMatchObject({ withdrawn: true });
  expect(discounts(shop)).toEqual([]);
});

test("an offer published after the discount was ended brings it back for itself, not for those that were ended with it", async () => {
  const [first, second] = [await saved(shop), await saved(shop, { productIds: [String(things[2]?.product.id)] })];
  expect(await publishOffer(shopId, first)).toEqual({ kind: "published" });
  const { id } = discount(shop);
  Object.assign(discount(shop), { status: "EXPIRED", endsAt: store.now() - 1 });
  // before anybody has heard of the end
  expect(await publishOffer(shopId, second)).toEqual({ kind: "published" });
  expect([discount(shop).id, isActive(shop)]).toEqual([id, true]);
  expect(await getOffer(shopId, first)).toMatchObject(ENDED);
  expect(await getOffer(shopId, second)).toMatchObject({ status: "live", pausedReason: null });
  // publishing once more what runs no longer says that it does not run
  Object.assign(discount(shop), { status: "EXPIRED", endsAt: store.now() - 1 });
  expect(await publishOffer(shopId, second)).toEqual({ kind: "refused", reason: "discount_ended", message: null });
  expect(await publishOffer(shopId, second)).toEqual({ kind: "published" });
  expect(await pauseOffer(shopId, second)).toMatchObject({ withdrawn: true });
  expect(discounts(shop)).toEqual([]);
});

test("Shopify tells of a change to the app's own discount, and offers are published again; another discount is no news", async () => {
  const id = await saved(shop);
  expect(await publishOffer(shopId, id)).toEqual({ kind: "published" });
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
  expect([await told(discount(shop).id + 1, "discounts/delete"), await waiting()]).toEqual(["ignored", 0]);
  expect([await told(discount(shop).id, "discounts/delete"), await waiting()]).toEqual(["taken", 1]);
  expect(await pauseOffer(shopId, id)).toMatchObject({ withdrawn: true });
});

test("when the answer to a creation was lost, the discount it made is taken over and a second one deleted", async () => {
  const id = await saved(shop);
  expect(await publishOffer(shopId, id)).toEqual({ kind: "published" });
  const first = discount(shop);
  // the state in which a process is killed between Shopify's work and the end of its own
  await inShop(shopId, (db) => db.run("update publications set discount_id = null, configuration = '{}', published_at = null"));
  expect(await publishOffers(shopId)).toEqual({ kind: "published" });
  expect(discount(shop).id).toBe(first.id);
  const spare = { ...first, id: store.nextId() };
  store.discounts.set(spare.id, spare);
  const others = { ...first, id: store.nextId(), appClientId: "another-app" };
  store.discounts.set(others.id, others);
  expect(await publishOffers(shopId)).toEqual({ kind: "published" });
  expect(discounts(shop).map((one) => one.id)).toEqual([first.id, others.id]);
  store.discounts.set(spare.id, spare);
  expect(await pauseOffer(shopId, id)).toMatchObject({ withdrawn: true });
  expect(discounts(shop).map((one) => one.id)).toEqual([others.id]);
  store.discounts.clear();
});
