import { beforeEach, expect, test } from "vitest";
import { insertAskedShop, live } from "../../../tests/asked-shop.ts";
import { ownDatabase } from "../../../tests/test-database.ts";
import { inShop } from "../../database/pool.server.ts";
import { publishOffer } from "./offer-status.server.ts";
import { deleteOffer, getOffer, listOffers, saveOffer } from "./offers.server.ts";
import { sampleOffer } from "./sample-offer.ts";

ownDatabase();
let shopId: number;
let neighbour: number;

beforeEach(async () => {
  [shopId, neighbour] = [await insertAskedShop(), await insertAskedShop()];
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

test("an offer whose last day is over is not published, and says so at that field; the list tells where each stands", async () => {
  const now = new Date("2026-03-15T12:00:00Z");
  const id = await live(shopId, { endsAt: "2026-03-14T23:59:59.000Z" });
  const later = await live(shopId, { startsAt: "2026-03-16T00:00:00.000Z" });
  expect((await listOffers(shopId, now)).map((offer) => [offer.id, offer.standing])).toEqual([
    [later, "scheduled"],
    [id, "ended"],
  ]);
  await inShop(shopId, (db) => db.run("update offers set status = 'draft' where shop_id = $1", [shopId]));
  expect(await publishOffer(shopId, id, now)).toEqual({ kind: "invalid", errors: { endsAt: "last_day_over" } });
  expect(await getOffer(shopId, id, now)).toMatchObject({ status: "draft", standing: "draft" });
});
