import { once } from "node:events";
import { closePool } from "../../app/database/pool.server.ts";
import { rebuildAffinity } from "../../app/funnel/learn/affinity.server.ts";
import { yieldToShoppers } from "../../app/jobs/yield-to-shoppers.server.ts";

/** What the nightly job does, in a worker that waits beside the processes under load for a line to begin: `node rebuild-affinity.ts <shop id>` */
yieldToShoppers("worker process");
await once(process.stdin, "data");
await rebuildAffinity(Number(process.argv[2]), new Date());
await closePool();
process.stdin.destroy();
