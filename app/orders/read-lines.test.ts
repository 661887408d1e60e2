import fc from "fast-check";
import { expect, test } from "vitest";
import { readLines } from "./read-lines.ts";

async function linesOf(bytes: Uint8Array, cuts: number[]): Promise<string[]> {
  async function* chunks(): AsyncGenerator<Uint8Array> {
    const at = [0, ...cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
    for (let index = 1; index < at.length; index++) yield bytes.subarray(at[index - 1], at[index]);
  }
  const all: string[] = [];
  for await (const lines of readLines(chunks())) all.push(...lines);
  return all;
}

test("lines come out the same wherever the stream is cut, also inside a character", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.string({ unit: "grapheme" }).map((text) => text.replaceAll(/[\r\n]/g, ""))),
      fc.array(fc.nat()),
      fc.constantFrom("\n", "\r\n"),
      async (lines, cuts, end) => {
        const bytes = Buffer.from(lines.map((line) => line + end).join(""));
        expect(await linesOf(bytes, cuts)).toEqual(lines);
      },
    ),
  );
});

test("blank lines count, U+2028 ends nothing, and a last line without an end is given", async () => {
  expect(await linesOf(Buffer.from("a\n\nb\u2028c\nd"), [3])).toEqual(["a", "", "b\u2028c", "d"]);
});
