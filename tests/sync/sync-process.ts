import { closePool } from "../../app/database/pool.server.ts";
import { stopQueue } from "../../app/jobs/queue.server.ts";
import { runFirstSync } from "../../app/orders/first-sync.server.ts";
import { askAt } from "./local-admin.ts";

/** A worker of one job, made to be killed: `node sync-process.ts URL SHOP RUN`. */
const [url, shop, run] = process.argv.slice(2) as [string, string, string];
const shopId = Number(shop);
const runId = Number(run);
const from = { shopId, domain: "killed.myshopify.com", currency: "GBP", ask: askAt(url) };
let outcome = await runFirstSync({ shopId, runId }, from);
while (outcome === "waiting" || outcome === "held") {
  await new Promise((resolve) => setTimeout(resolve, 20));
  outcome = await runFirstSync({ shopId, runId }, from);
}
await stopQueue();
await closePool();
process.exitCode = outcome === "done" ? 0 : 1;
