import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";

const root = path.resolve(import.meta.dirname, "..");
const HEADER = "Name,Email,Currency,Subtotal,Total,Created at,Lineitem quantity,Lineitem name,Lineitem price";
let folder = "";

beforeAll(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "demo start "));
});
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

function demo(...parameters: string[]) {
  return spawnSync(process.execPath, ["--disable-warning=ExperimentalWarning", path.join(root, "scripts/demo.ts"), ...parameters], {
    cwd: folder,
    encoding: "utf8",
    env: { ...process.env, INIT_CWD: folder, DATABASE_URL: undefined },
  });
}

test.each([
  [
    "a column is missing",
    `${HEADER.replace(",Subtotal", "")}\n#1,,USD,1.00,2024-05-01 10:00:00 +0000,1,Mug,1.00\n`,
    /Line 1: the column "Subtotal" is missing/,
  ],
  [
    "no row can be used",
    `${HEADER}\n#1,,USD,"1,000.00",1000.00,2024-05-01 10:00:00 +0000,1,Mug,1000.00\n`,
    /line 2, column "Subtotal", "1,000\.00"/,
  ],
  ["it is empty", "", /is empty: line 1 should hold the column names/],
])("an orders export is refused in words, with exit code 2 and nothing left running: %s", (_, content, words) => {
  const file = path.join(folder, "orders.csv");
  fs.writeFileSync(file, content);
  const { pid, status, stdout, stderr } = demo("--orders", "orders.csv", "--journey", "--json");
  expect(stderr).toMatch(words);
  expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
  expect(processesOf(`run-${pid}`, folder)).toEqual([]);
  expect(fs.existsSync(path.join(root, `.data/run-${pid}`))).toBe(false);
});

test.each([
  [["--orders", "no-such.csv"], /There is no file .*no-such\.csv/],
  [["--orders="], /--orders needs the path/],
  [["--margin", "55"], /--margin is a share from 0 to 1/],
  [["--oders", "x"], /Unknown option '--oders'/],
])("a wrong command line is refused with exit code 2: %s", (parameters, words) => {
  const { status, stdout, stderr } = demo(...parameters);
  expect(stderr).toMatch(words);
  expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
});

/** processes whose command names one of these, as those of the database and of the local store would */
function processesOf(...marks: string[]): string[] {
  const { stdout } = spawnSync("ps", ["-eo", "args"], { encoding: "utf8" });
  return stdout.split("\n").filter((line) => marks.some((mark) => line.includes(mark)));
}
