import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { from as copyFrom } from "pg-copy-streams";
import type { Db } from "../database/pool.server.ts";
import { lockFacts } from "./facts-lock.server.ts";
import { type Fault, STAGING_COLUMNS, type StagedRows, type StagingTable, type UnverifiedLine } from "./staged-rows.ts";

/** Writes the collected rows into the staging tables by COPY, within `db`'s transaction. */
export async function stage(db: Db, rows: StagedRows): Promise<void> {
  for (const [table, pieces] of rows.seal().text) {
    const target = db.client.query(copyFrom(`copy staging.${table} (${STAGING_COLUMNS[table]}) from stdin`));
    await pipeline(Readable.from(pieces), target);
  }
}

/** Keeps what could not be read where the merchant can see it. */
export async function setAside(db: Db, source: string, resource: string, faults: readonly Fault[]): Promise<void> {
  if (faults.length === 0) return;
  await db.run(
    `insert into set_aside (shop_id, source, resource, reason, record)
     select $1, $2, $3, fault->>'reason', fault - 'reason' from jsonb_array_elements($4::jsonb) fault`,
    [db.shopId, source, resource, JSON.stringify(faults)],
  );
}

/** Keeps, once for each line however often it is read, that its attribute was not the app's: orders with it were taken without the offer. */
export async function noteUnverified(db: Db, source: string, lines: readonly UnverifiedLine[]): Promise<void> {
  if (lines.length === 0) return;
  await lockFacts(db);
  await db.run(
    `insert into set_aside (shop_id, source, resource, reason, record)
     select distinct $1::int, $2, 'orders', 'offer_token_invalid', line from jsonb_array_elements($3::jsonb) line
     where not exists (select from set_aside s where s.shop_id = $1 and s.reason = 'offer_token_invalid' and s.record->>'id' = line->>'id')`,
    [db.shopId, source, JSON.stringify(lines)],
  );
}

/** A number for a small batch that is staged and merged in one transaction; below zero, so that no run has it. */
export async function nextBatch(db: Db): Promise<string> {
  const row = await db.row<{ id: string }>("select -nextval('staging.batch') as id");
  return (row as { id: string }).id;
}

export async function clearStaging(db: Db, runId: string | number, tables: readonly (StagingTable | "progress")[]): Promise<void> {
  for (const table of tables) await db.run(`delete from staging.own_${table} where run_id = $1`, [runId]);
}

/** What a process left behind that was killed between the end of a run and its clearing up. */
export async function clearLeftStaging(db: Db): Promise<void> {
  for (const table of [...Object.keys(STAGING_COLUMNS), "progress"]) {
    await db.run(
      `delete from staging.own_${table} where run_id > 0 and run_id not in (select id from sync_runs where shop_id = $1 and status = 'running')`,
      [db.shopId],
    );
  }
}
