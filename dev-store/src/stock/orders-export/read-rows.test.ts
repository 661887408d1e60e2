import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { csv, load, order } from "./sample-export.ts";

test("byte order mark, CR LF, quoted commas, quotes and line breaks, columns in any order and case, and gzip change nothing", async () => {
  const rows = [
    order("#1", { Notes: 'said "hello",\r\nand\nleft', "Lineitem name": 'Frame 5" x 7", oak' }),
    order("#2", { Email: "bob@example.com", Notes: "" }),
    order("#3", { "Lineitem price": "ten" }),
  ];
  const plain = await load(csv(rows));
  expect(plain.orders[0]?.lines[0]?.title).toBe('Frame 5" x 7", oak');
  // The broken price stands in row 3, after a row of three lines.
  expect(plain.setAside).toContain("6,#3,Lineitem price,ten,");
  const columns = Object.keys(rows[0] ?? {}).reverse();
  const crlf = csv(rows, "\r\n", columns)
    .replace(/Lineitem sku/, "LINEITEM SKU")
    .replace("Created at", "created-at");
  const utf16 = Buffer.from(`\ufeff${crlf}`, "utf16le");
  for (const variant of [`\ufeff${crlf}`, gzipSync(`\ufeff${crlf}`), utf16, crlf.trimEnd(), `${crlf}\r\n\r\n`]) {
    const other = await load(variant);
    expect(other.setAside).toBe(plain.setAside);
    expect(other.orders.map(({ name, email, lines, total }) => [name, email, lines[0]?.title, total])).toEqual(
      plain.orders.map(({ name, email, lines, total }) => [name, email, lines[0]?.title, total]),
    );
  }
});

test("lines may end with CR alone", async () => {
  const { orders, setAside } = await load(csv([order("#1", { Notes: "one\r\ntwo" }), order("#2", { "Lineitem price": "ten" })], "\r"));
  expect(orders.map(({ name }) => name)).toEqual(["#1"]);
  expect(setAside).toContain(",#2,Lineitem price,ten,");
});

test.each([
  ["a missing column", csv([order("#1")]).replace("Lineitem price", "Price"), 'Line 1: the column "Lineitem price" is missing'],
  ["no date column", csv([order("#1")]).replace("Created at", "When"), '"Created at" (or "Paid at") is missing'],
  ["semicolons", csv([order("#1")]).replaceAll(",", ";"), 'separated by ";" instead of commas'],
  ["a doubled column", csv([order("#1")]).replace("Taxes", "Total"), 'Line 1: the column "Total" is there twice'],
  ["an empty file", "", "is empty: line 1 should hold the column names"],
  ["only blank lines", "\n\n", "line 1 should hold the column names"],
  ["only a header", csv([order("#1")]).split("\n")[0] ?? "", "there are no orders after the column names"],
  ["a zip", Buffer.from("PK\u0003\u0004rest"), "is not a CSV file"],
  ["damaged gzip", gzipSync(csv([order("#1")])).subarray(0, 60), "the gzip data is damaged or cut short"],
  ["an open quote", `${csv([order("#1")])}"#2,never closed\n`, "line 3: a quote is opened in this row and never closed"],
  ["nothing usable", csv([order("#1", { Total: "x" })]), 'The first fault: line 2, column "Total", "x"'],
])("%s is refused in words that say what to do", async (_what, content, message) => {
  await expect(load(content)).rejects.toThrow(message);
});
