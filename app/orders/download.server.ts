import { setImmediate as nextTurn } from "node:timers/promises";
import { inShop } from "../database/pool.server.ts";
import type { SyncShop } from "./ask.server.ts";
import { offerReader } from "./offer-reader.server.ts";
import { readLines } from "./read-lines.ts";
import { moneyReader } from "./shopify-values.ts";
import { noteUnverified, setAside, stage } from "./stage.server.ts";
import { StagedRows } from "./staged-rows.ts";
import { clearPart } from "./sync-part.server.ts";

const BATCH = 20_000;

export interface Download {
  readonly runId: string;
  readonly part: string;
  readonly url: string;
  /** bytes the file should have, when Shopify says */
  readonly fileSize: number | null;
  /** the file is cut where the operation failed: its last line may be, too */
  readonly partial?: boolean;
  /** only ids and times, for comparing */
  readonly onlyIds?: boolean;
}

/** The result file is no longer there (its address expires). */
export class FileGone extends Error {}
/** The file itself ends in the middle of a record: only a fresh operation can help. */
export class FileBroken extends Error {}
/** The connection ended early; what was staged stays and the next try continues after it. */
export class DownloadCut extends Error {}

/**
 * Streams a bulk operation's file into the staging tables. Every batch commits with the number of lines read, so
 * a killed download continues after its last batch. While PostgreSQL takes one batch the next is being read.
 */
export async function download(shop: SyncShop, file: Download): Promise<number> {
  const already = await linesStaged(shop.shopId, file);
  const response = await fetch(file.url).catch((cause: unknown) => {
    throw new DownloadCut("The result file could not be reached.", { cause });
  });
  if (response.status >= 400 && response.status < 500 && response.status !== 408 && response.status !== 429)
    throw new FileGone(`The result file answers with HTTP ${response.status}.`);
  if (!response.ok || !response.body) throw new DownloadCut(`The result file answers with HTTP ${response.status}.`);

  const money = moneyReader(shop.currency);
  const readOffer = offerReader(shop.domain);
  const end = { lastByte: 10 };
  let lastUnreadable = 0;
  let rows = new StagedRows(file.runId, money, readOffer);
  let line = 0;
  let committed = already;
  let writing: Promise<Error | null> = Promise.resolve(null);
  const flush = async (): Promise<void> => {
    const failure = await writing;
    if (failure) throw failure;
    const [batch, from, to] = [rows, committed, line];
    rows = new StagedRows(file.runId, money, readOffer);
    committed = line;
    writing = commit(shop.shopId, file, batch, from, to).then(
      () => null,
      (error: Error) => error,
    );
  };
  try {
    for await (const lines of readLines(whole(response.body as unknown as AsyncIterable<Uint8Array>, file, end))) {
      if (rows.records >= BATCH) await flush();
      for (const text of lines) {
        line++;
        if (line > already && text !== "" && !rows.addLine(text, line, file.onlyIds)) lastUnreadable = line;
      }
      rows.seal();
      await nextTurn(); // chunks that are here already would keep PostgreSQL's answers waiting
    }
    // A last line without an end that is no record was cut off. In a part of a file that is to be expected.
    if (end.lastByte !== 10 && lastUnreadable === line && line > 0) {
      if (!file.partial) throw new FileBroken("The result file ends in the middle of a record.");
      rows.faults.pop();
    }
    if (line > committed) await flush();
  } catch (error) {
    await writing;
    throw error;
  }
  const failure = await writing;
  if (failure) throw failure;
  return line;
}

/** The bytes, and an error instead of an end that comes too early: half a line must not pass for a bad record. */
async function* whole(body: AsyncIterable<Uint8Array>, file: Download, end: { lastByte: number }): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  try {
    for await (const chunk of body) {
      bytes += chunk.byteLength;
      end.lastByte = chunk.at(-1) ?? end.lastByte;
      yield chunk;
    }
  } catch (cause) {
    throw new DownloadCut("The connection broke during the download.", { cause });
  }
  if (file.fileSize !== null && !file.partial && bytes < file.fileSize)
    throw new DownloadCut(`The download ended after ${bytes} of ${file.fileSize} bytes.`);
}

/** Lines already staged; when a crash of PostgreSQL emptied the staging tables, the download begins again. */
async function linesStaged(shopId: number, file: Download): Promise<number> {
  return inShop(shopId, async (db) => {
    const noted = await db.row<{ lines_read: number }>(
      "select lines_read from sync_parts where shop_id = $1 and run_id = $2 and part = $3",
      [shopId, file.runId, file.part],
    );
    const staged = await db.row<{ lines_read: number }>("select lines_read from staging.own_progress where run_id = $1 and part = $2", [
      file.runId,
      file.part,
    ]);
    if (staged && noted && staged.lines_read === noted.lines_read) return staged.lines_read;
    await clearPart(db, file.runId, file.part);
    await db.run("insert into staging.progress (run_id, part, lines_read) values ($1, $2, 0)", [file.runId, file.part]);
    await db.run("update sync_parts set lines_read = 0, loaded = 0, set_aside = 0 where shop_id = $1 and run_id = $2 and part = $3", [
      shopId,
      file.runId,
      file.part,
    ]);
    return 0;
  });
}

async function commit(shopId: number, file: Download, rows: StagedRows, from: number, to: number): Promise<void> {
  await inShop(shopId, async (db) => {
    const own = await db.run("update staging.own_progress set lines_read = $4 where run_id = $1 and part = $2 and lines_read = $3", [
      file.runId,
      file.part,
      from,
      to,
    ]);
    if (own !== 1) throw new Error(`Another process downloads ${file.part} of run ${file.runId} as well.`);
    await stage(db, rows);
    await setAside(db, `sync ${file.runId}`, file.part, rows.faults);
    await noteUnverified(db, `sync ${file.runId}`, rows.unverified);
    await db.run(
      "update sync_parts set lines_read = $4, loaded = $4, found = greatest(found, $4), set_aside = set_aside + $5 where shop_id = $1 and run_id = $2 and part = $3 returning set_config('synchronous_commit', 'off', true)",
      [shopId, file.runId, file.part, to, rows.faults.length],
    );
  });
}
