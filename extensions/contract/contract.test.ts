import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { decodeFunctionConfiguration, encodeFunctionConfiguration, FUNCTION_METAFIELD_MAX_BYTES } from "./function-configuration.ts";
import { decodeLineAttribute, encodeLineAttribute, type LineAttribute } from "./line-attribute.ts";

const read = (name: string): unknown => JSON.parse(readFileSync(join(import.meta.dirname, "fixtures", name), "utf8"));

test("line attributes are written and read as the fixtures have them", () => {
  const { valid, invalid } = read("line-attribute.json") as { valid: { attribute: LineAttribute; value: string }[]; invalid: unknown[] };
  for (const { attribute, value } of valid) {
    expect(encodeLineAttribute(attribute)).toBe(value);
    expect(decodeLineAttribute(value)).toEqual(attribute);
  }
  for (const value of invalid) expect(decodeLineAttribute(value)).toBeNull();
});

test("a configuration survives being written and read", () => {
  const { configuration } = read("configuration.json") as { configuration: Parameters<typeof encodeFunctionConfiguration>[0] };
  expect(decodeFunctionConfiguration(JSON.parse(encodeFunctionConfiguration(configuration)))).toEqual(configuration);
});

test("a configuration that Shopify would not pass on is refused with its size", () => {
  const offers = Array.from({ length: 100 }, () => ({ message: "x".repeat(100) })) as never;
  expect(() => encodeFunctionConfiguration({ version: 1, triggerCollectionIds: [], offers })).toThrow(
    `at most ${FUNCTION_METAFIELD_MAX_BYTES}`,
  );
});
