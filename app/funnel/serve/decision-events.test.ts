import { randomUUID } from "node:crypto";
import { beforeEach, expect, test } from "vitest";
import { ask, insertAskedShop, live, now, other, shopOf } from "../../../tests/asked-shop.ts";
import { ownDatabase } from "../../../tests/test-database.ts";
import { inShop } from "../../database/pool.server.ts";
import { decide } from "./decide.server.ts";
import { recordDecisionEvent } from "./decision-events.server.ts";

ownDatabase();
let shopId: number;
let neighbour: number;

beforeEach(async () => {
  [shopId, neighbour] = [await insertAskedShop(), await insertAskedShop()];
});

test("events are kept once, and only for a decision of this shop that offered something", async () => {
  const none = await ask(shopId);
  await live(shopId);
  const view = await ask(shopId);
  if (view.kind !== "offer" || none.decisionId === null) throw new Error("no offer");
  const tell = (shop: number, decisionId: string) => recordDecisionEvent(shop, { decisionId, kind: "accept" }, now);
  expect(await tell(shopId, view.decisionId)).toEqual({ kind: "recorded" });
  expect(await tell(shopId, view.decisionId)).toEqual({ kind: "known" });
  expect(await tell(neighbour, view.decisionId)).toEqual({ kind: "not_found" });
  expect(await tell(shopId, none.decisionId)).toEqual({ kind: "not_found" });
  expect(await tell(shopId, randomUUID())).toEqual({ kind: "not_found" });
});

test("an answer may be told of before its decision is written", async () => {
  await live(shopId);
  const request = { placement: "product" as const, productId: "30", lines: [], customerId: null, now };
  const views = await Promise.all([1, 2, 3].map((n) => decide(shopOf(shopId), { ...request, visitor: other(n) })));
  const told = await Promise.all(
    views.map(({ decisionId }) => recordDecisionEvent(shopId, { decisionId: decisionId as string, kind: "impression" }, now)),
  );
  expect(told).toEqual([{ kind: "recorded" }, { kind: "recorded" }, { kind: "recorded" }]);
  expect(await inShop(shopId, (db) => db.rows("select id from decisions"))).toHaveLength(3);
});
