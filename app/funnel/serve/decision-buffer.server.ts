import { beforePoolCloses } from "../../database/pool.server.ts";
import { log } from "../../log.server.ts";
import type { DecisionRow } from "./decision-row.ts";
import { writeDecisions } from "./write-decisions.server.ts";

const EVERY_MS = 50;
/** after a failure */
const AGAIN_MS = 2_000;
/** Of one shop in one process: eight thousand decisions a second. Beyond it a decision waits for its own insert. */
const MOST_WAITING = 2_000;

interface Waiting {
  rows: DecisionRow[];
  ids: Set<string>;
  timer: NodeJS.Timeout | null;
  /** the write under way */
  writing: Promise<void> | null;
}

const shops = new Map<number, Waiting>();
let closing = false;

beforePoolCloses(async () => {
  closing = true;
  await Promise.all([...shops.keys()].map(flushDecisions));
  closing = false;
});

/** Keeps a decision soon, together with others of the shop's; at once when too many wait. Nothing is dropped. */
export async function keepDecision(shopId: number, row: DecisionRow): Promise<void> {
  const waiting = shops.get(shopId) ?? { rows: [], ids: new Set<string>(), timer: null, writing: null };
  shops.set(shopId, waiting);
  if (closing || waiting.ids.size >= MOST_WAITING) return writeDecisions(shopId, [row]);
  waiting.rows.push(row);
  waiting.ids.add(row.id);
  flushSoon(shopId, waiting);
}

/** Whether a decision waits in this process to be kept. */
export function isWaiting(shopId: number, decisionId: string): boolean {
  return shops.get(shopId)?.ids.has(decisionId) ?? false;
}

/** Writes what waits now, and ends when all of it is kept. Throws when the database refuses; what was not written waits on. */
export async function flushDecisions(shopId: number): Promise<void> {
  const waiting = shops.get(shopId);
  if (!waiting) return;
  while (waiting.writing) await waiting.writing;
  if (waiting.rows.length === 0) return;
  if (waiting.timer) clearTimeout(waiting.timer);
  waiting.timer = null;
  const rows = waiting.rows;
  waiting.rows = [];
  const write = writeAll(shopId, rows);
  waiting.writing = write.catch(() => {});
  try {
    await write;
    for (const { id } of rows) waiting.ids.delete(id);
  } catch (error) {
    waiting.rows = [...rows, ...waiting.rows];
    throw error;
  } finally {
    waiting.writing = null;
    if (waiting.rows.length === 0) shops.delete(shopId);
    else flushSoon(shopId, waiting, AGAIN_MS);
  }
}

/** One row that the database will never take must not keep the others from it. */
async function writeAll(shopId: number, rows: readonly DecisionRow[]): Promise<void> {
  try {
    await writeDecisions(shopId, rows);
  } catch (err) {
    if (!isFaultOfRow(err)) throw err;
    if (rows.length === 1) return log.error({ err, shopId, decisionId: rows[0]?.id }, "a decision was refused by the database and is lost");
    for (const row of rows) await writeAll(shopId, [row]);
  }
}

/** SQLSTATE classes 22 and 23: data exception, integrity constraint violation. */
function isFaultOfRow(error: unknown): boolean {
  return error instanceof Error && "code" in error && /^2[23]/.test(String(error.code));
}

function flushSoon(shopId: number, waiting: Waiting, ms = EVERY_MS): void {
  waiting.timer ??= setTimeout(() => {
    waiting.timer = null;
    flushDecisions(shopId).catch((err: Error) =>
      log.error({ err, shopId, waiting: waiting.rows.length }, "decisions could not be kept and are tried again"),
    );
  }, ms).unref();
}
