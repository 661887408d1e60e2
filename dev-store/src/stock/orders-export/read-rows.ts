import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { pipeline } from "node:stream";
import { createGunzip } from "node:zlib";
import { splitRow } from "./split-row.ts";

const LARGEST_ROW = 1_000_000;

/**
 * Streams a CSV file, plain or gzip (told apart by its first bytes, not by its name), row by row.
 * `onRow` gets the cells and the line of the file on which the row begins; the header is the first row. Blank lines are skipped.
 * @throws Error that names the file, the line and what to do: no such file, not text, damaged gzip, a quote that is never closed
 */
export async function readRows(file: string, onRow: (cells: string[], line: number) => void): Promise<void> {
  const gzip = await looksLikeGzip(file);
  let line = 0;
  let open = "";
  let openedOn = 0;
  let lineEnd = "";
  const refuse = (reason: string) => new Error(`${file}: line ${openedOn || line}: ${reason}`);
  const neverClosed = "a quote is opened in this row and never closed. Close it, or export the orders again.";
  const takeLine = (text: string) => {
    line++;
    if (openedOn === 0) {
      if (text === "" || text === "\r") return;
      const cells = splitRow(withoutReturn(text));
      if (cells) return onRow(cells, line);
      open = text;
      openedOn = line;
    } else {
      open += `${lineEnd}${text}`;
      if (open.length > LARGEST_ROW) throw refuse(neverClosed);
      const cells = text.includes('"') ? splitRow(withoutReturn(open)) : null;
      if (!cells) return;
      const began = openedOn;
      openedOn = 0;
      onRow(cells, began);
    }
  };

  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of utf8(readBytes(file, gzip, () => line))) {
    // Some spreadsheets end lines with CR alone.
    if (lineEnd === "") lineEnd = /\r(?!\n)|\n/.exec(chunk.toString("latin1"))?.[0] ?? "\n";
    const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    let from = 0;
    // Each line is decoded by itself: a cell that is kept holds on to its line, not to the whole chunk.
    for (let to = bytes.indexOf(lineEnd); to >= 0; to = bytes.indexOf(lineEnd, from)) {
      takeLine(bytes.toString("utf8", from, to));
      from = to + 1;
    }
    rest = bytes.subarray(from);
    if (rest.length > LARGEST_ROW) throw new Error(`${file}: line ${line + 1}: the row has no end within ${LARGEST_ROW} characters.`);
  }
  if (rest.length > 0) takeLine(rest.toString());
  if (openedOn > 0) throw refuse(neverClosed);
}

function withoutReturn(text: string): string {
  return text.charCodeAt(text.length - 1) === 13 ? text.slice(0, -1) : text;
}

async function* readBytes(file: string, gzip: boolean, linesRead: () => number): AsyncGenerator<Buffer> {
  const source = createReadStream(file, { highWaterMark: 1 << 18 });
  try {
    yield* gzip ? pipeline(source, createGunzip({ chunkSize: 1 << 18 }), () => {}) : source;
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "";
    const what = code.startsWith("Z_")
      ? `the gzip data is damaged or cut short (${code}). Copy or export the file again.`
      : `the file cannot be read (${(error as Error).message}).`;
    throw new Error(`${file}: after line ${linesRead()} ${what}`, { cause: error });
  }
}

/** Without the byte order mark; a file that is UTF-16 by its mark is turned into UTF-8. */
async function* utf8(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let decoder: TextDecoder | null = null;
  let first = true;
  for await (const chunk of chunks) {
    if (first && chunk[0] === 0xff && chunk[1] === 0xfe) decoder = new TextDecoder("utf-16le");
    const marked = first && chunk[0] === 0xef && chunk[1] === 0xbb && chunk[2] === 0xbf;
    yield decoder ? Buffer.from(decoder.decode(chunk, { stream: true })) : chunk.subarray(marked ? 3 : 0);
    first = false;
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
