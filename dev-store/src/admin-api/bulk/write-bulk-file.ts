import { type FileHandle, open, truncate } from "node:fs/promises";
import { setImmediate as nextTurn } from "node:timers/promises";
import type { Plan } from "../compile-plan.ts";
import type { BulkSink, ExecutionContext } from "../execution-context.ts";
import { seededDraw } from "../seeded-draw.ts";
import type { BulkOperation } from "./bulk-operation.ts";

/** Other requests are served at least this often while a file is written. */
const SLICE_MS = 6;
/** Ungrouped lines leave their order only within so many, so that memory stays small. */
const WINDOW = 1000;

export type WriteEnd = { kind: "done" } | { kind: "stopped" } | { kind: "failed"; error: unknown };

/**
 * Runs a bulk plan into a JSONL file, a slice at a time. Without grouping, the lines of a window are shuffled by the
 * operation's id: children stand away from their parents and some before them, which Shopify allows itself.
 * Stops when the operation is being cancelled or `stopAfter` objects are written.
 */
export async function writeBulkFile(
  file: string,
  operation: BulkOperation,
  plan: Plan,
  context: ExecutionContext,
  stopAfter: number,
): Promise<WriteEnd> {
  const sink: BulkSink = { parentId: null, lines: [], objects: 0, roots: [] };
  context.bulk = sink;
  const handle = await open(file, "w");
  const draw = seededDraw(operation.id);
  const flush = async () => {
    if (sink.lines.length === 0) return;
    const lines = sink.lines.splice(0);
    if (!operation.groupObjects) shuffle(lines, draw);
    await writeLines(handle, lines);
  };
  try {
    plan.execute(context);
    let turn = performance.now();
    for (const root of sink.roots) {
      for (const source of root.rows) {
        root.write(source);
        operation.rootObjectCount += 1;
        operation.objectCount = sink.objects;
        if (context.errors.length > 0) return { kind: "failed", error: new Error(context.errors[0]?.message) };
        if (stopAfter >= 0 && sink.objects >= stopAfter) {
          sink.lines.splice(Math.max(0, sink.lines.length - (sink.objects - stopAfter)));
          operation.objectCount = stopAfter;
          await flush();
          return { kind: "stopped" };
        }
        if (sink.lines.length >= WINDOW) await flush();
        if (performance.now() - turn > SLICE_MS) {
          await nextTurn();
          turn = performance.now();
          if (operation.status === "CANCELING") return { kind: "stopped" };
        }
      }
    }
    await flush();
    return { kind: "done" };
  } catch (error) {
    return { kind: "failed", error };
  } finally {
    operation.fileSize = (await handle.stat()).size;
    await handle.close();
  }
}

/** Leaves the file as a broken download would: without the second half of its last line. */
export async function cutMidLine(file: string, size: number): Promise<number> {
  const cut = Math.max(0, size - 20);
  await truncate(file, cut);
  return cut;
}

async function writeLines(handle: FileHandle, lines: string[]): Promise<void> {
  await handle.write(`${lines.join("\n")}\n`);
}

function shuffle(lines: string[], draw: () => number): void {
  for (let at = lines.length - 1; at > 0; at -= 1) {
    const other = Math.floor(draw() * (at + 1));
    const line = lines[at] as string;
    lines[at] = lines[other] as string;
    lines[other] = line;
  }
}
