import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { inShop } from "../../app/database/pool.server.ts";
import { digest } from "../../app/orders/digest.server.ts";
import { runFirstSync, startFirstSync } from "../../app/orders/first-sync.server.ts";
import { addCustomer, addOrder, addProduct, line } from "../../dev-store/src/admin-api/sample-admin.ts";
import { insertShop, ownDatabase } from "../test-database.ts";
import { type LocalAdmin, startLocalAdmin } from "./local-admin.ts";

const database = ownDatabase();
let admin: LocalAdmin;

beforeAll(async () => {
  admin = await startLocalAdmin();
  const { store } = admin;
  for (let id = 1; id <= 50; id++) addProduct(store, id);
  for (let id = 1; id <= 300; id++) addCustomer(store, id);
  // three batches and a bit
  for (let at = 0; at < 1500; at++) {
    addOrder(store, 300 - at / 6, {
      id: 1_000_000 + at,
      customerId: 1 + (at % 300),
      lines: Array.from({ length: 44 }, (_, index) =>
        line(store, { productId: 1 + (index % 50), variantId: 10 * (1 + (index % 50)), quantity: 1 + (index % 3) }),
      ),
    });
    if (at % 9 === 0) store.refundOrder(1_000_000 + at, { amount: 100, silent: true });
  }
});
afterAll(async () => {
  await admin.close();
});

interface State {
  stage: string;
  lines_read: number;
  done: number;
  merging: number;
}

/** Moments of a sync, seen from outside. A process may get past one between two looks: it is then killed a little later. */
const moments: [string, (state: State) => boolean][] = [
  ["before anything is asked for", () => true],
  ["when an operation is asked for", (state) => state.stage !== "requested"],
  ["when the download begins", (state) => state.stage === "downloading"],
  ["after the first batch", (state) => state.lines_read >= 20_000],
  ["after the second batch", (state) => state.lines_read >= 40_000],
  ["when the orders are merged", (state) => state.stage === "merging"],
  ["when a part is done", (state) => state.done > 0],
];

test("killed at seven moments one after another, a sync still ends with the same facts and nothing twice", async () => {
  const calm = await insertShop();
  const { runId: calmRun } = await inShop(calm, (db) => startFirstSync(db));
  let outcome: string = "waiting";
  while (outcome === "waiting") outcome = await runFirstSync({ shopId: calm, runId: calmRun }, admin.shop(calm));
  expect(outcome).toBe("done");

  const shopId = await insertShop();
  const { runId } = await inShop(shopId, (db) => startFirstSync(db));
  const killed: string[] = [];
  for (const [name, reached] of moments) {
    const worker = startWorker(shopId, runId);
    const ended = once(worker, "exit");
    while (worker.exitCode === null && !reached(await look(shopId, runId))) await new Promise((resolve) => setTimeout(resolve, 3));
    if (worker.exitCode !== null) break;
    worker.kill("SIGKILL");
    await ended;
    killed.push(name);
  }
  const last = startWorker(shopId, runId);
  expect((await once(last, "exit"))[0]).toBe(0);

  expect(killed.length).toBeGreaterThanOrEqual(5);
  expect(await digest(shopId)).toEqual(await digest(calm));
  expect(
    await inShop(shopId, (db) => db.row("select count(*)::int as lines, count(distinct id)::int as different from order_lines")),
  ).toEqual({ lines: 66_000, different: 66_000 });
  expect(await inShop(shopId, (db) => db.rows("select 1 from set_aside"))).toEqual([]);
}, 120_000);

function startWorker(shopId: number, runId: number): ChildProcess {
  return spawn(process.execPath, [path.join(import.meta.dirname, "sync-process.ts"), admin.url, String(shopId), String(runId)], {
    stdio: ["ignore", "ignore", "inherit"],
    env: { ...process.env, DATABASE_URL: database.url, LOG_LEVEL: "error" },
  });
}

async function look(shopId: number, runId: number): Promise<State> {
  return (await inShop(shopId, (db) =>
    db.row<State>(
      `select stage, lines_read, (select count(*)::int from sync_parts d where d.shop_id = $1 and d.run_id = $2 and d.stage = 'done') as done,
         (select count(*)::int from sync_parts d where d.shop_id = $1 and d.run_id = $2 and d.stage = 'merging') as merging
       from sync_parts where shop_id = $1 and run_id = $2 and part = 'orders'`,
      [shopId, runId],
    ),
  )) as State;
}
