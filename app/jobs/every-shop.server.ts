import { pool } from "../database/pool.server.ts";
import type { JobName, Jobs } from "./job-names.ts";
import { queue } from "./queue.server.ts";

type PerShop = Extract<JobName, keyof { [Name in JobName as Jobs[Name] extends { shopId: number } ? Name : never]: true }>;
const BATCH = 1000;

/** When the jobs run that the clock starts (UTC). */
const SCHEDULES = {
  "every_shop.sync.reconcile": "17 * * * *",
  "every_shop.value.rebuild": "41 2 * * *",
  "every_shop.affinity.rebuild": "11 3 * * *",
  "every_shop.policy.compile": "*/10 * * * *",
  "every_shop.decisions.prune": "37 3 * * *",
  "every_shop.records.prune": "7 4 * * *",
  // tells Shopify the key that signs next week, seven days before the first token that needs it
  "every_shop.offers.publish": "29 4 * * *",
  "every_shop.experiments.look": "53 * * * *",
} as const satisfies Partial<Record<JobName, string>>;

/** Tells the queue the schedules; the same whichever process does it. */
export async function setSchedules(): Promise<void> {
  const boss = await queue();
  for (const [name, cron] of Object.entries(SCHEDULES)) await boss.schedule(name, cron, {}, { tz: "UTC" });
}

/** Adds a job for every installed shop, in as few statements as thousands of shops need; one waiting job of a shop is enough. */
export async function addForEveryShop(name: PerShop): Promise<number> {
  const boss = await queue();
  let last = 0;
  let added = 0;
  for (;;) {
    const { rows } = await pool().query<{ id: number }>(
      "select id from shops where uninstalled_at is null and id > $1 order by id limit $2",
      [last, BATCH],
    );
    if (rows.length === 0) return added;
    await boss.insert(
      name,
      rows.map(({ id }) => ({ data: { shopId: id }, singletonKey: `every_shop:${id}` })),
    );
    added += rows.length;
    last = rows.at(-1)?.id ?? last;
  }
}
