import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { createGunzip } from "node:zlib";
import { UsageError } from "../usage-error.ts";

/**
 * Reads a text file line by line, plain or gzip (told apart by its first bytes), without keeping it.
 * @throws UsageError when there is no such file, or it is damaged or no text
 */
export async function readLines(file: string, onLine: (text: string, line: number) => void): Promise<void> {
  const gzip = await looksLikeGzip(file);
  const source = createReadStream(file, { highWaterMark: 1 << 17 });
  const bytes = gzip ? source.pipe(createGunzip()) : source;
  // pipe does not pass on an error of its source.
  source.on("error", (error) => bytes.destroy(error));
  const decoder = new TextDecoder("utf-8");
  let rest = "";
  let line = 1;
  try {
    for await (const chunk of bytes) {
      const text = rest + decoder.decode(chunk as Buffer, { stream: true });
      let from = 0;
      for (let end = text.indexOf("\n"); end !== -1; end = text.indexOf("\n", from)) {
        onLine(text.slice(from, text.charCodeAt(end - 1) === 13 && end > from ? end - 1 : end), line++);
        from = end + 1;
      }
      rest = text.slice(from);
      if (rest.length > 1_000_000) throw new UsageError(`${file}, line ${line}: the line has no end. Is this a CSV file?`);
    }
  } catch (error) {
    if ((error as Error).name === "UsageError") throw error;
    if (String((error as NodeJS.ErrnoException).code).startsWith("Z_")) {
      throw new UsageError(`${file}: the gzip data is damaged or cut short after line ${line - 1}. Copy the file again.`);
    }
    throw error;
  }
  if (rest !== "") onLine(rest.endsWith("\r") ? rest.slice(0, -1) : rest, line);
}

async function looksLikeGzip(file: string): Promise<boolean> {
  const handle = await open(file).catch((error: NodeJS.ErrnoException) => {
    throw new UsageError(error.code === "ENOENT" ? `There is no file ${file}.` : `${file} cannot be opened (${error.code}).`);
  });
  try {
    if ((await handle.stat()).isDirectory()) throw new UsageError(`${file} is a folder, not a file.`);
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(2), 0, 2, 0);
    return bytesRead === 2 && buffer[0] === 0x1f && buffer[1] === 0x8b;
  } finally {
    await handle.close();
  }
}
