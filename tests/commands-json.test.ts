import { spawn } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import type { Command } from "commander";
import { afterAll, beforeAll, expect, test } from "vitest";
import { inShop } from "../app/database/pool.server.ts";
import { affinityCommand } from "../scripts/commands/affinity.ts";
import { decideCommand } from "../scripts/commands/decide.ts";
import { experimentCommand } from "../scripts/commands/experiment.ts";
import { shopsCommand } from "../scripts/commands/shops.ts";
import { simulateCommand } from "../scripts/commands/simulate.ts";
import { syncCommand } from "../scripts/commands/sync.ts";
import { valueCommand } from "../scripts/commands/value.ts";
import { type ConnectedShop, connectedShop } from "./connected-shop.ts";

const root = path.resolve(import.meta.dirname, "..");
let shop: ConnectedShop;
const folder = fs.mkdtempSync(path.join(os.tmpdir(), "crescendo-json-"));

beforeAll(async () => {
  shop = await connectedShop();
});
afterAll(async () => {
  fs.rmSync(folder, { recursive: true });
  await shop.close();
});

function file(name: string, content: string): string {
  const at = path.join(folder, name);
  fs.writeFileSync(at, content);
  return at;
}

function crescendo(parameters: readonly string[], input: string): Promise<{ code: number | null; out: string; err: string }> {
  const options = ["--disable-warning=ExperimentalWarning", "--import", "./dev-store/preload.mjs", "scripts/crescendo.ts"];
  const child = spawn(process.execPath, [...options, ...parameters, "--json"], {
    cwd: root,
    // whatever there is to log
    env: { ...process.env, LOG_LEVEL: "trace" },
  });
  let [out, err] = ["", ""];
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    out += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    err += text;
  });
  child.stdin.end(input);
  return new Promise((resolve) => child.on("close", (code) => resolve({ code, out, err })));
}

const cbs = () =>
  file(
    "cbs.csv",
    `customer,frequency,recency,T,monetary_value,holdout_orders,holdout_spend\n${Array.from(
      { length: 60 },
      (_, at) => `${at},${at % 4},${(at % 4) * 20},${100 + at},${at % 4 ? 20 + at : 0},${at % 3},${(at % 3) * 20}`,
    ).join("\n")}\n`,
  );
const baskets = () => file("baskets.txt", Array.from({ length: 300 }, (_, at) => `item${at % 10} beside${at % 10}`).join("\n"));
const cases = () => file("cases.json", JSON.stringify({ trainBaskets: 300, small: [[["item1"], "beside1"]] }));
const sample = { type: "SampleMean", n: 3407, sum: 1396.87, sum_squares: 52377.9767 };

const CALLS: Record<string, () => { parameters?: string[]; input?: string }> = {
  shops: () => ({}),
  "sync status": () => ({}),
  "sync run": () => ({}),
  "sync reconcile": () => ({}),
  "sync digest": () => ({}),
  "value fit": () => ({ parameters: ["--cbs", cbs()] }),
  "value expect": () => ({
    parameters: ["--params", "0.243,4.414,0.793,2.426", "--model", "bg", "--x", "2", "--tx", "30", "--T", "38", "--t", "39"],
  }),
  "value backtest": () => ({ parameters: ["--cbs", cbs(), "--horizon", "30"] }),
  "value bench": () => ({ parameters: ["--cbs", cbs()] }),
  "affinity evaluate": () => ({ parameters: ["--baskets", baskets(), "--format", "baskets", "--cases", cases()] }),
  "affinity bench": () => ({ parameters: ["--orders", "1000", "--skus", "100"] }),
  "experiment compare": () => ({
    input: JSON.stringify({ kind: "welch", a: sample, b: { ...sample, sum: 1500 }, config: { difference: "relative", alpha: 0.05 } }),
  }),
  "experiment assign": () => ({ parameters: ["--seed", "s", "--id", "1"] }),
  "experiment srm": () => ({ input: JSON.stringify({ users: [500, 510], weights: [0.5, 0.5] }) }),
  "simulate offers": () => ({ parameters: ["--stores", "1", "--visitors", "500"] }),
  "decide bench": () => ({ parameters: ["--rps", "10", "--seconds", "1", "--skus", "300"] }),
};

test("what a command logs goes to stderr, beside its answer", async () => {
  await crescendo(["sync", "run"], "");
  await inShop(shop.shopId, async (db) => {
    for (const table of ["order_lines", "orders"]) await db.run(`delete from ${table} where shop_id = $1`, [db.shopId]);
  });
  const { code, out, err } = await crescendo(["sync", "reconcile"], "");
  expect(code, err).toBe(0);
  expect(JSON.parse(out)).toMatchObject({ orders: expect.any(Number) });
  expect(err).toContain("a reconciliation repaired what webhooks had lost");
});

function withJson(command: Command, above = ""): string[] {
  const name = `${above}${command.name()}`;
  const own = command.options.some(({ long }) => long === "--json") ? [name] : [];
  return [...own, ...command.commands.flatMap((child) => withJson(child as Command, `${name} `))];
}

test("every command that has --json is called here", () => {
  const commands = [
    affinityCommand(),
    decideCommand(),
    experimentCommand(),
    shopsCommand(),
    simulateCommand(),
    syncCommand(),
    valueCommand(),
  ];
  expect(commands.flatMap((command) => withJson(command)).sort()).toEqual(Object.keys(CALLS).sort());
});

test.each(Object.keys(CALLS))(
  "%s --json prints nothing but JSON, with all of the log on",
  async (name) => {
    const { parameters = [], input = "" } = CALLS[name]?.() ?? {};
    const { code, out, err } = await crescendo([...name.split(" "), ...parameters], input);
    expect(code, err).toBe(0);
    expect(() => JSON.parse(out), out.slice(0, 500)).not.toThrow();
  },
  240_000,
);
