import { randomUUID } from "node:crypto";
import { PgBoss, type SendOptions } from "pg-boss";
import type { Db } from "../database/pool.server.ts";
import { environment } from "../environment.server.ts";
import { log } from "../log.server.ts";
import type { JobName, Jobs } from "./job-names.ts";

export const JOB_NAMES = [
  "shop.installed",
  "shop.changed",
  "shop.uninstalled",
  "sync.first",
  "sync.inbox",
  "sync.reconcile",
  "customers.merged",
  "value.rebuild",
  "value.fit",
  "affinity.rebuild",
  "policy.compile",
  "ledger.attribute",
  "ledger.rebuild",
  "offers.publish",
  "experiments.look",
  "decisions.prune",
  "records.prune",
  "privacy.customer_data",
  "privacy.customer_redact",
  "privacy.shop_redact",
  "every_shop.sync.reconcile",
  "every_shop.value.rebuild",
  "every_shop.affinity.rebuild",
  "every_shop.policy.compile",
  "every_shop.decisions.prune",
  "every_shop.records.prune",
  "every_shop.offers.publish",
  "every_shop.experiments.look",
] as const satisfies readonly JobName[];

let shared: Promise<PgBoss> | undefined;

/** The queue lives in the same PostgreSQL, so a job is enqueued in the transaction that makes it necessary. */
export function queue(): Promise<PgBoss> {
  shared ??= start();
  return shared;
}

async function start(): Promise<PgBoss> {
  const boss = new PgBoss({
    connectionString: environment().DATABASE_URL,
    schema: "pgboss",
    max: 4,
    migrate: false,
    useListenNotify: true,
  });
  boss.on("error", (err) => log.error({ err }, "the job queue reported an error"));
  await boss.start();
  return boss;
}

export async function stopQueue(): Promise<void> {
  const boss = await shared;
  shared = undefined;
  await boss?.stop({ graceful: true, timeout: 5_000 });
}

/**
 * Adds a job within `db`'s transaction: it exists if and only if the transaction commits.
 * `once`: while a job with this key waits, a further one is not added; the one that waits begins after this
 * transaction has ended, so it sees what the transaction wrote.
 */
export async function enqueue<Name extends JobName>(
  db: Db,
  name: Name,
  data: Jobs[Name],
  options: { once?: string; startAfterSeconds?: number } = {},
): Promise<void> {
  const boss = await queue();
  // Queues are of the kind "short", where one job of a key waits at most: without `once` each job has a key of its own.
  const singletonKey = options.once ?? randomUUID();
  const send: SendOptions = {
    db: { executeSql: async (text: string, values?: unknown[]) => db.client.query(text, values) },
    singletonKey,
    ...(options.startAfterSeconds ? { startAfter: options.startAfterSeconds } : {}),
  };
  while ((await boss.send(name, data, send)) === null) {
    // Workers pass over locked rows: the waiting job is held until this transaction ends. Gone already: add again.
    const waiting = await db.row("select 1 from pgboss.job where name = $1 and singleton_key = $2 and state = 'created' for share", [
      name,
      singletonKey,
    ]);
    if (waiting) return;
  }
}
