import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { CsvError, parse } from "csv-parse";

const LARGEST_ROW = 1_000_000;

/**
 * Streams a CSV file, plain or gzip (told apart by its first bytes, not by its name), row by row.
 * `onRow` gets the cells and the line of the file on which the row begins; the header is the first row. Blank lines are skipped.
 * @throws Error that names the file, the line and what to do: no such file, not text, damaged gzip, a quote that is never closed
 */
export async function readRows(file: string, onRow: (cells: string[], line: number) => void): Promise<void> {
  const gzip = await looksLikeGzip(file);
  let nextLine = 1;
  let linesSeen = 1;
  let blankSeen = 0;
  let refusal: unknown = null;
  const parser = parse({
    bom: true,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    max_record_size: LARGEST_ROW,
    on_record: (cells: string[], context) => {
      const line = nextLine + (context.empty_lines - blankSeen);
      // csv-parse counts a CR LF inside quotes as two lines; only rows over several lines need the slower count.
      nextLine = line + 1 + (context.lines - linesSeen > 1 + (context.empty_lines - blankSeen) ? lineBreaks(cells) : 0);
      linesSeen = context.lines;
      blankSeen = context.empty_lines;
      try {
        onRow(cells, line);
      } catch (error) {
        refusal = error;
        throw error;
      }
      return null;
    },
  });
  const source = createReadStream(file, { highWaterMark: 1 << 18 });
  const nowhere = new Writable({ objectMode: true, write: (_row, _encoding, done) => done() });
  try {
    await (gzip ? pipeline(source, createGunzip(), parser, nowhere) : pipeline(source, parser, nowhere));
  } catch (error) {
    if (refusal) throw refusal;
    throw new Error(`${file}: ${explain(error, nextLine)}`, { cause: error });
  }
}

async function looksLikeGzip(file: string): Promise<boolean> {
  const handle = await open(file).catch((error: NodeJS.ErrnoException) => {
    throw new Error(
      error.code === "ENOENT"
        ? `There is no file ${file}. Check the path of the orders export.`
        : `${file} cannot be opened (${error.code}).`,
      { cause: error },
    );
  });
  try {
    if ((await handle.stat()).isDirectory()) throw new Error(`${file} is a folder. Give the orders export itself, a .csv or .csv.gz file.`);
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(4096), 0, 4096, 0);
    const start = buffer.subarray(0, bytesRead);
    if (bytesRead === 0) throw new Error(`${file} is empty: line 1 should hold the column names. Export the orders again.`);
    if (start[0] === 0x1f && start[1] === 0x8b) return true;
    const utf16 = start[0] === 0xff && start[1] === 0xfe;
    if (start.toString("latin1", 0, 2) === "PK" || (!utf16 && start.includes(0))) {
      throw new Error(`${file} is not a CSV file (line 1 is not text). Unpack a .zip, and save a spreadsheet as CSV, before giving it.`);
    }
    return false;
  } finally {
    await handle.close();
  }
}

function lineBreaks(cells: readonly string[]): number {
  let count = 0;
  for (const cell of cells) count += cell.match(/\r\n|\r|\n/g)?.length ?? 0;
  return count;
}

function explain(error: unknown, line: number): string {
  if (error instanceof CsvError) {
    if (error.code === "CSV_QUOTE_NOT_CLOSED" || error.code === "CSV_MAX_RECORD_SIZE") {
      return `line ${line}: a quote is opened in this row and never closed. Close it, or export the orders again.`;
    }
    return `line ${line}: the row cannot be read as CSV (${error.message}).`;
  }
  const code = (error as NodeJS.ErrnoException).code ?? "";
  if (code.startsWith("Z_"))
    return `after line ${line - 1} the gzip data is damaged or cut short (${code}). Copy or export the file again.`;
  return `after line ${line - 1} the file cannot be read (${(error as Error).message}).`;
}
