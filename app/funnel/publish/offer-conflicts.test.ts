import { expect, test } from "vitest";
import type { Offer } from "../offers/offer.ts";
import { sampleOffer } from "../offers/sample-offer.ts";
import { offerConflicts, type RecentVisitors, tripwirePlaces } from "./offer-conflicts.ts";

const NOBODY: RecentVisitors = { visitors: 0, visitorsFirstTime: 0, since: null };
const tripwire = { stage: "tripwire", lossBudget: 0 } as const;

const conflicts = (offer: Partial<Offer>, others: readonly Partial<Offer>[], recent = NOBODY) =>
  offerConflicts(
    sampleOffer(offer),
    others.map((other, at) => sampleOffer({ id: at + 2, name: `Other ${at + 2}`, productIds: ["99"], ...other })),
    recent,
  );
const codes = (offer: Partial<Offer>, ...others: Partial<Offer>[]) =>
  conflicts(offer, others).map(({ severity, code }) => `${severity} ${code}`);

test("one that always goes first keeps another from being shown", () => {
  expect(codes({}, { priority: 10 })).toEqual(["warns outranked"]);
  expect(codes(tripwire, { ...tripwire, priority: 10 })).toEqual(["warns outranked"]);
  expect(codes({ priority: 10 }, {})).toEqual([]);
});

test("one that goes first for some is told of, and of the same rank both compete", () => {
  expect(codes({}, { priority: 10, trigger: { kind: "cart_value", minimum: 500 } })).toEqual(["tells outranked_partly"]);
  expect(codes({}, { priority: 10, placements: ["cart"] })).toEqual(["tells outranked_partly"]);
  expect(codes({}, {})).toEqual(["tells shares_place"]);
});

test("a tripwire goes first for first-time buyers whatever the priority, and no priority is advised", () => {
  for (const priority of [-10, 0, 10]) expect(codes({ priority }, tripwire)).toEqual(["warns tripwire_first"]);
  expect(codes({ audience: "first_time_buyers" }, tripwire)).toEqual(["warns tripwire_first"]);
  expect(codes({ audience: "returning_customers" }, tripwire)).toEqual([]);
  expect(codes({}, { ...tripwire, trigger: { kind: "cart_value", minimum: 500 } })).toEqual(["tells tripwire_first"]);
});

test("how many a tripwire takes is measured on recent visitors, and few of them are no warning", () => {
  const since = "2026-03-01T00:00:00.000Z";
  expect(conflicts({ priority: 10 }, [tripwire], { visitors: 425, visitorsFirstTime: 425, since })).toMatchObject([
    {
      severity: "warns",
      code: "tripwire_first_measured",
      values: { visitors: { value: 425 }, within: { value: 425 }, share: { value: 1 }, since: { value: since } },
      about: [{ kind: "offer", id: 2 }],
    },
  ]);
  expect(conflicts({}, [tripwire], { visitors: 100, visitorsFirstTime: 20, since })[0]).toMatchObject({
    severity: "tells",
    values: { share: { value: 0.2 } },
  });
});

test("the places where a tripwire goes first are those that it shares with the offer", () => {
  const places = (offer: Partial<Offer>, ...others: Partial<Offer>[]) =>
    tripwirePlaces(
      sampleOffer(offer),
      others.map((other, at) => sampleOffer({ id: at + 2, productIds: ["99"], ...other })),
    );
  expect(places({}, { ...tripwire, placements: ["product"] })).toEqual(["product"]);
  expect(places({}, { ...tripwire, placements: ["product"] }, { ...tripwire, placements: ["cart"] })).toEqual(["product", "cart"]);
  expect(places({ placements: ["cart"] }, { ...tripwire, placements: ["product"] })).toEqual([]);
  expect(places({}, { ...tripwire, audience: "returning_customers" }, { placements: ["product"] })).toEqual([]);
  expect(places({ endsAt: "2026-01-01T00:00:00Z" }, { ...tripwire, startsAt: "2026-02-01T00:00:00Z" })).toEqual([]);
  expect(places(tripwire, tripwire)).toEqual([]);
});

test("a tripwire comes after other offers for returning customers whatever its priority", () => {
  expect(codes({ ...tripwire, priority: 10 }, {})).toEqual(["tells tripwire_last"]);
  expect(codes({ ...tripwire, audience: "returning_customers" }, {})).toEqual(["warns tripwire_last"]);
  expect(codes({ ...tripwire, audience: "first_time_buyers" }, { priority: 10 })).toEqual([]);
});

test("offers that never meet do not conflict", () => {
  expect(codes({ placements: ["cart"] }, { placements: ["product"], priority: 10 })).toEqual([]);
  expect(codes({ placements: ["cart"] }, { ...tripwire, placements: ["product"] })).toEqual([]);
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
