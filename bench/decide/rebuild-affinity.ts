import { closePool } from "../../app/database/pool.server.ts";
import { rebuildAffinity } from "../../app/funnel/affinity.server.ts";
import { yieldToShoppers } from "../../app/jobs/yield-to-shoppers.server.ts";

/** What the nightly job does, in a process beside the one under load: `node rebuild-affinity.ts <shop id>` */
yieldToShoppers("worker process");
await rebuildAffinity(Number(process.argv[2]), new Date());
await closePool();
