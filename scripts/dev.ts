import { randomBytes } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { startEmbeddedPostgres } from "../app/database/embedded-postgres.server.ts";
import { migrate } from "../app/database/migrate.server.ts";
import { freePort, Processes } from "./processes.ts";

/**
 * What `shopify app dev` runs (shopify.web.toml) against a real development store: the pages with reload, the
 * worker, and the embedded PostgreSQL unless DATABASE_URL names another. The CLI gives credentials and the
 * tunnel's address.
 */
const root = path.resolve(import.meta.dirname, "..");
const processes = new Processes();
const database = process.env.DATABASE_URL ? null : await startEmbeddedPostgres(path.join(root, ".data/postgres"));
const url = process.env.DATABASE_URL ?? (database?.socketUrl as string);
await migrate(url);

const environment = {
  DATABASE_URL: url,
  SHOPIFY_APP_URL: process.env.SHOPIFY_APP_URL ?? process.env.HOST ?? "http://localhost:3000",
  TOKEN_ENCRYPTION_KEYS: process.env.TOKEN_ENCRYPTION_KEYS ?? localKey(),
  NODE_ENV: "development",
};
const port = process.env.PORT ?? String(await freePort());
const say = (line: string) => process.stdout.write(`${line}\n`);
processes.onUnexpectedExit = (name, output) => {
  process.stderr.write(`The ${name} stopped by itself:\n${output}\n`);
  void end(1);
};
processes.start(
  "pages",
  [process.execPath, path.join(root, "node_modules/@remix-run/dev/dist/cli.js"), "vite:dev", "--port", port],
  { ...environment, ROLE: "web" },
  say,
);
processes.start(
  "worker",
  [process.execPath, "--disable-warning=ExperimentalWarning", path.join(root, "app/worker.server.ts")],
  { ...environment, ROLE: "worker" },
  say,
);
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => void end(0));

async function end(code: number): Promise<void> {
  await processes.stop();
  await database?.stop();
  process.exit(code);
}

/** Sealed tokens must open again after a restart. */
function localKey(): string {
  const file = path.join(root, ".data/token-encryption-keys");
  if (!fs.existsSync(file)) fs.writeFileSync(file, `local:${randomBytes(32).toString("base64")}`, { mode: 0o600 });
  return fs.readFileSync(file, "utf8");
}
