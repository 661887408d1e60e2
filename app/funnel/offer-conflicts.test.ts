import { expect, test } from "vitest";
import type { Offer } from "./offer.ts";
import { offerConflicts } from "./offer-conflicts.ts";
import { sampleOffer } from "./sample-offer.ts";

const codes = (offer: Partial<Offer>, ...others: Partial<Offer>[]) =>
  offerConflicts(
    sampleOffer(offer),
    others.map((other, at) => sampleOffer({ id: at + 2, name: `Other ${at + 2}`, productIds: ["99"], ...other })),
  ).map(({ severity, code }) => `${severity} ${code}`);

test("one that always goes first keeps another from being shown", () => {
  expect(codes({}, { priority: 10 })).toEqual(["warns outranked"]);
  expect(codes({ audience: "first_time_buyers" }, { stage: "tripwire", lossBudget: 0 })).toEqual(["warns outranked"]);
  expect(codes({ priority: 10 }, {})).toEqual([]);
});

test("one that goes first for some is told of, and of the same rank both compete", () => {
  expect(codes({}, { stage: "tripwire", lossBudget: 0 })).toEqual(["tells outranked_partly"]);
  expect(codes({}, { priority: 10, trigger: { kind: "cart_value", minimum: 500 } })).toEqual(["tells outranked_partly"]);
  expect(codes({}, { priority: 10, placements: ["cart"] })).toEqual(["tells outranked_partly"]);
  expect(codes({}, {})).toEqual(["tells shares_place"]);
});

test("offers that never meet do not conflict", () => {
  expect(codes({ placements: ["cart"] }, { placements: ["product"], priority: 10 })).toEqual([]);
  expect(codes({ audience: "first_time_buyers" }, { audience: "returning_customers", priority: 10 })).toEqual([]);
  expect(codes({ endsAt: "2026-01-01T00:00:00Z" }, { startsAt: "2026-02-01T00:00:00Z", priority: 10 })).toEqual([]);
});

test("the same product elsewhere is told of, other collections stop it", () => {
  expect(codes({ placements: ["cart"] }, { placements: ["product"], productIds: ["20"] })).toEqual(["tells product_elsewhere"]);
  const of = (ids: string[]): Partial<Offer> => ({ trigger: { kind: "collection", collectionIds: ids } });
  expect(codes({ ...of(["1", "2"]), placements: ["cart"] }, { ...of(["1"]), placements: ["product"] })).toEqual([
    "stops collection_sets_differ",
  ]);
  expect(codes({ ...of(["1", "2"]), placements: ["cart"] }, { ...of(["2", "1"]), placements: ["product"] })).toEqual([]);
});
