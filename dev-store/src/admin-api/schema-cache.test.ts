import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "vitest";
import { adminSchema, functionsSchema } from "./admin-schema.ts";
import { CACHE_FOLDER } from "./sample-admin.ts";
import { ensureSchemas, SchemaCacheError } from "./schema-cache.ts";

test("the schemas are fetched once and both are Shopify's", async () => {
  const [first, second] = await Promise.all([ensureSchemas(CACHE_FOLDER), ensureSchemas(CACHE_FOLDER)]);
  expect(second).toEqual(first);
  expect((await readFile(first.adminFile)).length).toBeGreaterThan(100_000);
  expect((await adminSchema(CACHE_FOLDER)).getType("BulkOperation")).toBeDefined();
  expect((await functionsSchema(CACHE_FOLDER)).getType("Cart")).toBeDefined();
  expect(await adminSchema(CACHE_FOLDER)).toBe(await adminSchema(CACHE_FOLDER));
});

test("without a registry the message says what to do and nothing is left behind", async () => {
  const folder = await mkdtemp(path.join(tmpdir(), "schema-cache-"));
  const before = { ...process.env };
  Object.assign(process.env, { npm_config_registry: "http://127.0.0.1:9/", npm_config_cache: folder, npm_config_fetch_retries: "0" });
  try {
    await expect(ensureSchemas(folder)).rejects.toThrow(SchemaCacheError);
    await expect(ensureSchemas(folder)).rejects.toThrow(/Connect to an npm registry/);
    expect((await readdir(path.join(folder, "shopify-schemas"), { recursive: true })).filter((name) => name.endsWith(".gz"))).toEqual([]);
  } finally {
    process.env = before;
    await rm(folder, { recursive: true, force: true });
  }
}, 60_000);
