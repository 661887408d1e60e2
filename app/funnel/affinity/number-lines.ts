const TAB = 9;
const NEWLINE = 10;
const MINUS = 45;
const ZERO = 48;

/** Reads lines of three whole numbers, tabs between, as COPY writes them: a million lines as strings would cost seconds. */
export async function readNumberLines(
  stream: AsyncIterable<Uint8Array>,
  line: (first: number, second: number, third: number) => void,
): Promise<void> {
  const read = lineReader(line);
  for await (const chunk of stream) read(chunk);
}

/** Chunks may end anywhere. */
function lineReader(line: (first: number, second: number, third: number) => void): (chunk: Uint8Array) => void {
  const cells = [0, 0, 0];
  let column = 0;
  let value = 0;
  let sign = 1;
  return (chunk) => {
    for (let at = 0; at < chunk.length; at++) {
      const byte = chunk[at] as number;
      if (byte === TAB || byte === NEWLINE) {
        cells[column++] = sign * value;
        value = 0;
        sign = 1;
        if (byte === NEWLINE) {
          line(cells[0] as number, cells[1] as number, cells[2] as number);
          column = 0;
        }
      } else if (byte === MINUS) sign = -1;
      else value = value * 10 + byte - ZERO;
    }
  };
}
