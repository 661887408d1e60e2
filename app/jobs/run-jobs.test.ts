import { beforeAll, expect, test } from "vitest";
import { insertShop, ownDatabase } from "../../tests/test-database.ts";
import { inShop, pool } from "../database/pool.server.ts";
import { addForEveryShop } from "./every-shop.server.ts";
import type { JobName } from "./job-names.ts";
import { enqueue, JOB_NAMES } from "./queue.server.ts";
import { type JobHandlers, runJobs } from "./run-jobs.server.ts";

class Final extends Error {}

ownDatabase();
let shopId: number;
let away: number;
const ran: { name: JobName; data: object }[] = [];
const givenUp: JobName[] = [];
const failures = new Map<JobName, Error[]>();

beforeAll(async () => {
  shopId = await insertShop();
  away = await insertShop();
  await pool().query("update shops set uninstalled_at = now() where id = $1", [away]);
  const handlers = Object.fromEntries(
    JOB_NAMES.map((name) => [
      name,
      async (data: object) => {
        ran.push({ name, data });
        const failure = failures.get(name)?.shift();
        if (failure) throw failure;
      },
    ]),
  ) as unknown as JobHandlers;
  await runJobs(handlers, {
    mayRun: async (_name, data) => data.shopId !== away,
    isFinal: (error) => error instanceof Final,
    gaveUp: async (name) => {
      givenUp.push(name);
    },
  });
});

async function until(look: () => boolean | Promise<boolean>): Promise<void> {
  for (let waited = 0; waited < 15_000; waited += 20) {
    if (await look()) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error("Waited 15 seconds in vain.");
}

const timesRun = (name: JobName) => ran.filter((each) => each.name === name).length;
const stateOf = async (queue: string) =>
  (await pool().query<{ state: string }>("select state from pgboss.job where name = $1 order by created_on", [queue])).rows.map(
    (row) => row.state,
  );

test("a job runs soon after its transaction commits", async () => {
  await new Promise((resolve) => setTimeout(resolve, 1500)); // until the workers are idle
  await inShop(shopId, async (db) => {
    await enqueue(db, "sync.inbox", { shopId }, { once: "x" });
    await new Promise((resolve) => setTimeout(resolve, 700));
    expect(timesRun("sync.inbox")).toBe(0);
  });
  await until(() => timesRun("sync.inbox") === 1);
  expect(ran.at(-1)?.data).toEqual({ shopId });
});

test("a job that failed is tried again", async () => {
  failures.set("value.rebuild", [new Error("once")]);
  await inShop(shopId, (db) => enqueue(db, "value.rebuild", { shopId }));
  await until(() => timesRun("value.rebuild") === 2);
  await until(async () => (await stateOf("value.rebuild"))[0] === "completed");
  expect(givenUp).not.toContain("value.rebuild");
});

test("what cannot succeed is given up at once, kept among the failed, and told", async () => {
  failures.set("offers.publish", [new Final("no right to")]);
  await inShop(shopId, (db) => enqueue(db, "offers.publish", { shopId }));
  await until(async () => (await stateOf("offers.publish.failed")).length === 1);
  expect(timesRun("offers.publish")).toBe(1);
  expect(givenUp).toEqual(["offers.publish"]);
});

test("a job of a shop that left is done without being run", async () => {
  await inShop(away, (db) => enqueue(db, "sync.reconcile", { shopId: away }));
  await until(async () => (await stateOf("sync.reconcile"))[0] === "completed");
  expect(timesRun("sync.reconcile")).toBe(0);
});

test("what the clock starts is added once for every installed shop", async () => {
  const second = await insertShop();
  expect(await addForEveryShop("affinity.rebuild")).toBe(2);
  await until(() => timesRun("affinity.rebuild") === 2);
  const shops = ran.filter(({ name }) => name === "affinity.rebuild").map(({ data }) => (data as { shopId: number }).shopId);
  expect(shops.sort((a, b) => a - b)).toEqual([shopId, second]);
});
