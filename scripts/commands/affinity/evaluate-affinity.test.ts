import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, expect, test } from "vitest";
import { seededRandom } from "../../../app/value/models/seeded-random.ts";
import { evaluateAffinity } from "./evaluate-affinity.ts";
import { readBasketLines } from "./read-basket-lines.ts";
import { numberedCases, readCases, trainingBaskets } from "./read-cases.ts";
import { readOnlineRetail } from "./read-online-retail.ts";

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "crescendo-affinity-"));
afterAll(() => fs.rmSync(folder, { recursive: true }));

function file(name: string, content: string | Buffer): string {
  const at = path.join(folder, name);
  fs.writeFileSync(at, content);
  return at;
}

test("where commas separate, names hold spaces and a line of one item has no comma", async () => {
  const read = await readBasketLines(
    file("comma.txt.gz", gzipSync("citrus fruit,ready soups\nwhole milk\n\nwhole milk , citrus fruit,\n")),
  );
  expect(read.names).toEqual(["citrus fruit", "ready soups", "whole milk"]);
  expect(read.baskets.map(({ line, products }) => ({ line, products }))).toEqual([
    { line: 0, products: [0, 1] },
    { line: 1, products: [2] },
    { line: 3, products: [2, 0] },
  ]);
});

test("without commas, spaces separate", async () => {
  const read = await readBasketLines(file("space.dat", "0 1 2 1 \n30 31\n"));
  expect(read.names).toEqual(["0", "1", "2", "30", "31"]);
  expect(read.baskets[0]?.products).toEqual([0, 1, 2]);
});

test("what most lines have separates the whole file, so that a stray comma or a name of two words changes nothing", async () => {
  const spaces = await readBasketLines(file("stray.dat", "1 2 3\n4 5\n6,7 8\n2 4\n"));
  expect(spaces.names).toEqual(["1", "2", "3", "4", "5", "6,7", "8"]);
  const commas = await readBasketLines(file("words.csv", "whole milk\ncitrus fruit,ready soups\nbeef,whole milk\nsoda\n"));
  expect(commas.names).toEqual(["whole milk", "citrus fruit", "ready soups", "beef", "soda"]);
});

test("online retail lines become baskets as prepared for the cases", async () => {
  const header = "InvoiceNo,StockCode,Quantity,InvoiceDate,UnitPrice,CustomerID\n";
  const lines = [
    "2,22222,1,2011-01-02 09:00:00,1.5,",
    '1,"85123a",6,2011-01-01 08:26:00,2.55,17850.0',
    "1,85123A,2,2011-01-01 08:26:00,2.55,17850.0",
    "1,POST,1,2011-01-01 08:26:00,18,17850.0",
    "C3,22222,-1,2011-01-03 08:26:00,1.5,17850.0",
    "4,22222,1,2011-01-04 08:26:00,0,17850.0",
  ];
  const read = await readOnlineRetail(file("retail.csv", header + lines.join("\r\n")));
  expect(read.baskets.map(({ products }) => products.map((product) => read.names[product]))).toEqual([["85123A"], ["22222"]]);
  expect(read.leftOut).toBe(3);
  const bad = file("bad.csv", `${header}1,85123A,six,2011-01-01 08:26:00,2.55,\n`);
  await expect(readOnlineRetail(bad)).rejects.toThrow('line 2, column "Quantity": "six" is not a number');
  await expect(readOnlineRetail(file("late.csv", `${header}1,85123A,6,01/12/2010,2.55,\n`))).rejects.toThrow('column "InvoiceDate"');
  await expect(readOnlineRetail(file("other.csv", "a,b\n1,2\n"))).rejects.toThrow('line 1: no column "InvoiceNo"');
});

test("cases name what is wrong with them", async () => {
  const read = await readBasketLines(file("few.txt", "a b\n\nc d\n"));
  const of = (json: object) => readCases(file("cases.json", JSON.stringify(json)));
  expect(() => of({ trainBaskets: 1 })).toThrow("give a list of cases");
  expect(() => readCases(folder)).toThrow("is a folder, not a file");
  expect(() => readCases(file("cut.json.gz", gzipSync("[1, 2, 3]").subarray(0, 20)))).toThrow("damaged or cut short");
  expect(() => of({ small: [[["a"], "b"]] })).toThrow("give either trainBaskets or trainLineNumbers0");
  expect(() => of({ trainBaskets: 1, small: [[["a"], "b"], ["c"]] })).toThrow("field small.1");
  expect(() => trainingBaskets(read, of({ trainBaskets: 3, loo: [[["a"], "b"]] }))).toThrow("the file has 2");
  expect(() => trainingBaskets(read, of({ trainLineNumbers0: [1], loo: [[["a"], "b"]] }))).toThrow("line 1");
  expect(trainingBaskets(read, of({ trainLineNumbers0: [2], loo: [[["a"], "b"]] })).map(({ line }) => line)).toEqual([2]);
  expect(
    numberedCases(
      [
        [["a", "c", "c"], "d"],
        [["c"], "b"],
      ],
      read,
      Int32Array.of(0, 0, 1, 1),
    ),
  ).toEqual([
    { cart: [2], target: 3 },
    { cart: [2], target: -1 },
  ]);
});

test("what goes together is found, and a list without cases is left out", async () => {
  const random = seededRandom(6);
  const lines = Array.from({ length: 3000 }, () => {
    const pair = Math.floor(12 * random());
    return `item ${pair},goes with ${pair}${random() < 0.5 ? ",bag" : ""}`;
  });
  const read = await readBasketLines(file("pairs.txt", lines.join("\n")));
  const cases = readCases(
    file(
      "pairs.json",
      JSON.stringify({
        trainBaskets: 3000,
        small: Array.from({ length: 12 }, (_, pair) => [[`item ${pair}`, "bag"], `goes with ${pair}`]),
      }),
    ),
  );
  const { scores } = evaluateAffinity(read, cases);
  expect(Object.keys(scores)).toEqual(["small"]);
  expect(scores.small?.auto).toEqual({ hr10: 1, ndcg10: 1, n: 12 });
  expect(scores.small?.engine?.ndcg10).toBe(1);
  expect(scores.small?.popularity?.ndcg10).toBeLessThan(0.6);
});

const CLI = path.resolve(import.meta.dirname, "../../crescendo.ts");

function evaluate(cases: readonly unknown[], lines: string) {
  const parameters = ["affinity", "evaluate", "--format", "baskets", "--json"];
  const files = [
    "--baskets",
    file("told.txt", lines),
    "--cases",
    file("told.json", JSON.stringify({ trainBaskets: lines.split("\n").length, small: cases })),
  ];
  return spawnSync(process.execPath, ["--disable-warning=ExperimentalWarning", CLI, ...parameters, ...files], { encoding: "utf8" });
}

test("cases that training never saw are told of beside the scores, and refused when it saw nothing of any", () => {
  const lines = Array.from({ length: 200 }, (_, at) => `a${at % 5} b${at % 5}`).join("\n");
  const some = evaluate(
    [
      [["a1"], "b1"],
      [["a1"], "gone"],
      [["gone", "away"], "b1"],
      [["gone"], "away"],
      [[], "away"],
    ],
    lines,
  );
  expect(some.status).toBe(0);
  expect(some.stderr.trim()).toBe("small: of 5 cases, training never saw the target of 3 and any item of the context of 2.");
  expect(JSON.parse(some.stdout).small.auto.n).toBe(5);
  expect(JSON.parse(evaluate([[["a1"], "away"]], lines).stdout).small.auto).toEqual({ hr10: 0, ndcg10: 0, n: 1 });
  const none = evaluate(
    [
      [["gone"], "away"],
      [[], "gone"],
    ],
    lines,
  );
  expect(none.status).toBe(2);
  expect(none.stdout).toBe("");
  expect(none.stderr).toContain('have no item of any case of "small"');
  expect(evaluate([[["a1"], "b1"]], lines)).toMatchObject({ status: 0, stderr: "" });
});

test("--help says how a line of baskets is separated", () => {
  const help = spawnSync(process.execPath, ["--disable-warning=ExperimentalWarning", CLI, "affinity", "evaluate", "--help"], {
    encoding: "utf8",
  });
  expect(help.stdout.replaceAll(/\s+/g, " ")).toContain(
    "separated throughout by what most lines have: commas (names may then hold spaces) or spaces",
  );
});

test("an empty cart is a case as any other, and popularity answers it", () => {
  const { status, stdout, stderr } = evaluate([[[], "b1"]], Array.from({ length: 50 }, (_, at) => `a${at % 5} b${at % 5}`).join("\n"));
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  expect(JSON.parse(stdout).small.popularity.hr10).toBe(1);
});

test("a list without cases counts as missing, and so does null", () => {
  const of = (json: object) => readCases(file("lists.json", `\uFEFF${JSON.stringify(json)}`));
  expect(of({ trainBaskets: 2, trainLineNumbers0: null, small: [], loo: [[[1], "b"]] })).toMatchObject({
    small: undefined,
    loo: [[["1"], "b"]],
  });
  expect(() => of({ trainBaskets: 2, small: [], loo: null })).toThrow("give a list of cases");
  expect(() => of({ trainBaskets: 2, small: [[[true], "b"]] })).toThrow("field small.0.0.0: expected the name of an item.");
});

const data = path.join(process.env.CRESCENDO_DATA ?? path.resolve("../shared/data"), "offers");

test.skipIf(!fs.existsSync(data))("the published cases of Online Retail are reached", { timeout: 600_000 }, async () => {
  const { scores } = evaluateAffinity(
    await readOnlineRetail(path.join(data, "online-retail.csv.gz")),
    readCases(path.join(data, "onlineretail-cases.json.gz")),
  );
  expect(scores.small?.auto?.n).toBe(3631);
  expect(scores.small?.auto?.ndcg10).toBeGreaterThanOrEqual(0.106);
  expect(scores.small?.auto?.hr10).toBeGreaterThanOrEqual(0.175);
  expect(scores.small?.engine?.ndcg10).toBeGreaterThanOrEqual(0.102);
  expect(scores.loo?.auto?.ndcg10).toBeGreaterThanOrEqual(0.193);
  expect(scores.loo?.popularity?.ndcg10).toBeLessThan(0.03);
});
