import { Transform } from "node:stream";

/** Replaces one ASCII text by another in a byte stream, also where a chunk boundary cuts it. */
export function swapText(from: string, to: string): Transform {
  const needle = Buffer.from(from);
  const replacement = Buffer.from(to);
  let held: Buffer = Buffer.alloc(0);
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      let data = held.length > 0 ? Buffer.concat([held, chunk]) : chunk;
      const parts: Buffer[] = [];
      for (let at = data.indexOf(needle); at >= 0; at = data.indexOf(needle)) {
        parts.push(data.subarray(0, at), replacement);
        data = data.subarray(at + needle.length);
      }
      const keep = possibleStart(data, needle);
      parts.push(data.subarray(0, data.length - keep));
      held = data.subarray(data.length - keep);
      done(null, Buffer.concat(parts));
    },
    flush(done) {
      done(null, held);
    },
  });
}

/** How many bytes at the end could be the beginning of the needle; the rest may go on at once, so that streaming keeps its pace. */
function possibleStart(data: Buffer, needle: Buffer): number {
  for (let length = Math.min(needle.length - 1, data.length); length > 0; length--) {
    if (data.subarray(data.length - length).equals(needle.subarray(0, length))) return length;
  }
  return 0;
}
