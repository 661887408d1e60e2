import { PgBoss, type SendOptions } from "pg-boss";
import { environment } from "../environment.server.ts";
import { log } from "../log.server.ts";
import type { Db } from "../database/pool.server.ts";
import type { JobName, Jobs } from "./job-names.ts";

export const JOB_NAMES = [
  "sync.first",
  "sync.inbox",
  "sync.reconcile",
  "value.rebuild",
  "affinity.rebuild",
  "ledger.attribute",
  "offers.publish",
  "privacy.customer_data",
  "privacy.customer_redact",
  "privacy.shop_redact",
] as const satisfies readonly JobName[];

let shared: Promise<PgBoss> | undefined;

/** The queue lives in the same PostgreSQL, so a job is enqueued in the transaction that makes it necessary. */
export function queue(): Promise<PgBoss> {
  shared ??= start();
  return shared;
}

async function start(): Promise<PgBoss> {
  const boss = new PgBoss({ connectionString: environment().DATABASE_URL, schema: "pgboss", max: 4, migrate: false });
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
 * `once`: while a job with this key waits, a further one is not added.
 */
export async function enqueue<Name extends JobName>(db: Db, name: Name, data: Jobs[Name], options: { once?: string; startAfterSeconds?: number } = {}): Promise<void> {
  const boss = await queue();
  const send: SendOptions = {
    db: { executeSql: async (text: string, values?: unknown[]) => db.client.query(text, values) },
    ...(options.once ? { singletonKey: options.once } : {}),
    ...(options.startAfterSeconds ? { startAfter: options.startAfterSeconds } : {}),
  };
  await boss.send(name, data, send);
}
