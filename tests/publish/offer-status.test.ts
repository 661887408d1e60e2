import { afterAll, beforeAll, expect, test } from "vitest";
import { inShop } from "../../app/database/pool.server.ts";
import { prisma } from "../../app/database/prisma.server.ts";
import { pauseOffer, publishOffer } from "../../app/funnel/offers/offer-status.server.ts";
import { getOffer, listOffers } from "../../app/funnel/offers/offers.server.ts";
import { publishOffersJob } from "../../app/funnel/publish/publish-offers.server.ts";
import { installShop, uninstallShop } from "../../app/shopify/shops.server.ts";
import { type ConnectedShop, connectedShop } from "../connected-shop.ts";
import { discounts, isActive, saved } from "./publishing-shop.ts";

const plainFetch = globalThis.fetch;

let shop: ConnectedShop;
let shopId: number;
let things: ConnectedShop["things"];
let store: ConnectedShop["store"];

beforeAll(async () => {
  shop = await connectedShop();
  ({ shopId, things, store } = shop);
}, 180_000);
afterAll(() => shop?.close());

test("an offer that begins later is published with the day from which it is seen", async () => {
  const startsAt = new Date(Date.now() + 3 * 86_400_000).toISOString();
  const id = await saved(shop, { startsAt });
  expect(await publishOffer(shopId, id)).toEqual({ kind: "scheduled", startsAt });
  expect(await getOffer(shopId, id)).toMatchObject({ status: "live", standing: "scheduled" });
  expect(await getOffer(shopId, id, new Date(startsAt))).toMatchObject({ standing: "live" });
  expect(await pauseOffer(shopId, id)).toMatchObject({ kind: "paused" });
});

test("an offer that only could not be told yet waits unseen and is live when Shopify answers again, unless it was paused meanwhile", async () => {
  const [first, second] = [await saved(shop), await saved(shop, { productIds: [String(things[2]?.product.id)] })];
  const broken = async (http502Ratio: number) => {
    const answer = await plainFetch(`${shop.devStore.url}/_dev/faults`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ adminApi: { http502Ratio } }),
    });
    expect(answer.status).toBe(200);
  };
  await broken(1);
  for (const id of [first, second]) expect(await publishOffer(shopId, id)).toMatchObject({ kind: "refused" });
  await broken(0);
  expect(await getOffer(shopId, first)).toMatchObject({ status: "paused", pausedReason: "shopify_unreachable" });
  expect(await pauseOffer(shopId, second)).toMatchObject({ withdrawn: true });
  expect(await getOffer(shopId, first)).toMatchObject({ status: "live", pausedReason: null });
  expect(await getOffer(shopId, second)).toMatchObject({ status: "paused", pausedReason: null });
  expect(discounts(shop)).toHaveLength(1);
  expect(await pauseOffer(shopId, first)).toMatchObject({ withdrawn: true });
});

test("what Shopify cannot be told is paused with its reason, and what was live stays as it was", async () => {
  const good = await saved(shop);
  expect(await publishOffer(shopId, good)).toEqual({ kind: "published" });
  await inShop(shopId, (db) => db.run("update products set collection_ids = array[7, 8]::bigint[]"));
  const seven = await saved(shop, { trigger: { kind: "collection", collectionIds: ["7"] } });
  expect(await publishOffer(shopId, seven)).toEqual({ kind: "published" });
  const eight = await saved(shop, { trigger: { kind: "collection", collectionIds: ["8"] } });
  expect(await publishOffer(shopId, eight)).toMatchObject({ kind: "refused", reason: "collection_sets_differ" });
  expect(
    (await listOffers(shopId))
      .filter((offer) => [good, seven, eight].includes(offer.id))
      .map((offer) => [offer.id, offer.status, offer.pausedReason]),
  ).toEqual([
    [eight, "paused", "collection_sets_differ"],
    [seven, "live", null],
    [good, "live", null],
  ]);
  const publication = await inShop(shopId, (db) => db.row<{ error: string | null }>("select error from publications"));
  expect(publication?.error).toContain("different collections");
  expect(await pauseOffer(shopId, seven)).toMatchObject({ withdrawn: true });
  expect(await inShop(shopId, (db) => db.row("select error from publications"))).toEqual({ error: null });
});

test("an uninstall commits with the job that ends its offers; where a new install came first, what is live is published anew", async () => {
  await inShop(shopId, (db) => db.run("update offers set status = 'ended' where shop_id = $1 and status = 'live'", [shopId]));
  const id = await saved(shop);
  expect(await publishOffer(shopId, id)).toEqual({ kind: "published" });
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
  expect(await publishOffersJob(shopId)).toEqual({ kind: "published" });
  expect(isActive(shop)).toBe(true);
  expect(await pauseOffer(shopId, id)).toMatchObject({ withdrawn: true });
});

test("without access to the shop the offer is refused with a code and is not live", async () => {
  const id = await saved(shop, { productIds: [String(things[2]?.product.id)] });
  await prisma().session.deleteMany({});
  expect(await publishOffer(shopId, id)).toMatchObject({ kind: "refused", reason: "shopify_not_installed" });
  expect(await getOffer(shopId, id)).toMatchObject({ status: "paused", pausedReason: "shopify_not_installed" });
});
