import { readFile } from "node:fs/promises";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { buildClientSchema, type GraphQLSchema, type IntrospectionQuery } from "graphql";
import { ensureSchemas } from "./schema-cache.ts";

/** One row of Shopify's own table of which scopes a type or field needs. */
export interface ScopeRow {
  type: "type" | "field";
  typeName: string;
  fieldName?: string;
  /** Shopify's wording, used in ACCESS_DENIED */
  requiredAccess: string;
  /** any of these is enough; empty when none is needed */
  offlineScopes: string[];
}

interface LoadedSchema {
  schema: GraphQLSchema;
  scopeRows: ScopeRow[];
}

const loaded = new Map<string, Promise<LoadedSchema>>();

/** Shopify's Admin API schema of the pinned version, built once a process (about 0.4 s). */
export async function adminSchema(cacheFolder: string): Promise<GraphQLSchema> {
  return (await adminSchemaWithScopes(cacheFolder)).schema;
}

/** The same schema together with Shopify's access-scope table. */
export async function adminSchemaWithScopes(cacheFolder: string): Promise<LoadedSchema> {
  return load((await ensureSchemas(cacheFolder)).adminFile);
}

/** The schema a discount Function's input query and output follow. */
export async function functionsSchema(cacheFolder: string): Promise<GraphQLSchema> {
  return (await load((await ensureSchemas(cacheFolder)).functionsDiscountFile)).schema;
}

function load(file: string): Promise<LoadedSchema> {
  let schema = loaded.get(file);
  if (!schema) {
    schema = read(file);
    loaded.set(file, schema);
    schema.catch(() => loaded.delete(file));
  }
  return schema;
}

async function read(file: string): Promise<LoadedSchema> {
  const bytes = await promisify(gunzip)(await readFile(file));
  const json = JSON.parse(bytes.toString("utf8")) as { data: IntrospectionQuery; offline_scopes?: { items: ScopeRow[] } };
  return { schema: buildClientSchema(json.data), scopeRows: json.offline_scopes?.items ?? [] };
}
