import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import pg from "pg";
import type { TestProject } from "vitest/node";
import { discardEmbeddedPostgres, startEmbeddedPostgres } from "../app/database/embedded-postgres.server.ts";
import { migrate } from "../app/database/migrate.server.ts";

declare module "vitest" {
  export interface ProvidedContext {
    /** the server; each test file makes its own database from the template */
    postgres: string;
  }
}

/** One real PostgreSQL for the whole run, with a migrated template that test files copy. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "crescendo-tests-"));
  fs.chmodSync(folder, 0o755);
  const server = await startEmbeddedPostgres(path.join(folder, "postgres"));
  const remove = async () => {
    await discardEmbeddedPostgres(path.join(folder, "postgres"));
    fs.rmSync(folder, { recursive: true, force: true });
  };
  try {
    const client = new pg.Client({ connectionString: server.url });
    await client.connect();
    await client.query("create database template_crescendo");
    await client.end();
    await migrate(server.url.replace(/\/postgres$/, "/template_crescendo"));
  } catch (error) {
    await remove();
    throw error;
  }
  project.provide("postgres", server.url);
  return remove;
}
