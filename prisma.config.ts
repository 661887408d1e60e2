import { createRequire } from "node:module";
import { PrismaPg } from "@prisma/adapter-pg";
import { defineConfig } from "prisma/config";

// The Prisma command line looks for an address before it reads this file's adapter, and would download an engine without one.
process.env.DATABASE_URL ??= "postgresql://localhost:5432/crescendo";

// adapter-pg knows no catalog types, which the schema engine reads: name/char become text, name[] becomes text[].
const require = createRequire(import.meta.url);
const Result = require("pg/lib/result.js") as { prototype: { addFields(fields: { dataTypeID: number }[]): void } };
const addFields = Result.prototype.addFields;
const asText = new Map([
  [18, 25],
  [19, 25],
  [1003, 1009],
]);
Result.prototype.addFields = function (fields) {
  for (const field of fields) field.dataTypeID = asText.get(field.dataTypeID) ?? field.dataTypeID;
  addFields.call(this, fields);
};

export default defineConfig({
  schema: "prisma/schema.prisma",
  experimental: { adapter: true },
  engine: "js",
  adapter: async () => new PrismaPg({ connectionString: process.env.DATABASE_URL as string, allowExitOnIdle: true }),
});
