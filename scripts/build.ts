import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";

const root = path.resolve(import.meta.dirname, "..");
const inputs = ["app", "extensions/contract", "extensions/storefront", "public", "package-lock.json", "vite.config.ts", "remix.config.js"];

/** Builds the app when a source is newer than the last build; tells on stderr. */
export function ensureBuilt(): void {
  const built = path.join(root, "build/server/index.js");
  if (fs.existsSync(built) && newest() <= fs.statSync(built).mtimeMs) return;
  process.stderr.write("Building the app …\n");
  const result = spawnSync(process.execPath, [path.join(root, "node_modules/@remix-run/dev/dist/cli.js"), "vite:build"], {
    cwd: root,
    encoding: "utf8",
    env: { ...process.env, NODE_ENV: "production" },
  });
  if (result.status !== 0) throw new Error(`The app could not be built:\n${result.stdout}\n${result.stderr}`);
  fs.utimesSync(built, new Date(), new Date());
}

function newest(): number {
  const times = inputs
    .map((input) => path.join(root, input))
    .filter((input) => fs.existsSync(input))
    .flatMap((input) =>
      fs.statSync(input).isDirectory()
        ? fs.readdirSync(input, { recursive: true, encoding: "utf8" }).map((file) => path.join(input, file))
        : [input],
    );
  return Math.max(...times.map((file) => fs.statSync(file).mtimeMs));
}
