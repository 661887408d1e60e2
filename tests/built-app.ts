import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";

const root = path.resolve(import.meta.dirname, "..");
const SOURCES = ["app/**/*", "extensions/contract/**/*", "remix.config.js", "vite.config.ts", "package.json"];

/** Builds the app unless the build is newer than every source. One process at a time builds; the others wait for it. */
export async function ensureBuilt(): Promise<void> {
  const lock = path.join(root, "build.lock");
  for (let waited = 0; ; waited += 200) {
    if (upToDate()) return;
    try {
      fs.mkdirSync(lock);
      break;
    } catch {
      // Left behind by a run that was killed.
      if (waited > 120_000) fs.rmSync(lock, { recursive: true, force: true });
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
  try {
    const command = path.join(root, "node_modules/@remix-run/dev/dist/cli.js");
    const result = spawnSync(process.execPath, [command, "vite:build"], {
      cwd: root,
      encoding: "utf8",
      env: { ...process.env, NODE_ENV: "production" },
    });
    if (result.status !== 0) throw new Error(`The app could not be built:\n${result.stdout}${result.stderr}`.slice(0, 4000));
  } finally {
    fs.rmSync(lock, { recursive: true, force: true });
  }
}

function upToDate(): boolean {
  const built = path.join(root, "build/server/index.js");
  if (!fs.existsSync(built)) return false;
  const at = fs.statSync(built).mtimeMs;
  return SOURCES.flatMap((pattern) => fs.globSync(pattern, { cwd: root }))
    .filter((file) => !/\.test\.tsx?$/.test(file))
    .every((file) => fs.statSync(path.join(root, file)).mtimeMs <= at);
}
