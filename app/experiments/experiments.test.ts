import { beforeEach, expect, test } from "vitest";
import { expose, makeExperiment } from "../../tests/exposed-visitors.ts";
import { insertShop, ownDatabase } from "../../tests/test-database.ts";
import { insertTrialShop, NOW } from "../../tests/visitor-trial.ts";
import { inShop } from "../database/pool.server.ts";
import { beginHoldoutAnew } from "../funnel/publish/holdouts.server.ts";
import { archiveExperiment, createAbTest, restoreExperiment, startAbTest, stopAbTest } from "./ab-tests.server.ts";
import { getExperiment, listExperimentGroups, listExperiments } from "./experiments.server.ts";
import { lookAtExperiments } from "./look-at-experiments.server.ts";
import { endProof } from "./proof.server.ts";

ownDatabase();
let shopId: number;

beforeEach(async () => {
  shopId = await insertTrialShop();
});

async function drafted(offerId: number): Promise<number> {
  const change = { headline: null, body: "Warmer", discountBp: null };
  const created = await createAbTest(shopId, { name: "Words", offerId, variants: [{ name: "Warm", change }] });
  if (created.kind !== "created") throw new Error(created.kind);
  return created.id;
}

test("an archived experiment is found among the archived, and goes back to where it was", async () => {
  const listed = async (standing: "running" | "ended" | "archived") => (await listExperiments(shopId, standing)).map(({ id }) => id);
  const [draft, over] = [await drafted(2), await drafted(1)];
  expect(await listed("running")).toEqual([over, draft]);
  await startAbTest(shopId, over);
  await stopAbTest(shopId, over);
  expect([await listed("running"), await listed("ended")]).toEqual([[draft], [over]]);
  for (const id of [draft, over]) await archiveExperiment(shopId, id);
  expect([await listed("running"), await listed("ended"), await listed("archived")]).toEqual([[], [], [over, draft]]);
  expect(await restoreExperiment(shopId, draft)).toEqual({ kind: "restored" });
  expect(await restoreExperiment(shopId, over)).toEqual({ kind: "restored" });
  expect([await listed("running"), await listed("ended"), await listed("archived")]).toEqual([[draft], [over], []]);
  expect(await restoreExperiment(shopId, over)).toEqual({ kind: "refused", reason: "not_archived" });
});

test("another shop's experiments are not there", async () => {
  const id = await makeExperiment(shopId);
  const other = await insertShop();
  expect(await getExperiment(other, id)).toBeNull();
  expect(await listExperiments(other)).toEqual([]);
  expect(await endProof(other, id)).toEqual({ kind: "refused", reason: "not_found" });
  expect(await lookAtExperiments(other, NOW)).toEqual([]);
});

test("earlier measurements of an offer stand under the present one, and under the latest among the ended", async () => {
  const first = await makeExperiment(shopId);
  const hat = await makeExperiment(shopId, { offerId: 2 });
  const anew = async (id: number, day: number) => {
    await expose(shopId, id, [{ visitor: `v${id}`, arm: "control" }]);
    await inShop(shopId, (db) => beginHoldoutAnew(db, 1, new Date(Date.UTC(2026, 2, day))));
    return (await listExperiments(shopId, "running")).find(({ offerId }) => offerId === 1)?.id as number;
  };
  const second = await anew(first, 10);
  const present = await anew(second, 20);
  const test = await drafted(1);
  const listed = async (standing: "running" | "ended" | "archived") =>
    (await listExperimentGroups(shopId, standing)).map(({ experiment, earlier }) => [experiment.id, earlier.map(({ id }) => id)]);
  expect(await listed("running")).toEqual([
    [present, [second, first]],
    [hat, []],
    [test, []],
  ]);
  expect(await listed("ended")).toEqual([[second, [first]]]);
  await archiveExperiment(shopId, first);
  expect([await listed("running"), await listed("archived")]).toEqual([
    [
      [present, [second]],
      [hat, []],
      [test, []],
    ],
    [[first, []]],
  ]);
});
