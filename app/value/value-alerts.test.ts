import { beforeAll, expect, test } from "vitest";
import { type Sold, sellOrders } from "../../tests/sold-orders.ts";
import { insertShop, ownDatabase } from "../../tests/test-database.ts";
import { insertValueShop, NOW } from "../../tests/value-shop.ts";
import { pool } from "../database/pool.server.ts";
import { rebuildValues } from "./rebuild-values.server.ts";
import { valueAlerts } from "./value-alerts.server.ts";
import { whatIf } from "./what-if.server.ts";

ownDatabase();
let shopId: number;

beforeAll(async () => {
  ({ shopId } = await insertValueShop());
});

/** From half of 2025-07-06 to 2026-06-30 on new customers pay less and come back less. */
async function fallingShop(from = "2025-07-06"): Promise<number> {
  const own = await insertShop();
  const days = Array.from({ length: 360 }, (_, k) => k);
  await sellOrders(
    own,
    days.flatMap((day) =>
      [0, 1].flatMap((k): Sold[] => {
        const customer = day * 2 + k + 1;
        const at = new Date(Date.parse("2025-07-06T09:00:00Z") + day * 86_400_000);
        const late = day >= 180;
        const first: Sold = {
          id: customer,
          customer,
          at: at.toISOString(),
          subtotal: (late ? 4_000 : 6_000) + (customer % 7) * 100,
          cost: 1_000,
        };
        const back = new Date(at.getTime() + 30 * 86_400_000);
        const returns = late ? customer % 20 === 0 : customer % 2 === 0;
        const sold = returns && back < NOW ? [first, { ...first, id: customer + 10_000, at: back.toISOString() }] : [first];
        return sold.filter((each) => each.at >= from);
      }),
    ),
  );
  return own;
}

test("alerts tell what fell for sure, and nothing where nothing fell", async () => {
  const before = (await valueAlerts(shopId, NOW)).map((alert) => alert.kind);
  expect(before).not.toContain("aov_falling");
  const own = await fallingShop();
  await rebuildValues(own);
  const at = new Date("2026-06-30T20:00:00Z");
  const alerts = await valueAlerts(own, at);
  const retention = alerts.find((alert) => alert.kind === "retention_falling");
  expect(retention).toMatchObject({ play: "win_back", unit: "share" });
  expect(retention?.before).toBeGreaterThan(0.4);
  expect(retention?.now).toBeLessThan(0.1);
  expect(alerts.map((alert) => alert.kind)).toContain("new_customer_value_falling");
  expect(alerts.every((alert) => alert.pValue === null || alert.pValue <= 0.01)).toBe(true);
});

test("where orders begin in the middle, old customers first seen in the first 90 days are not taken for new ones who came back", async () => {
  const own = await fallingShop("2025-09-20");
  const kinds = async (at: string) => (await valueAlerts(own, new Date(at))).map((alert) => alert.kind);
  await rebuildValues(own);
  const cohortAlerts = ["retention_falling", "new_customer_value_falling"];
  expect(await kinds("2026-06-30T20:00:00Z")).toEqual(expect.arrayContaining(cohortAlerts));
  await pool().query("update shops set orders_from = '2025-09-20' where id = $1", [own]);
  const told = await kinds("2026-06-30T20:00:00Z");
  expect(told).toContain("aov_falling");
  for (const kind of cohortAlerts) expect(told).not.toContain(kind);
});

test("a second order on the day of the first is no return", async () => {
  const own = await insertShop();
  const start = Date.parse("2025-07-06T09:00:00Z");
  const won = Array.from({ length: 360 }, (_, day) => ({ customer: day + 1, at: start + day * 86_400_000, late: day >= 180 }));
  // before, four of five orders were sent in two parcels, which the shop has given up
  const parcels = won.flatMap(({ customer, at, late }): Sold[] => {
    const order = { id: customer, customer, at: new Date(at).toISOString(), subtotal: 4_000 };
    return late || customer % 5 === 0 ? [order] : [order, { ...order, id: customer + 10_000, at: new Date(at + 60_000).toISOString() }];
  });
  await sellOrders(own, parcels);
  await rebuildValues(own);
  const kinds = (await valueAlerts(own, new Date("2026-06-30T20:00:00Z"))).map((alert) => alert.kind);
  expect(kinds).not.toContain("retention_falling");
  expect((await whatIf(own, { now: NOW }))?.returned).toBe(0);
});
