import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { PgBoss } from "pg-boss";
import { JOB_NAMES } from "../jobs/queue.server.ts";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");

// The schema engine leaves its ten-second lock timeout running, which would keep the finished command alive that long.
const unrefLongTimers = `data:text/javascript,const start = setTimeout; globalThis.setTimeout = (f, ms, ...rest) => { const timer = start(f, ms, ...rest); return ms >= 10000 ? timer.unref() : timer; };`;

/** Brings a database to the present schema: the app's tables, then the job queue's. Safe to run again and by several at once. */
export async function migrate(databaseUrl: string): Promise<void> {
  await createRole(databaseUrl);
  const prismaCommand = path.join(path.dirname(createRequire(import.meta.url).resolve("prisma/package.json")), "build/index.js");
  const result = spawnSync(process.execPath, ["--import", unrefLongTimers, prismaCommand, "migrate", "deploy"], {
    cwd: root,
    encoding: "utf8",
    env: { ...process.env, DATABASE_URL: databaseUrl, PRISMA_HIDE_UPDATE_MESSAGE: "1", CHECKPOINT_DISABLE: "1" },
  });
  if (result.status !== 0) throw new Error(`The database could not be migrated:\n${result.stdout}${result.stderr}`);
  await migrateQueue(databaseUrl);
}

/** Roles belong to the server, not to one database, so this stands outside the migrations. */
async function createRole(databaseUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query(
      `do $$ begin create role crescendo_app nologin; exception when duplicate_object or unique_violation then null; end $$`,
    );
    await client.query("grant crescendo_app to current_user");
  } catch (error) {
    throw new Error(
      `The database user must be allowed to create the role crescendo_app (CREATEROLE), or an administrator creates it and grants it to that user: ${(error as Error).message}`,
    );
  } finally {
    await client.end();
  }
}

async function migrateQueue(databaseUrl: string): Promise<void> {
  const boss = new PgBoss({ connectionString: databaseUrl, schema: "pgboss", max: 2, supervise: false, schedule: false });
  boss.on("error", () => {}); // start() rejects with the same
  await boss.start();
  for (const name of JOB_NAMES) {
    await boss.createQueue(`${name}.failed`);
    await boss.createQueue(name, {
      policy: "short",
      notify: true,
      retryLimit: 8,
      retryDelay: 2,
      retryBackoff: true,
      deadLetter: `${name}.failed`,
      expireInSeconds: 3600,
      heartbeatSeconds: 30,
    });
  }
  await boss.stop({ graceful: false });
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query(
    "grant usage on schema pgboss to crescendo_app; grant select, insert, update, delete on all tables in schema pgboss to crescendo_app",
  );
  await client.end();
}
