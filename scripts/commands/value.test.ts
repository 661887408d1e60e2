import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { Command, CommanderError } from "commander";
import { afterAll, expect, test, vi } from "vitest";
import { valueCommand } from "./value.ts";

const folder = mkdtempSync(join(tmpdir(), "crescendo-value-"));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, text: string | Buffer): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

/** What the command prints, and how the shell would end: 2 for bad input. */
async function crescendo(...args: string[]): Promise<{ out: string; error: string; code: number }> {
  let out = "";
  const spy = vi.spyOn(process.stdout, "write").mockImplementation((text) => {
    out += text;
    return true;
  });
  const quiet = (command: Command) => {
    command.exitOverride().configureOutput({ writeErr: () => {} });
    command.commands.forEach(quiet);
    return command;
  };
  try {
    await quiet(new Command("crescendo").addCommand(valueCommand())).parseAsync(["node", "crescendo", "value", ...args]);
    return { out, error: "", code: 0 };
  } catch (error) {
    const usage = (error as Error).name === "UsageError" || error instanceof CommanderError;
    return { out, error: (error as Error).message, code: usage ? 2 : 1 };
  } finally {
    spy.mockRestore();
  }
}

const HEADER = "customer,frequency,recency,T,monetary_value,first_order_value,holdout_orders,holdout_spend";
const ROWS = Array.from({ length: 200 }, (_, i) => {
  const age = 30 + ((i * 37) % 300);
  const x = i % 3 === 0 ? 0 : (i * 7) % 6;
  return [
    `c${i}`,
    x,
    x === 0 ? 0 : Math.floor((age * ((i % 10) + 1)) / 11),
    age,
    x === 0 ? 0 : 20 + (i % 30),
    25 + (i % 17),
    i % 4,
    (i % 4) * 30,
  ].join(",");
});
const cbs = () => file("cbs.csv", `${[HEADER, ...ROWS].join("\n")}\n`);

test("fit prints the model and its parameters in the shape that programs read", async () => {
  const { out, code } = await crescendo("fit", "--cbs", cbs(), "--model", "auto", "--json");
  expect(code).toBe(0);
  const result = JSON.parse(out);
  expect(Object.keys(result)).toEqual(["model", "params", "logLikelihood", "converged", "gammaGamma", "customers", "distinctRows"]);
  expect(["bg", "mbg", "pareto"]).toContain(result.model);
  expect(Object.keys(result.gammaGamma)).toEqual(["p", "q", "v", "logLikelihood"]);
  expect(result).toMatchObject({ converged: true, customers: 200 });
  const pareto = JSON.parse((await crescendo("fit", "--cbs", cbs(), "--model", "pareto", "--mle", "--json")).out);
  expect(Object.keys(pareto.params)).toEqual(["r", "alpha", "s", "beta"]);
});

test("gzip files, other column names and files without spend are read alike", async () => {
  const plain = JSON.parse((await crescendo("fit", "--cbs", cbs(), "--model", "bg", "--json")).out);
  const short = ["ID,x,t_x,T", ...ROWS.map((row) => row.split(",").slice(0, 4).join(","))].join("\r\n");
  const zipped = JSON.parse(
    (await crescendo("fit", "--cbs", file("short.csv.gz", gzipSync(`\uFEFF${short}`)), "--model", "bg", "--json")).out,
  );
  expect(zipped.logLikelihood).toBe(plain.logLikelihood);
  expect(zipped.gammaGamma).toBeNull();
});

test("expect tells one customer's forecast", async () => {
  const args = ["--params", "0.243,4.414,0.793,2.426", "--x", "2", "--tx", "30.43", "--T", "38.86", "--t", "39", "--json"];
  const result = JSON.parse((await crescendo("expect", "--model", "bg", ...args)).out);
  expect(Object.keys(result)).toEqual(["expectedOrders", "pAlive", "pAtLeastOne"]);
  expect(result.expectedOrders).toBeCloseTo(1.226, 3);
  expect(result.pAlive).toBeCloseTo(0.72658, 5);
});

test("predict writes one line a customer, the same again for the same seed", async () => {
  const out = join(folder, "out.csv");
  expect((await crescendo("predict", "--cbs", cbs(), "--horizon", "90", "--discount-rate", "0", "--out", out)).code).toBe(0);
  const lines = readFileSync(out, "utf8").trim().split("\n");
  expect(lines[0]).toBe("customer,expected_orders,median_orders,low,high,p_alive,expected_spend,clv,clv_low,clv_high");
  expect(lines).toHaveLength(201);
  for (const line of lines.slice(1)) {
    const [, orders, median, low, high, alive, spend, clv, clvLow, clvHigh] = line.split(",").map(Number) as number[];
    expect(low).toBeLessThanOrEqual(median as number);
    expect(median).toBeLessThanOrEqual(high as number);
    expect(alive).toBeLessThanOrEqual(1);
    expect(clv).toBeCloseTo((orders as number) * (spend as number), 5);
    expect(clvLow).toBeLessThanOrEqual(clvHigh as number);
  }
  const zipped = join(folder, "out.csv.gz");
  await crescendo("predict", "--cbs", cbs(), "--horizon", "90", "--discount-rate", "0", "--out", zipped);
  expect(gunzipSync(readFileSync(zipped)).toString()).toBe(readFileSync(out, "utf8"));
});

test("predict leaves money empty where the file has no spend, and writes no formula into a spreadsheet", async () => {
  const out = join(folder, "no-spend.csv");
  const short = ["customer,x,t_x,T", "=1+1,2,20,40", "@you,0,0,30", "plain,1,9,50"].join("\n");
  const { out: told, code } = await crescendo("predict", "--cbs", file("no-spend-in.csv", short), "--horizon", "90", "--out", out);
  expect(code).toBe(0);
  expect(told).toContain("the file has no spend");
  expect(told).not.toContain("discounted spend");
  const rows = readFileSync(out, "utf8")
    .trim()
    .split("\n")
    .slice(1)
    .map((line) => line.split(","));
  expect(rows.map((cells) => cells[0])).toEqual(["'=1+1", "'@you", "plain"]);
  for (const cells of rows) {
    expect(cells.slice(6)).toEqual(["", "", "", ""]);
    expect(Number(cells[1])).toBeGreaterThan(0);
  }
});

test("a file in weeks is fitted as the same file in days", async () => {
  const rows = [
    [0, 0, 7],
    [1, 7, 28],
    [2, 21, 35],
    [0, 0, 35],
    [0, 0, 14],
  ];
  const table = (unit: number) =>
    ["x,t_x,T", ...rows.map(([x, tx, age]) => [x, (tx as number) / unit, (age as number) / unit].join(","))].join("\n");
  const paramsOf = async (name: string, unit: number, ...args: string[]) =>
    JSON.parse((await crescendo("fit", "--cbs", file(name, table(unit)), "--model", "mbg", "--json", ...args)).out).params;
  const [days, weeks] = [await paramsOf("days.csv", 1), await paramsOf("weeks.csv", 7, "--unit", "week")];
  expect(weeks.r).toBeCloseTo(days.r, 5);
  expect(7 * weeks.alpha).toBeCloseTo(days.alpha, 3);
});

test("backtest scores every model and baseline, with null where a baseline has no figure", async () => {
  const result = JSON.parse((await crescendo("backtest", "--cbs", cbs(), "--horizon", "90", "--json")).out);
  expect(Object.keys(result)).toEqual(["auto", "bg", "mbg", "pareto", "zero", "fiveStep", "ownRate"]);
  for (const score of Object.values(result)) {
    expect(Object.keys(score as object)).toEqual(["ordersMae", "ordersRmse", "ordersBias", "crps", "aucBuy", "top10Spend", "coverage80"]);
  }
  expect(result.zero).toMatchObject({ ordersBias: -1, aucBuy: null, top10Spend: null, coverage80: null });
  expect(result.zero.ordersMae).toBeCloseTo(1.5, 10);
});

test("the columns of a backtest have gaps between their names", async () => {
  const [head = ""] = (await crescendo("backtest", "--cbs", cbs(), "--horizon", "90")).out.split("\n");
  expect(head.trim().split(/\s+/)).toEqual(["Mae", "Rmse", "Bias", "crps", "aucBuy", "top10Spend", "coverage80"]);
});

test("bench tells its times", async () => {
  const result = JSON.parse((await crescendo("bench", "--cbs", cbs(), "--json")).out);
  expect(Object.keys(result)).toEqual(["total_ms", "collapse_ms", "fit_ms", "gg_ms", "predict_ms", "peak_rss_mb", "bg"]);
  expect(result.total_ms).toBeGreaterThan(0);
  expect(result.bg.ll).toBeLessThan(0);
});

test("bad input ends with 2 and names the line and the column", async () => {
  const cases: [string, RegExp][] = [
    [`${HEADER}\n1,2,10,x,5,5,0,0`, /line 2, column "T": "x" is not a number/],
    [`${HEADER}\n1,0,0,9,0,5,0,0\n\n2,2,10,9,5,5,0,0`, /line 4, column "recency": 10 is longer/],
    [`${HEADER}\n1,-2,1,9,5,5,0,0`, /line 2, column "frequency": -2 is below 0/],
    [`${HEADER}\n1,2.5,1,9,5,5,0,0`, /line 2, column "frequency": 2.5 is not a whole number/],
    [`${HEADER}\n1,2,1,9,-5,5,0,0`, /line 2, column "monetary_value": -5 is below 0/],
    [`${HEADER}\n1,2,1,9,,5,0,0`, /line 2, column "monetary_value": "" is not a number/],
    [`${HEADER}\n1,2,1`, /line 2: 3 cells, but the first line names 8/],
    ["a,b,c\n1,2,3", /line 1: no column "frequency"/],
    [HEADER, /has no customers/],
    ["", /has no customers/],
  ];
  for (const [text, message] of cases) {
    const { code, error } = await crescendo("fit", "--cbs", file("bad.csv", text), "--json");
    expect(error).toMatch(message);
    expect(code).toBe(2);
  }
  expect((await crescendo("fit", "--cbs", join(folder, "none.csv"))).error).toMatch(/There is no file/);
  expect((await crescendo("fit", "--cbs", file("cut.csv.gz", gzipSync([HEADER, ...ROWS].join("\n")).subarray(0, 700)))).error).toMatch(
    /damaged or cut short/,
  );
  const expectation = ["expect", "--model", "bg", "--x", "0", "--tx", "3", "--T", "9", "--t", "5"];
  expect(await crescendo(...expectation, "--params", "1,2,3,4")).toMatchObject({
    code: 2,
    error: expect.stringMatching(/--tx: 3 is not 0/),
  });
  expect((await crescendo(...expectation, "--params", "1,2,3")).code).toBe(2);
  expect((await crescendo(...expectation, "--params", "1,2,-3,4")).code).toBe(2);
  expect((await crescendo("predict", "--cbs", cbs(), "--horizon", "-3", "--out", join(folder, "x.csv"))).code).toBe(2);
  expect((await crescendo("fit", "--cbs", cbs(), "--model", "best")).code).toBe(2);
  const noHoldout = file("no-holdout.csv", ["ID,x,t_x,T", "1,1,2,3"].join("\n"));
  expect((await crescendo("backtest", "--cbs", noHoldout, "--horizon", "30", "--json")).error).toMatch(/no column "holdout_orders"/);
});

test("report tells the value of a Shopify orders export, with what was left out", async () => {
  const header =
    "Name,Email,Financial Status,Currency,Subtotal,Shipping,Taxes,Total,Created at,Lineitem quantity,Lineitem name,Lineitem price,Cancelled at,Refunded Amount";
  const lines = [header];
  for (let i = 0; i < 240; i++) {
    const day = new Date(Date.UTC(2024, 0, 1) + ((i * 53) % 420) * 86_400_000).toISOString().slice(0, 10);
    lines.push(
      `#${1000 + i},buyer${i % 90}@example.com,paid,GBP,${20 + (i % 40)}.50,0.00,0.00,${20 + (i % 40)}.50,${day} 10:00:00 +0000,1,Cup,${20 + (i % 40)}.50,,0.00`,
    );
    if (i === 5) lines.push(`#${1000 + i},buyer${i % 90}@example.com,,,,,,,${day} 10:00:00 +0000,1,Saucer,0.00,,`);
  }
  lines.push("#2000,,paid,GBP,30.00,0.00,0.00,30.00,2024-03-01 10:00:00 +0000,1,Cup,30.00,,0.00");
  lines.push("#2001,late@example.com,paid,GBP,abc,0.00,0.00,30.00,2024-03-01 10:00:00 +0000,1,Cup,30.00,,0.00");
  lines.push("#2002,gone@example.com,refunded,GBP,30.00,0.00,0.00,30.00,2024-03-01 10:00:00 +0000,1,Cup,30.00,,30.00");
  const { out, code } = await crescendo("report", "--orders", file("export.csv", lines.join("\n")));
  expect(code).toBe(0);
  expect(out).toContain("241 orders from 2024-01-01");
  expect(out).toContain("90 customers with an e-mail address");
  expect(out).toContain("1 orders of guests, 0 cancelled, 1 worth nothing after refunds, 1 unreadable");
  expect(out).toMatch(/unreadable: line 244, column "Subtotal"/);
  expect(out).toMatch(/Last quarter we predicted \d+ orders/);
  const sections = out
    .split("\n")
    .flatMap((line, at, lines) => (/^-{5,}$/.test(line) ? [lines[at - 1] ?? ""] : []))
    .map((title) => title.replace(" (early estimate)", ""));
  expect(sections).toEqual([
    "The store",
    "What changed, and why",
    "The next 365 days of today's customers",
    "How value is spread",
    "What the forecast would have said before",
    "Groups of customers",
    "Customers by month of first order",
    "What if more customers came back",
    "Customers worth most from here on",
  ]);
  expect(out).toMatch(/Will order again +\d+ +of 90/);
  expect(out).toContain("Lifespan from churn");
  expect(out).not.toMatch(/[Ss]till customer/);
  expect(await crescendo("report", "--orders", cbs())).toMatchObject({ code: 2, error: expect.stringMatching(/the columns/) });
});
