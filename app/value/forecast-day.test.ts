import { expect, test } from "vitest";
import { BEFORE_PAUSE, insertShopOf, newOrders, sellMore } from "../../tests/paused-shop.ts";
import { ownDatabase } from "../../tests/test-database.ts";
import { NOW } from "../../tests/value-shop.ts";
import { allowedAcquisitionCost } from "./allowed-acquisition-cost.server.ts";
import { clvOverTime } from "./clv-over-time.server.ts";
import { fitValues } from "./fit-values.server.ts";
import { valueOverview } from "./value-overview.server.ts";
import { whatIf } from "./what-if.server.ts";

ownDatabase();
const DAY_MS = 86_400_000;

test("what came after the forecast's day is in none of its figures: not over time, not in what a new customer may cost, not in what if", async () => {
  const shopId = await insertShopOf(BEFORE_PAUSE);
  await fitValues(shopId, { now: NOW });
  const [time, cost, what] = [await clvOverTime(shopId), await allowedAcquisitionCost(shopId), await whatIf(shopId, { now: NOW })];
  const [from, to] = [cost?.from ?? "", cost?.to ?? ""];
  expect(time.weeks.at(-1)).toMatchObject({ day: to, customers: 100 });
  expect((Date.parse(to) - Date.parse(from)) / DAY_MS).toBe(364);
  expect(cost?.newCustomers).toBe(100);

  await sellMore(shopId, newOrders(25));
  expect(await clvOverTime(shopId)).toEqual(time);
  expect(await allowedAcquisitionCost(shopId)).toEqual(cost);
  expect((await whatIf(shopId, { now: NOW }))?.onePercent).toEqual(what?.onePercent);
  // The ratio of profit to revenue is of the year that ends with the forecast's day, too.
  const { forecast } = await valueOverview(shopId);
  await fitValues(shopId, { now: NOW });
  expect((await valueOverview(shopId)).forecast?.perNet).toEqual(forecast?.perNet);
});
