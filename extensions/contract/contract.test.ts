import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import {
  decodeFunctionConfiguration,
  EMPTY_CONFIGURATION,
  encodeFunctionConfiguration,
  FUNCTION_METAFIELD_MAX_BYTES,
} from "./function-configuration.ts";
import { hmacKey } from "./hmac-sha256.ts";
import { decodeLineAttribute, encodeLineAttribute, type LineAttribute, lineAttributeText } from "./line-attribute.ts";
import { mostVerifiedLines, tokenVerifier } from "./token-verifier.ts";

const read = (name: string): unknown => JSON.parse(readFileSync(join(import.meta.dirname, "fixtures", name), "utf8"));
const { valid, invalid } = read("line-attribute.json") as { valid: { attribute: LineAttribute; value: string }[]; invalid: unknown[] };
const keyOf = (byte: number) => hmacKey([...Buffer.alloc(32, byte)]);

test("line attributes are written and read as the fixtures have them", () => {
  for (const { attribute, value } of valid) {
    const signed = lineAttributeText(attribute);
    const mac = value.slice(-22);
    expect(encodeLineAttribute(signed, mac)).toBe(value);
    expect(decodeLineAttribute(value)).toEqual({ ...attribute, signed, mac });
    expect(signed.length).toBeLessThanOrEqual(119);
  }
  for (const value of invalid) expect(decodeLineAttribute(value), String(value)).toBeNull();
});

test("a token verifies with the key it names and with no other", () => {
  for (const { value, attribute } of valid) {
    const token = decodeLineAttribute(value);
    if (!token) throw new Error(value);
    expect(tokenVerifier({ [attribute.keyId]: keyOf(2) })(token)).toBe(true);
    expect(tokenVerifier({ [attribute.keyId]: keyOf(3) })(token)).toBe(false);
    for (const keys of [{}, { "1": keyOf(2) }]) expect(tokenVerifier(keys)(token)).toBe(false);
  }
});

test("the longer the cart, the fewer signatures are checked, and one always", () => {
  expect([1, 39, 40, 80, 120, 500].map(mostVerifiedLines)).toEqual([4, 4, 3, 2, 1, 1]);
});

test("a configuration survives being written and read", () => {
  const { configuration } = read("configuration.json") as { configuration: Parameters<typeof encodeFunctionConfiguration>[0] };
  const written: unknown = JSON.parse(encodeFunctionConfiguration(configuration));
  expect(decodeFunctionConfiguration(written)).toEqual(configuration);
  expect(decodeFunctionConfiguration(written, (id) => id === 3).offers.map((offer) => offer.id)).toEqual([3]);
});

test("a configuration that is not understood is the empty one", () => {
  for (const value of [
    null,
    7,
    [],
    {},
    { version: 1, offers: [] },
    { version: 2, offers: [] },
    { version: 2, minorDigits: -1, offers: [] },
  ])
    expect(decodeFunctionConfiguration(value)).toEqual(EMPTY_CONFIGURATION);
  for (const keys of [null, { 1: "x" }, { 1: { inner: [], outer: [] } }, { 1: { inner: Array(8).fill("1"), outer: Array(8).fill(1) } }])
    expect(decodeFunctionConfiguration({ ...EMPTY_CONFIGURATION, keys })).toEqual(EMPTY_CONFIGURATION);
});

test("a configuration that Shopify would not pass on is refused with its size", () => {
  const offers = Array.from({ length: 100 }, () => ({ message: "x".repeat(100) })) as never;
  expect(() => encodeFunctionConfiguration({ ...EMPTY_CONFIGURATION, offers })).toThrow(`at most ${FUNCTION_METAFIELD_MAX_BYTES}`);
});
