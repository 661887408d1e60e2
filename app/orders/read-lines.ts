/**
 * The lines of a UTF-8 stream, as many at a time as a chunk completes. Accepts LF and CRLF; blank lines are
 * kept as "" so that line numbers stay true; a last line without an end is given as it is.
 */
export async function* readLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string[]> {
  let rest: Buffer[] = [];
  for await (const chunk of chunks) {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    if (bytes.length === 0) continue;
    const end = bytes.lastIndexOf(10);
    if (end < 0) {
      rest.push(bytes);
      continue;
    }
    const text = rest.length === 0 ? bytes.toString("utf8", 0, end) : Buffer.concat([...rest, bytes.subarray(0, end)]).toString("utf8");
    rest = end + 1 < bytes.length ? [bytes.subarray(end + 1)] : [];
    yield withoutCarriageReturns(text.split("\n"));
  }
  if (rest.length > 0) yield withoutCarriageReturns([Buffer.concat(rest).toString("utf8")]);
}

function withoutCarriageReturns(lines: string[]): string[] {
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] as string;
    if (line.charCodeAt(line.length - 1) === 13) lines[at] = line.slice(0, -1);
  }
  return lines;
}
