import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { loadStock } from "../load-stock.ts";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "orders-export-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

type Row = Record<string, string>;

const HEAD = {
  Currency: "USD",
  Subtotal: "10.00",
  Shipping: "0.00",
  Taxes: "0.00",
  Total: "10.00",
  "Financial Status": "paid",
  "Created at": "2024-05-01 10:00:00 +0000",
};
const LINE = { "Lineitem quantity": "1", "Lineitem name": "Mug", "Lineitem price": "10.00", "Lineitem sku": "MUG" };
const order = (name: string, more: Row = {}): Row => ({ Name: name, Email: "ann@example.com", ...HEAD, ...LINE, ...more });
const line = (name: string, more: Row = {}): Row => ({ Name: name, ...LINE, ...more });

function csv(rows: readonly Row[], newline = "\n", columns = [...new Set(rows.flatMap((row) => Object.keys(row)))]): string {
  const cell = (text: string) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  return [columns, ...rows.map((row) => columns.map((column) => row[column] ?? ""))]
    .map((cells) => cells.map(cell).join(",") + newline)
    .join("");
}

let files = 0;
async function load(content: readonly Row[] | string | Buffer, margin = 0.55) {
  const file = join(folder, `export-${files++}.csv`);
  await writeFile(file, typeof content === "string" || Buffer.isBuffer(content) ? content : csv(content));
  const setAsideFile = `${file}.set-aside.csv`;
  const { store, report } = await loadStock({ kind: "orders_export", file, margin, setAsideFile, domain: "a-shop.myshopify.com" });
  const setAside = report.setAsideFile === null ? "" : await readFile(report.setAsideFile, "utf8");
  return { store, report, setAside, orders: [...store.orders.values()] };
}

test("an order's lines, money, customer and product are those of the file", async () => {
  const { store, orders, report } = await load([
    order("#1001", {
      Subtotal: "25.50",
      Shipping: "4.00",
      Taxes: "2.10",
      Total: "31.60",
      "Billing Name": "Ann Mary Lee",
      Id: "5400000000001",
      "Lineitem compare at price": "12.00",
    }),
    line("#1001", { "Lineitem quantity": "2", "Lineitem name": "Tea, green", "Lineitem price": "7.75", "Lineitem sku": "TEA" }),
  ]);
  expect(report).toMatchObject({ orders: 1, lines: 2, customers: 1, products: 2, refunds: 0, setAside: 0, setAsideFile: null, rows: 2 });
  expect(orders[0]).toMatchObject({
    id: 5400000000001,
    name: "#1001",
    number: 1001,
    subtotal: 2550,
    shipping: 400,
    tax: 210,
    tip: 0,
    total: 3160,
    processedAt: Date.UTC(2024, 4, 1, 10),
  });
  expect([...store.customers.values()][0]).toMatchObject({
    email: "ann@example.com",
    firstName: "Ann",
    lastName: "Mary Lee",
    numberOfOrders: 1,
    amountSpent: 3160,
  });
  const mug = [...store.variants.values()].find(({ sku }) => sku === "MUG");
  expect(mug).toMatchObject({ price: 1000, compareAtPrice: 1200, unitCost: null, tracked: false });
  expect(store.shop).toMatchObject({ currency: "USD", stock: { kind: "orders_export", margin: 0.55 } });
});

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

test("orders may be interleaved, newest first, without an Id and under any name", async () => {
  const { orders } = await load([
    order("EU-7/b", { Subtotal: "20.00", Total: "20.00", "Created at": "2024-06-01 10:00:00 +0200" }),
    order("EU-6/b", { Subtotal: "20.00", Total: "20.00" }),
    line("EU-7/b"),
    line("EU-6/b"),
  ]);
  expect(orders.map(({ name, subtotal, lines }) => [name, subtotal, lines.length])).toEqual([
    ["EU-6/b", 2000, 2],
    ["EU-7/b", 2000, 2],
  ]);
  expect(orders[1]?.processedAt).toBe(Date.UTC(2024, 5, 1, 8));
});

test("line rows may come before the row with the order's own columns", async () => {
  const { orders, report } = await load([line("#1"), order("#1", { Subtotal: "20.00", Total: "20.00" })]);
  expect(orders[0]).toMatchObject({ subtotal: 2000, total: 2000 });
  expect(report.setAside).toBe(0);
});

test("order columns filled down over the lines are one order; the same order exported twice is loaded once", async () => {
  const filled = order("#1", { Subtotal: "20.00", Total: "20.00" });
  expect((await load([filled, filled])).orders).toMatchObject([{ subtotal: 2000, lines: [{}, {}] }]);
  const twice = await load([filled, line("#1"), order("#2"), filled, line("#1")]);
  expect(twice.orders.map(({ subtotal }) => subtotal)).toEqual([2000, 1000]);
  expect(twice.report).toMatchObject({ rows: 5, lines: 3, setAside: 2 });
  expect(twice.setAside).toContain("the order is in the file twice");
  const withoutLine = order("#1", { Subtotal: "9.00", Total: "9.00", "Lineitem quantity": "", "Lineitem name": "", "Lineitem price": "" });
  const late = await load([withoutLine, line("#1"), withoutLine]);
  expect(late.orders).toMatchObject([{ subtotal: 900, lines: [{}] }]);
  expect(late.report).toMatchObject({ rows: 3, setAside: 0 });
});

test("two orders of one name with different Ids are two orders, and one Id under two names is set aside", async () => {
  expect((await load([order("#1", { Id: "11" }), order("#1", { Id: "12" })])).orders).toHaveLength(2);
  const { orders, setAside } = await load([order("#1", { Id: "11" }), order("#2", { Id: "11" })]);
  expect(orders).toHaveLength(1);
  expect(setAside).toContain("3,#2,Id,11,another order has this Id");
});

test("customers are e-mail addresses in any letter case, and an order without one is a guest's", async () => {
  const { store, orders } = await load([order("#1", { Email: "Ann@Example.com" }), order("#2"), order("#3", { Email: "" })]);
  expect([...store.customers.values()].map(({ email, numberOfOrders }) => [email, numberOfOrders])).toEqual([["ann@example.com", 2]]);
  expect(orders[2]).toMatchObject({ customerId: null, email: null });
});

test("yen have no minor unit, dinars three decimals and forints two, whatever is usual to show", async () => {
  const yen = await load([
    order("#1", { Currency: "JPY", Subtotal: "1000", Total: "1000", Shipping: "0", Taxes: "0", "Lineitem price": "1000.00" }),
  ]);
  expect(yen.orders[0]).toMatchObject({ subtotal: 1000, lines: [{ unitPrice: 1000 }] });
  const dinar = await load([order("#1", { Currency: "KWD", Subtotal: "1.255", Total: "1.255", "Lineitem price": "1.255" })]);
  expect(dinar.orders[0]?.subtotal).toBe(1255);
  const forint = await load([order("#1", { Currency: "HUF", Subtotal: "1990.50", Total: "1990.50", "Lineitem price": "1990.50" })]);
  expect(forint.orders[0]?.subtotal).toBe(199050);
  const cents = load([order("#1", { Currency: "JPY", Subtotal: "10.50", Total: "10.50", "Lineitem price": "10.50" })]);
  await expect(cents).rejects.toThrow("none of the 1 rows can be used");
});

test("amounts are exact where floating point is not", async () => {
  const { orders } = await load([
    order("#1", { Subtotal: "0.30", Total: "0.30", "Lineitem quantity": "3", "Lineitem price": "0.1" }),
    order("#2", { Subtotal: "1234567890.29", Total: "1234567890.29", "Lineitem price": "1234567890.29" }),
  ]);
  expect(orders.map(({ subtotal }) => subtotal)).toEqual([30, 123456789029]);
});

test("lines that cost more than can be counted exactly are set aside", async () => {
  const { orders, setAside } = await load([
    order("#1"),
    order("#2", { "Lineitem quantity": "999999999", "Lineitem price": "999999999.99", Subtotal: "10.00", Total: "10.00" }),
  ]);
  expect(orders.map(({ name }) => name)).toEqual(["#1"]);
  expect(setAside).toContain("3,#2,Lineitem quantity,,the lines cost more than can be counted exactly");
});

test("orders in another currency than most are set aside and counted", async () => {
  const { orders, report, setAside } = await load([order("#1"), order("#2"), order("#3", { Currency: "EUR" }), line("#3")]);
  expect(orders).toHaveLength(2);
  expect(report).toMatchObject({ setAside: 2, setAsideOrders: 1, setAsideReasons: { "not in the shop's currency, USD": 1 } });
  expect(setAside).toContain("4,#3,Currency,EUR,");
  const broken = { Currency: "EUR", Subtotal: "99.00", Total: "99.00" };
  expect((await load([order("#1"), order("#2", broken), order("#3", broken)])).store.shop.currency).toBe("USD");
});

test("a discount code is divided over the lines so that they add up to Subtotal exactly", async () => {
  const { orders } = await load([
    order("#1", { Subtotal: "20.00", Total: "20.00", "Discount Code": "TEN", "Discount Amount": "10.00" }),
    line("#1", { "Lineitem name": "Pen", "Lineitem sku": "PEN" }),
    line("#1", { "Lineitem name": "Cup", "Lineitem sku": "CUP" }),
  ]);
  expect(orders[0]?.lines.flatMap(({ allocations }) => allocations.map(({ amount }) => amount)).sort()).toEqual([333, 333, 334]);
  expect(orders[0]).toMatchObject({
    subtotal: 2000,
    discounts: 1000,
    discountApplications: [{ kind: "code", code: "TEN", allocationMethod: "ACROSS", value: { amount: 1000 } }],
  });
});

test("a free-shipping code takes nothing off the lines", async () => {
  const { orders } = await load([order("#1", { Shipping: "5.00", "Discount Code": "SHIPFREE", "Discount Amount": "5.00" })]);
  expect(orders[0]).toMatchObject({ subtotal: 1000, discounts: 0, shipping: 0, total: 1000 });
});

test("a line discount stays on its line, whether it is also in Discount Amount or not", async () => {
  for (const discountAmount of ["0.00", "3.00"]) {
    const { orders, report } = await load([
      order("#1", { Subtotal: "17.00", Total: "17.00", "Lineitem discount": "3.00", "Discount Amount": discountAmount }),
      line("#1", { "Lineitem discount": "0.00" }),
    ]);
    expect(orders[0]?.lines.map(({ allocations }) => allocations.map(({ amount }) => amount))).toEqual([[300], []]);
    expect(report.adjustedOrders).toBe(0);
  }
});

test("Subtotal is trusted when no discount explains it, and the difference is said", async () => {
  const { orders, report } = await load([order("#1", { Subtotal: "9.00", Total: "9.00" })]);
  expect(orders[0]).toMatchObject({ subtotal: 900, discountApplications: [{ title: "Difference between the lines and Subtotal" }] });
  expect(report.adjustedOrders).toBe(1);
});

test("taxes in the prices are not added again, and a tip makes up the rest of Total", async () => {
  const { orders } = await load([
    order("#1", { Taxes: "1.60" }),
    order("#2", { Taxes: "0.80", Total: "12.80" }),
    order("#3", { Taxes: "0.80", Total: "8.00", Subtotal: "8.00", "Discount Amount": "2.00" }),
  ]);
  expect(orders.map(({ total, tip, taxesIncluded }) => [total, tip, taxesIncluded])).toEqual([
    [1000, 0, true],
    [1280, 200, false],
    [800, 0, true],
  ]);
});

test("the refunded amount is one refund; all lines go back only when all money does", async () => {
  const { orders, store } = await load([
    order("#1", { "Refunded Amount": "4.00", "Financial Status": "partially_refunded", "Fulfilled at": "2024-05-03 10:00:00 +0000" }),
    order("#2", { "Refunded Amount": "10.00", "Financial Status": "refunded", "Cancelled at": "2024-05-02 10:00:00 +0000" }),
    order("#3", { "Refunded Amount": "1.00", "Fulfilled at": "2024-05-01 10:00:00 +0000" }),
  ]);
  expect(orders.map(({ refunds }) => refunds.map(({ amount, createdAt, lines }) => [amount, createdAt, lines.length]))).toEqual([
    [[400, Date.UTC(2024, 4, 3, 10), 0]],
    [[1000, Date.UTC(2024, 4, 2, 10), 1]],
    [[100, Date.UTC(2024, 4, 2, 10), 0]],
  ]);
  expect(orders[1]).toMatchObject({
    financialStatus: "REFUNDED",
    cancelledAt: Date.UTC(2024, 4, 2, 10),
    lines: [{ quantity: 1, currentQuantity: 0 }],
  });
  expect([...store.customers.values()][0]?.amountSpent).toBe(1500);
});

test("dashes in names make variants only when several share the product", async () => {
  const { store } = await load([
    order("#1", { "Lineitem name": "Tee - S", "Lineitem sku": "T-S" }),
    order("#2", { "Lineitem name": "Tee - M", "Lineitem sku": "T-M" }),
    order("#3", { "Lineitem name": "Salt - Coarse", "Lineitem sku": "" }),
  ]);
  expect(
    [...store.products.values()].map(({ title, variantIds }) => [title, variantIds.map((id) => store.variants.get(id)?.title)]),
  ).toEqual([
    ["Tee", ["S", "M"]],
    ["Salt - Coarse", ["Default Title"]],
  ]);
});

test("a variant has its latest price and its most frequent name", async () => {
  const { store } = await load([
    order("#3", {
      "Created at": "2024-07-01 10:00:00 +0000",
      "Lineitem name": "Mug new",
      "Lineitem price": "12.00",
      Subtotal: "12.00",
      Total: "12.00",
    }),
    order("#1"),
    order("#2"),
    order("#4", { "Created at": "2024-08-01 10:00:00 +0000", "Lineitem price": "0.00", Subtotal: "0.00", Total: "0.00" }),
  ]);
  expect([...store.products.values()].map(({ title }) => title)).toEqual(["Mug"]);
  expect([...store.variants.values()][0]).toMatchObject({ price: 1200, unitCost: null });
});

test("there are collections to browse, and every product knows the ones it is in", async () => {
  const { store } = await load(
    Array.from({ length: 12 }, (_unused, n) =>
      order(`#${n}`, {
        "Lineitem sku": `S${n}`,
        "Lineitem name": `Thing ${n}`,
        "Lineitem price": `${n + 1}.00`,
        Subtotal: `${n + 1}.00`,
        Total: `${n + 1}.00`,
      }),
    ),
  );
  expect([...store.collections.values()].map(({ title }) => title)).toEqual(["Best sellers", "Under $5", "$5 to $10", "Over $10"]);
  for (const collection of store.collections.values()) {
    for (const id of collection.productIds) expect(store.products.get(id)?.collectionIds).toContain(collection.id);
  }
});

test.each([
  ["quantity", { "Lineitem quantity": "1.5" }, "Lineitem quantity,1.5"],
  ["price", { "Lineitem price": "-3.00" }, "Lineitem price,-3.00"],
  ["line name", { "Lineitem name": "" }, "Lineitem name,,"],
  ["amount", { Subtotal: "1,000.00" }, 'Subtotal,"1,000.00"'],
  ["missing amount", { Total: "" }, "Total,,"],
  ["day", { "Created at": "2024-02-30 10:00:00 +0000" }, "Created at,2024-02-30"],
  ["time in the future", { "Created at": "2999-01-01 10:00:00 +0000" }, "Created at,2999-01-01"],
  ["missing date", { "Created at": "" }, "Created at,,"],
  ["spreadsheet's date", { "Created at": "5/1/24 10:00" }, "Created at,5/1/24 10:00"],
  ["currency", { Currency: "dollars" }, "Currency,dollars"],
  ["status", { "Financial Status": "half paid" }, "Financial Status,half paid"],
  ["Subtotal above the lines", { Subtotal: "11.00", Total: "11.00" }, "Subtotal,11"],
  ["Total below Subtotal", { Total: "9.00" }, "Total,9"],
  ["refund above Total", { "Refunded Amount": "10.01" }, "Refunded Amount,10.01"],
  ["cancellation before the order", { "Cancelled at": "2024-04-01 10:00:00 +0000" }, "Cancelled at,2024-04-01"],
  ["third decimal", { "Lineitem price": "10.005" }, "Lineitem price,10.005"],
])("an impossible %s sets the order aside with its line and column", async (_what, fault, listed) => {
  const { orders, report, setAside } = await load([order("#1"), order("#2", fault), line("#2", { "Lineitem price": "0.00" }), order("#3")]);
  expect(orders.map(({ name }) => name)).toEqual(["#1", "#3"]);
  expect(report).toMatchObject({ rows: 4, lines: 2, setAside: 2, setAsideOrders: 1 });
  expect(setAside).toContain(`3,#2,${listed}`);
  expect(setAside).toContain("4,#2,");
});

test("a row without a name, a repeated header, a short row and a line of no units are listed", async () => {
  const good = [order("#1"), line("", {}), line("#1", { "Lineitem quantity": "0" }), order("#2")];
  const text = csv(good);
  const header = text.slice(0, text.indexOf("\n") + 1);
  const { orders, report, setAside } = await load(`${text}${header}#4,cut\n`);
  expect(orders.map(({ name }) => name)).toEqual(["#1", "#2"]);
  expect(report).toMatchObject({ rows: 6, setAside: 4 });
  expect(setAside.split("\n").map((row) => row.split(",")[0])).toEqual(["Line", "3", "4", "6", "7", ""]);
});

test("a list of rows set aside by an earlier run does not stay behind", async () => {
  const file = join(folder, "again.csv");
  const setAsideFile = join(folder, "again-set-aside.csv");
  const run = () => loadStock({ kind: "orders_export", file, margin: 0.5, setAsideFile, domain: "a.myshopify.com" });
  await writeFile(file, csv([order("#1"), order("#2", { Total: "x" })]));
  expect((await run()).report.setAsideFile).toBe(setAsideFile);
  await writeFile(file, csv([order("#1")]));
  expect((await run()).report.setAsideFile).toBeNull();
  expect(existsSync(setAsideFile)).toBe(false);
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

test("a file that is not there and a cost share that is none are refused", async () => {
  const options = {
    kind: "orders_export" as const,
    file: join(folder, "nowhere.csv"),
    setAsideFile: join(folder, "x"),
    domain: "a.myshopify.com",
  };
  await expect(loadStock({ ...options, margin: 0.5 })).rejects.toThrow("There is no file");
  await expect(loadStock({ ...options, margin: 55 })).rejects.toThrow("share of the price from 0 to 1");
});

const real = [process.env.CRESCENDO_DATA, resolve(import.meta.dirname, "../../../../../shared/data")]
  .flatMap((path) => (path ? [join(path, "online-retail-2011.orders_export.csv.gz")] : []))
  .find((path) => existsSync(path));

test.skipIf(!real)(
  `a real shop's year of half a million lines${real ? "" : " (skipped: set CRESCENDO_DATA)"}`,
  { timeout: 120_000 },
  async () => {
    const { store, report } = await loadStock({
      kind: "orders_export",
      file: real ?? "",
      margin: 0.55,
      setAsideFile: join(folder, "real.csv"),
      domain: "a.myshopify.com",
    });
    expect(report).toMatchObject({
      orders: 19_773,
      lines: 527_725,
      rows: 527_725,
      customers: 4_334,
      refunds: 3_203,
      setAside: 0,
      adjustedOrders: 0,
    });
    const orders = [...store.orders.values()];
    expect(orders.reduce((sum, { subtotal }) => sum + subtotal, 0)).toBe(1_027_103_461);
    expect(orders.reduce((sum, { refunds }) => sum + refunds.reduce((s, { amount }) => s + amount, 0), 0)).toBe(48_821_342);
  },
);
