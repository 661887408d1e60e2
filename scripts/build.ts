import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";

const root = path.resolve(import.meta.dirname, "..");
const inputs = ["app", "extensions/contract", "extensions/storefront", "public", "package-lock.json", "vite.config.ts", "remix.config.js"];
const output = "build/server/index.js";

/** Builds the app when a source is newer than the last build; tells on stderr. One process at a time builds, the others wait for it. */
export function ensureBuilt(): void {
  const lock = path.join(root, "build.lock");
  let waited = 0;
  while (!upToDate(root)) {
    if (take(lock)) {
      try {
        build();
      } finally {
        fs.rmSync(lock, { recursive: true, force: true });
      }
      return;
    }
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200);
    waited += 200;
    // left behind by a process that was killed
    if (waited === 120_000) fs.rmSync(lock, { recursive: true, force: true });
  }
}

function take(lock: string): boolean {
  try {
    fs.mkdirSync(lock);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

function build(): void {
  process.stderr.write("Building the app …\n");
  const began = new Date();
  const result = spawnSync(process.execPath, [path.join(root, "node_modules/@remix-run/dev/dist/cli.js"), "vite:build"], {
    cwd: root,
    encoding: "utf8",
    env: { ...process.env, NODE_ENV: "production" },
  });
  if (result.status !== 0) throw new Error(`The app could not be built:\n${result.stdout}\n${result.stderr}`);
  // what changed meanwhile may not be in it
  fs.utimesSync(path.join(root, output), began, began);
}

/** Whether the build of a project is newer than all that goes into it; tests are in the folders of what they test, and in no build. */
export function upToDate(project: string): boolean {
  const built = path.join(project, output);
  return fs.existsSync(built) && newest(project) <= fs.statSync(built).mtimeMs;
}

function newest(project: string): number {
  const times = inputs
    .map((input) => path.join(project, input))
    .filter((input) => fs.existsSync(input))
    .flatMap((input) =>
      fs.statSync(input).isDirectory()
        ? fs.readdirSync(input, { recursive: true, encoding: "utf8" }).map((file) => path.join(input, file))
        : [input],
    )
    .filter((file) => !/\.test\.tsx?$/.test(file));
  return Math.max(...times.map((file) => fs.statSync(file).mtimeMs));
}
