import { expect, test } from "vitest";
import { csvLine } from "./csv-cell.ts";

test("text that a spreadsheet would run is told apart, numbers stay numbers, and quotes are doubled", () => {
  expect(csvLine(["=1+1", "+A1", "@sum", "-cmd|x", "-12.50", "3", 'a "b", c', "\tx"])).toBe(
    `'=1+1,'+A1,'@sum,'-cmd|x,-12.50,3,"a ""b"", c",'\tx\r\n`,
  );
});
