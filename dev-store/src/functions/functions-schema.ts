import { readFile } from "node:fs/promises";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { buildClientSchema, GraphQLError, GraphQLScalarType, type GraphQLSchema, type IntrospectionQuery } from "graphql";
import { parseDecimal } from "../checkout/money.ts";

/** The Functions schema from Shopify's introspection result, plain or gzipped JSON. */
export async function readFunctionsSchema(schemaFile: string): Promise<GraphQLSchema> {
  const raw = await readFile(schemaFile).catch((error: NodeJS.ErrnoException) => {
    throw new Error(`The Functions schema could not be read from ${schemaFile} (${error.code ?? error.message}).`);
  });
  const text = (schemaFile.endsWith(".gz") ? await promisify(gunzip)(raw) : raw).toString("utf8");
  const content = JSON.parse(text) as { data?: IntrospectionQuery } & Partial<IntrospectionQuery>;
  const schema = buildClientSchema((content.data ?? content) as IntrospectionQuery);
  const decimal = schema.getType("Decimal");
  if (decimal instanceof GraphQLScalarType) {
    // An introspection result carries no scalar rules; without this any value would pass as an amount.
    decimal.parseValue = (value) => {
      if (!parseDecimal(value)) throw new GraphQLError(`Decimal cannot represent ${JSON.stringify(value)}.`);
      return value;
    };
  }
  return schema;
}
