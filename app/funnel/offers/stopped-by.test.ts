import { beforeEach, expect, test } from "vitest";
import { insertShop, ownDatabase } from "../../../tests/test-database.ts";
import { inShop } from "../../database/pool.server.ts";
import { leaveStopped } from "./offer-status.server.ts";
import { getOffer } from "./offers.server.ts";
import { stoppedBy } from "./stopped-by.ts";

ownDatabase();
let shopId: number;

beforeEach(async () => {
  shopId = await insertShop();
});

async function offer(status: string, reason: string | null): Promise<number> {
  const row = await inShop(shopId, (db) =>
    db.row<{ id: number }>(
      `insert into offers (shop_id, name, stage, status, paused_reason, headline, body, product_ids, discount_kind, discount_value, trigger, audience, placements, max_quantity, priority)
       values ($1, 'Cups', 'profit_maximizer', $2, $3, 'With it', '', '{20}', 'percentage', 1000, '{"kind":"any"}', 'everyone', '{cart}', 1, 0) returning id`,
      [shopId, status, reason],
    ),
  );
  return row?.id ?? 0;
}

const held = async (id: number) => {
  const found = await getOffer(shopId, id);
  return found && { status: found.status, by: stoppedBy(found) };
};

test("an offer that stopped by itself and is left so counts as paused by the merchant", async () => {
  const id = await offer("paused", "loss_budget_spent");
  expect(await held(id)).toEqual({ status: "paused", by: "loss_budget_spent" });
  await leaveStopped(shopId, id);
  expect(await held(id)).toEqual({ status: "paused", by: null });
});

test("leaving an offer stopped touches no other shop's and none that is not there", async () => {
  const id = await offer("ended", "total_limit_reached");
  await leaveStopped(await insertShop(), id);
  await leaveStopped(shopId, Number("not a number"));
  expect(await held(id)).toEqual({ status: "ended", by: "total_limit_reached" });
});
