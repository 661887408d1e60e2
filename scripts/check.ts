import { spawnSync } from "node:child_process";
import path from "node:path";
import { ensureBuilt } from "./build.ts";

const root = path.resolve(import.meta.dirname, "..");
const command = (name: string) => path.join(root, "node_modules/.bin", name);

/** Every check that needs no browser, cheapest first; stops at the first that fails. */
const steps: [string, () => number][] = [
  ["format and lint", () => run("biome", ["ci", "--reporter=summary", "."])],
  ["types", () => run("tsc", ["--noEmit"])],
  ["import rules", () => run("depcruise", ["app", "dev-store", "extensions", "--config", ".dependency-cruiser.mjs"])],
  ["dead code", () => run("knip", [])],
  [
    "theme extension",
    () =>
      run("shopify", [
        "theme",
        "check",
        "--path",
        "extensions/storefront",
        "--config",
        "theme-check:theme-app-extension",
        "--fail-level",
        "error",
        "--no-color",
      ]),
  ],
  ["app security check", () => run("shopify", ["app", "doctor", "--blocking", "high", "--no-color"])],
  ["build", build],
  ["unit and integration tests", () => run("vitest", ["run", "--silent=passed-only"])],
];

export function check(): boolean {
  return steps.every(([name, step]) => timed(name, step));
}

export function timed(name: string, step: () => number): boolean {
  const began = Date.now();
  const status = step();
  process.stderr.write(`${status === 0 ? "ok  " : "FAIL"} ${name} (${((Date.now() - began) / 1000).toFixed(1)} s)\n`);
  return status === 0;
}

/** Runs a tool and shows what it said only when it fails. */
export function run(name: string, parameters: string[]): number {
  const result = spawnSync(command(name), parameters, {
    cwd: root,
    encoding: "utf8",
    maxBuffer: 1 << 26,
    env: {
      ...process.env,
      CI: "1",
      NO_COLOR: "1",
      SHOPIFY_CLI_NO_ANALYTICS: "1",
      PATH: `${path.join(root, "node_modules/.bin")}${path.delimiter}${process.env.PATH}`,
    },
  });
  if (result.status !== 0) process.stderr.write(`${result.stdout}${result.stderr}${result.error?.message ?? ""}\n`);
  return result.status ?? 1;
}

function build(): number {
  try {
    ensureBuilt();
    return 0;
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n`);
    return 1;
  }
}

if (import.meta.main) process.exit(check() ? 0 : 1);
