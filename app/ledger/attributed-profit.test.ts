import { expect, test } from "vitest";
import { expose, makeExperiment } from "../../tests/exposed-visitors.ts";
import { insertDecision, insertLadder, insertOrder } from "../../tests/ledger-orders.ts";
import { insertShop, ownDatabase } from "../../tests/test-database.ts";
import { inShop } from "../database/pool.server.ts";
import { attributeOrders } from "./attribute-orders.server.ts";
import { attributedProfit } from "./attributed-profit.server.ts";

ownDatabase();

const soldTo = async (shopId: number, id: number, { visitor, decided, at }: { visitor: string; decided: string; at: string }) => {
  const decisionId = await insertDecision(shopId, { offerId: 2, variantId: 201, visitor, at: decided, events: ["impression", "accept"] });
  // 2 to the power of the order's number: the sum tells which orders are in it
  const line = { productId: 20, variantId: 201, unitPrice: 2 ** id, unitCost: 0, offerId: 2, decisionId };
  await insertOrder(shopId, id, [line], { at });
  await attributeOrders(shopId, [String(id)]);
};

test("what is attributed beside a holdout's figure is of the same visitors and the same time", async () => {
  const shopId = await insertShop();
  await insertLadder(shopId);
  const id = await makeExperiment(shopId, { offerId: 2 });
  const at = "2026-03-02T10:00:00Z";
  await expose(shopId, id, [
    { visitor: "shown", arm: "treatment", at },
    { visitor: "unseen", arm: "treatment", at, seen: false },
    { visitor: "held out", arm: "control", at },
  ]);
  const decided = "2026-03-02T09:59:00Z";
  await soldTo(shopId, 1, { visitor: "shown", decided, at: "2026-03-02T11:00:00Z" });
  await soldTo(shopId, 2, { visitor: "unseen", decided, at: "2026-03-02T11:00:00Z" });
  // a page's own id: nobody whom an experiment may follow
  await soldTo(shopId, 3, { visitor: "not remembered", decided, at: "2026-03-02T11:00:00Z" });
  await soldTo(shopId, 4, { visitor: "held out", decided, at: "2026-03-02T11:00:00Z" });
  await soldTo(shopId, 5, { visitor: "shown", decided: "2026-03-01T09:00:00Z", at: "2026-03-01T11:00:00Z" });
  await soldTo(shopId, 6, { visitor: "shown", decided, at: "2026-03-20T11:00:00Z" });
  expect(await attributedProfit(shopId, id)).toBeNull();
  const look = (day: string) =>
    inShop(shopId, (db) =>
      db.run("insert into experiment_looks (shop_id, experiment_id, day, computed_at, result) values ($1, $2, $3::date, $3::date, '{}')", [
        shopId,
        id,
        day,
      ]),
    );
  await look("2026-03-10");
  expect(await attributedProfit(shopId, id)).toBe(2);
  await look("2026-05-10");
  expect(await attributedProfit(shopId, id)).toBe(2 + 64);
  // what was decided after the end is of another offer, what was bought long after it no longer counts
  await soldTo(shopId, 7, { visitor: "shown", decided: "2026-03-12T10:00:00Z", at: "2026-03-12T11:00:00Z" });
  await soldTo(shopId, 8, { visitor: "shown", decided, at: "2026-04-20T11:00:00Z" });
  await inShop(shopId, (db) =>
    db.run("update experiments set status = 'done', ended_at = '2026-03-11' where shop_id = $1 and id = $2", [shopId, id]),
  );
  expect(await attributedProfit(shopId, id)).toBe(2 + 64);
});
