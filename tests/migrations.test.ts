import { spawnSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import path from "node:path";
import pg from "pg";
import { afterAll, expect, inject, test } from "vitest";
import { createTestDatabase } from "./test-database.ts";

const root = path.resolve(import.meta.dirname, "..");

/** What Prisma's schema language cannot say and the migrations therefore have beside it. */
const BESIDE_THE_SCHEMA = [
  "order_lines_without_cost_idx",
  "order_lines_with_decision_idx",
  "orders_by_visitor_idx",
  "decisions_shop_id_created_at_shown_idx",
];

const server = inject("postgres");
const described = `described_${randomUUID().replaceAll("-", "")}`;

afterAll(() => query(server, `drop database if exists ${described} with (force)`));

test("the migrations make the database that schema.prisma describes", async () => {
  const migrated = await createTestDatabase();
  await query(server, `create database ${described}`);
  const address = server.replace(/\/postgres$/, `/${described}`);
  await query(address, schemaAsSql(address));
  expect(await catalogue(migrated.url)).toEqual(await catalogue(address));
  await migrated.drop();
});

/** Prisma's own words for an empty database that becomes the schema. */
function schemaAsSql(databaseUrl: string): string {
  const parameters = ["migrate", "diff", "--from-empty", "--to-schema-datamodel", "prisma/schema.prisma", "--script"];
  const result = spawnSync(process.execPath, [path.join(root, "node_modules/prisma/build/index.js"), ...parameters], {
    cwd: root,
    encoding: "utf8",
    env: { ...process.env, DATABASE_URL: databaseUrl, CHECKPOINT_DISABLE: "1" },
  });
  expect(result.status, result.stderr).toBe(0);
  return result.stdout;
}

/** Every column and index of the app's tables, a line each. */
async function catalogue(databaseUrl: string): Promise<string[]> {
  const columns = await query(
    databaseUrl,
    `select format('%s.%s %s %s default %s', c.relname, a.attname, format_type(a.atttypid, a.atttypmod),
       case when a.attnotnull then 'not null' else 'null' end, coalesce(pg_get_expr(d.adbin, d.adrelid), 'none')) as line
     from pg_attribute a join pg_class c on c.oid = a.attrelid and c.relkind = 'r' and c.relnamespace = 'public'::regnamespace
     left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
     where a.attnum > 0 and not a.attisdropped and c.relname <> '_prisma_migrations'`,
  );
  const indexes = await query(
    databaseUrl,
    "select indexdef as line from pg_indexes where schemaname = 'public' and tablename <> '_prisma_migrations' and indexname <> all($1)",
    [BESIDE_THE_SCHEMA],
  );
  return [...columns, ...indexes].map((row) => row.line).sort();
}

async function query(databaseUrl: string, text: string, values?: unknown[]): Promise<{ line: string }[]> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    return (await client.query<{ line: string }>(text, values)).rows ?? [];
  } finally {
    await client.end();
  }
}
