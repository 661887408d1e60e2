import { randomUUID } from "node:crypto";
import pg from "pg";
import { beforeEach, expect, test } from "vitest";
import { insertShop, ownDatabase } from "../../../tests/test-database.ts";
import { closePool, inShop } from "../../database/pool.server.ts";
import { flushDecisions, isWaiting, keepDecision } from "./decision-buffer.server.ts";
import type { DecisionRow } from "./decision-row.ts";

const database = ownDatabase();
let shopId: number;

beforeEach(async () => {
  shopId = await insertShop();
});

function row(values: Record<string, unknown> = {}, exposed = false): DecisionRow {
  const id = randomUUID();
  const at = "2026-03-15T12:00:00Z";
  return {
    id,
    decision: JSON.stringify({
      id,
      created_at: at,
      placement: "cart",
      visitor: "a",
      candidates: [],
      tracked: true,
      ghost: false,
      policy_version: 0,
      context: "",
      experiments: {},
      ...values,
    }),
    exposures: exposed
      ? [JSON.stringify({ experiment_id: 1, visitor: "a", arm: "control", plan: 0, decision_id: id, exposed_at: at })]
      : [],
  };
}

const kept = () => inShop(shopId, async (db) => (await db.rows<{ id: string }>("select id from decisions")).map(({ id }) => id));

test("decisions wait together and are written together with their exposures, the first of which wins", async () => {
  const rows = [row({}, true), row({}, true), row()];
  for (const one of rows) await keepDecision(shopId, one);
  expect(rows.map(({ id }) => isWaiting(shopId, id))).toEqual([true, true, true]);
  await Promise.all([flushDecisions(shopId), flushDecisions(shopId)]);
  expect(rows.map(({ id }) => isWaiting(shopId, id))).toEqual([false, false, false]);
  expect((await kept()).sort()).toEqual(rows.map(({ id }) => id).sort());
  expect(await inShop(shopId, (db) => db.rows("select decision_id from exposures"))).toEqual([{ decision_id: rows[0]?.id }]);
});

test("a row that the database refuses does not keep the others from it", async () => {
  const rows = [row(), row({ depth_bp: "no number" }), row()];
  for (const one of rows) await keepDecision(shopId, one);
  await flushDecisions(shopId);
  expect((await kept()).sort()).toEqual([rows[0]?.id, rows[2]?.id].sort());
});

test("what there is no room for is written at once", async () => {
  const rows = Array.from({ length: 2_001 }, () => row());
  await Promise.all(rows.map((one) => keepDecision(shopId, one)));
  const last = rows.at(-1)?.id as string;
  expect(isWaiting(shopId, last)).toBe(false);
  expect(await kept()).toContain(last);
  await flushDecisions(shopId);
  expect(await kept()).toHaveLength(2_001);
});

test("what waits is written before the connections close", async () => {
  const one = row();
  await keepDecision(shopId, one);
  await closePool();
  expect(await kept()).toEqual([one.id]);
});

test("while the database takes none decisions wait, and are written when it does again", async () => {
  const one = row();
  await keepDecision(shopId, one);
  const owner = new pg.Client({ connectionString: database.url });
  await owner.connect();
  await owner.query("revoke insert on decisions from crescendo_app");
  await expect(flushDecisions(shopId)).rejects.toThrow(/permission denied/);
  expect(isWaiting(shopId, one.id)).toBe(true);
  await owner.query("grant insert on decisions to crescendo_app");
  await owner.end();
  await flushDecisions(shopId);
  expect(await kept()).toEqual([one.id]);
});
