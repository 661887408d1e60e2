import { expect, test } from "vitest";
import { insertShop, ownDatabase } from "../../../tests/test-database.ts";
import { inShop } from "../../database/pool.server.ts";
import { heldDecisions } from "../serve/held-decisions.server.ts";
import { lastDecisionAt } from "./last-decision.server.ts";

ownDatabase();

test("the newest decision says when a page last asked, whether it was shown an offer or not", async () => {
  const shopId = await insertShop();
  expect(await lastDecisionAt(shopId)).toBeNull();
  await inShop(shopId, (db) =>
    db.run(
      `insert into decisions (shop_id, id, created_at, placement, visitor, offer_id, candidates) values
       ($1, gen_random_uuid(), '2026-11-20T08:00:00Z', 'cart', 'v', 5, '[]'), ($1, gen_random_uuid(), '2026-11-21T09:30:00Z', 'product', 'v', null, '[]')`,
      [shopId],
    ),
  );
  expect(await lastDecisionAt(shopId)).toBe("2026-11-21T09:30:00.000Z");
  expect(await heldDecisions(shopId)).toBe(2);
  expect(await lastDecisionAt(await insertShop())).toBeNull();
});
