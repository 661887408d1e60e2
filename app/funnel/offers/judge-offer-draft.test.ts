import { beforeAll, expect, test } from "vitest";
import { insertAskedShop } from "../../../tests/asked-shop.ts";
import { ownDatabase } from "../../../tests/test-database.ts";
import { saveOffer } from "./offers.server.ts";
import { sampleOffer } from "./sample-offer.ts";

ownDatabase();
let shopId: number;
beforeAll(async () => {
  shopId = await insertAskedShop();
});

const { id: _, status: _s, pausedReason: _p, publishedAt: _a, updatedAt: _u, ...draft } = sampleOffer();
/** what the form sends for a field that cannot be read */
const unreadable = {};
const errors = async (change: object) => {
  const outcome = await saveOffer(shopId, null, { ...draft, ...change });
  return outcome.kind === "invalid" ? outcome.errors : outcome.kind;
};

test("one answer tells what cannot be read, what is missing, what does not go together and what the shop does not allow", async () => {
  const days = { startsAt: "2026-03-02T00:00:00Z", endsAt: "2026-03-01T00:00:00Z" };
  expect(await errors({ ...days, headline: "", totalLimit: unreadable, discount: { kind: "percentage", value: 5_000 } })).toEqual({
    headline: "headline_required",
    totalLimit: "invalid",
    endsAt: "ends_before_start",
    "discount.value": "margin_floor",
  });
  expect(await errors({ maxQuantity: 101, productIds: ["99"] })).toEqual({ maxQuantity: "out_of_range", productIds: "product_not_found" });
});

test("a field that is wrong makes no other wrong, and nothing is saved without it", async () => {
  expect(await errors({ discount: { kind: "percentage", value: unreadable } })).toEqual({ "discount.value": "invalid" });
  expect(await errors({ marginFloorBp: unreadable })).toEqual({ marginFloorBp: "invalid" });
  expect(await errors({ productIds: [] })).toEqual({ productIds: "product_required" });
  expect(await errors({ stage: "tripwire", lossBudget: unreadable })).toEqual({ lossBudget: "invalid" });
  expect(await errors({ dailyLimit: unreadable })).toEqual({ dailyLimit: "invalid" });
});
