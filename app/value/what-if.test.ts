import { expect, test } from "vitest";
import { type Sold, sellOrders } from "../../tests/sold-orders.ts";
import { insertShop, ownDatabase } from "../../tests/test-database.ts";
import { NOW } from "../../tests/value-shop.ts";
import { rebuildValues } from "./rebuild-values.server.ts";
import { whatIf } from "./what-if.server.ts";

ownDatabase();

test("what if one more of a hundred customers returned: what returned ones brought later", async () => {
  const own = await insertShop();
  const on = (id: number, customer: number, at: string, subtotal: number): Sold => ({
    id,
    customer,
    at: `${at}T10:00:00Z`,
    subtotal,
    cost: 0,
  });
  await sellOrders(own, [
    ...Array.from({ length: 98 }, (_, k) => on(k + 1, k + 1, "2026-01-10", 1_000)),
    on(201, 201, "2026-01-10", 1_000),
    on(202, 201, "2026-02-10", 3_000),
    on(203, 202, "2026-01-10", 1_000),
    on(204, 202, "2026-06-20", 5_000),
    on(205, 203, "2026-06-25", 9_000),
    // an order sent in two parcels is no return
    { ...on(206, 5, "2026-01-10", 1_000), at: "2026-01-10T10:05:00Z" },
  ]);
  await rebuildValues(own);
  const answer = await whatIf(own, { now: NOW });
  expect(answer).toMatchObject({
    customers: 100,
    returned: 2,
    returnRate: 0.02,
    laterPerReturned: { gross: 4_000 },
    extraReturning: 1,
    extra: { gross: 4_000 },
  });
  expect(answer?.extraShare.gross).toBeCloseTo(4_000 / 109_000, 12);
  expect(answer?.onePercent.aov.gross).toBe(1_180);
  expect((await whatIf(own, { now: NOW, points: -50 }))?.extraReturning).toBe(-2);
});
