import { beforeAll, expect, test } from "vitest";
import { madeOrders, sellOrders } from "../../tests/sold-orders.ts";
import { insertShop, ownDatabase } from "../../tests/test-database.ts";
import { amountsOf, insertValueShop, NOW, type ValueShop } from "../../tests/value-shop.ts";
import { fitValues } from "./fit-values.server.ts";
import { rebuildValues } from "./rebuild-values.server.ts";
import { rfmOf, rfmSegments } from "./rfm-segments.server.ts";

ownDatabase();
let shopId: number;
let counted: ValueShop["counted"];

beforeAll(async () => {
  ({ shopId, counted } = await insertValueShop());
});

test("RFM groups hold every customer once, and who bought often, much and lately is a champion", async () => {
  const { segments, customers } = await rfmSegments(shopId, NOW);
  const identified = counted.filter((sold) => sold.customer !== null);
  expect(customers).toBe(new Set(identified.map((sold) => sold.customer)).size);
  expect(segments.reduce((sum, segment) => sum + segment.customers, 0)).toBe(customers);
  expect(segments.reduce((sum, segment) => sum + segment.total.net, 0)).toBe(amountsOf(identified).net);
  const champions = segments.find((segment) => segment.group === "champions");
  const dormant = segments.find((segment) => segment.group === "dormant");
  expect((champions?.orders ?? 0) / (champions?.customers ?? 1)).toBeGreaterThan(2);
  expect(dormant?.meanDaysSinceLast).toBeGreaterThan((champions?.meanDaysSinceLast ?? 0) + 100);
  expect((champions?.expectedClv?.net ?? 0) / (champions?.customers ?? 1)).toBeGreaterThan(
    (dormant?.expectedClv?.net ?? 0) / (dormant?.customers ?? 1),
  );
  const places = await Promise.all(
    [...new Set(identified.slice(0, 20).map((sold) => String(sold.customer)))].map((id) => rfmOf(shopId, id)),
  );
  expect(places.every((place) => place && place.recency >= 1 && place.recency <= 5 && place.frequency >= 1 && place.money <= 5)).toBe(true);
});

test("days since the last order of a store that fell silent are counted to its own last order", async () => {
  const later = new Date("2041-06-30T15:00:00Z");
  const days = (await rfmSegments(shopId, later)).segments.flatMap(({ meanDaysSinceLast }) => meanDaysSinceLast ?? []);
  expect(Math.max(...days)).toBeLessThan(731);
  expect(Math.min(...days)).toBeGreaterThanOrEqual(0);
});

test("a group whom no forecast knows is not said to bring nothing, and those won today are in no group before the night", async () => {
  const id = await insertShop();
  const at = (customer: number) => ({ id: customer, customer, at: "2026-06-30T10:00:00Z", subtotal: 1_000, refunded: 1_000 });
  await sellOrders(id, madeOrders({ customers: 150, days: 400, until: "2026-06-29" }));
  await rebuildValues(id);
  await fitValues(id, { now: NOW });
  expect((await rfmSegments(id, NOW)).segments.every(({ customers, expectedClv }) => customers === 0 || expectedClv !== null)).toBe(true);
  const before = await rfmSegments(id, NOW);
  // more new customers in a day than all before, who gave everything back: they are the whole of their group, and have no forecast
  await sellOrders(
    id,
    Array.from({ length: 1_000 }, (_, index) => at(1_000_000 + index)),
  );
  await rebuildValues(id);
  expect((await rfmSegments(id, NOW)).customers).toBe(before.customers);
  expect(await rfmOf(id, "1000000")).toBeNull();
  await fitValues(id, { now: NOW });
  expect(await rfmOf(id, "1000000")).toMatchObject({ recency: expect.any(Number), group: expect.any(String) });
  const { segments, customers } = await rfmSegments(id, NOW);
  expect(customers).toBe(before.customers + 1_000);
  const unknown = segments.filter(({ expectedClv, customers }) => customers > 0 && expectedClv === null);
  expect(unknown.length).toBeGreaterThan(0);
  expect(segments.every(({ expectedClv }) => expectedClv === null || expectedClv.net > 0)).toBe(true);
});

test("who bought nothing but gift cards is in no group, so nobody is told that nothing should be spent on them", async () => {
  const id = await insertShop();
  await sellOrders(id, [
    ...madeOrders({ customers: 20, days: 100, until: "2026-06-29" }),
    { id: 90_000, customer: 900, at: "2026-04-01T10:00:00Z", subtotal: 5_000, giftCard: true },
  ]);
  await rebuildValues(id);
  await fitValues(id, { now: NOW });
  expect(await rfmOf(id, "900")).toBeNull();
  expect((await rfmSegments(id, NOW)).customers).toBe(20);
});
