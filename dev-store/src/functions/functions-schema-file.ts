import { join } from "node:path";
import { ensureSchemas } from "../admin-api/schema-cache.ts";

/** The Functions schema for tests: CRESCENDO_FUNCTIONS_SCHEMA when set, else the project's schema cache, filled when empty. */
export async function functionsSchemaFile(): Promise<string> {
  return (
    process.env.CRESCENDO_FUNCTIONS_SCHEMA ?? (await ensureSchemas(join(import.meta.dirname, "../../../.cache"))).functionsDiscountFile
  );
}
