import { createHmac } from "node:crypto";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { loadFixture, loadInputQuery, loadSchema, validateTestAssets } from "@shopify/shopify-function-test-helpers";
import fc from "fast-check";
import { buildClientSchema, type IntrospectionQuery, printSchema } from "graphql";
import { expect, test } from "vitest";
import { EMPTY_CONFIGURATION, encodeFunctionConfiguration, type FunctionOffer } from "../../contract/function-configuration.ts";
import { hmacKey } from "../../contract/hmac-sha256.ts";
import { decodeLineAttribute, encodeLineAttribute, type LineAttribute, lineAttributeText } from "../../contract/line-attribute.ts";
import { MOST_VERIFIED_LINES, mostVerifiedLines } from "../../contract/token-verifier.ts";
import { goldenRuns } from "../fixtures/golden-runs.ts";
import { cartLinesDiscountsGenerateRun } from "./cart-lines-discounts-generate-run.ts";
import type { FunctionInput, FunctionOutput, InputLine } from "./function-types.ts";

const runs = join(import.meta.dirname, "../../contract/fixtures/runs");
const queryFile = join(import.meta.dirname, "cart-lines-discounts-generate-run.graphql");
const schemaFile = process.env.CRESCENDO_FUNCTIONS_SCHEMA ?? cachedSchema();
const schema = schemaFile === null ? null : await readSchema(schemaFile);
if (!schema) console.log("skipped: no Functions schema in .cache/shopify-schemas; the local store fetches it when it starts");

function cachedSchema(): string | null {
  const folder = join(import.meta.dirname, "../../../.cache/shopify-schemas");
  const versions = existsSync(folder)
    ? readdirSync(folder).map((version) => join(folder, version, "functions_discount_2026-07.json.gz"))
    : [];
  return versions.find((file) => existsSync(file)) ?? null;
}

/** By way of a file: the helpers have a graphql of their own, which takes no other's objects. */
async function readSchema(file: string) {
  const content = JSON.parse(gunzipSync(readFileSync(file)).toString("utf8")) as { data?: IntrospectionQuery } & IntrospectionQuery;
  const folder = mkdtempSync(join(tmpdir(), "crescendo-schema-"));
  try {
    writeFileSync(join(folder, "schema.graphql"), printSchema(buildClientSchema(content.data ?? content)));
    return await loadSchema(join(folder, "schema.graphql"));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

for (const file of readdirSync(runs).sort()) {
  test(`golden: ${file.replace(".json", "").replaceAll("-", " ")}`, async () => {
    const fixture = (await loadFixture(join(runs, file))) as unknown as { input: FunctionInput; expectedOutput: FunctionOutput };
    expect(cartLinesDiscountsGenerateRun(fixture.input)).toEqual(fixture.expectedOutput);
  });

  test.skipIf(!schema)(`Shopify's schema accepts: ${file.replace(".json", "").replaceAll("-", " ")}`, async () => {
    if (!schema) return;
    const result = await validateTestAssets({
      schema,
      fixture: await loadFixture(join(runs, file)),
      inputQueryAST: await loadInputQuery(queryFile),
    });
    expect([...result.inputQuery.errors, ...result.inputFixture.errors, ...result.outputFixture.errors]).toEqual([]);
  });
}

test("the golden files are what golden-runs.ts writes", () => {
  expect(readdirSync(runs).sort()).toEqual([...goldenRuns.keys()].map((name) => `${name}.json`).sort());
  for (const [name, run] of goldenRuns) expect(JSON.parse(readFileSync(join(runs, `${name}.json`), "utf8"))).toEqual(run);
});

const KEY_ID = "2932";
const key = Buffer.alloc(32, 7);
const decisionId = "9f1c2d3e-4b5a-4678-9abc-def012345678";
const productOf = (at: number) => 9_000_000_000_000 + at;

function offer(values: Partial<FunctionOffer> = {}): FunctionOffer {
  return {
    id: 1,
    productIds: [String(productOf(1))],
    deepest: "p2000",
    trigger: { kind: "any" },
    maxQuantity: 1,
    firstTimeBuyersOnly: false,
    from: null,
    until: null,
    message: "An offer",
    ...values,
  };
}

function configurationOf(offers: readonly unknown[]) {
  return { ...EMPTY_CONFIGURATION, keys: { [KEY_ID]: hmacKey([...key]) }, offers: offers as FunctionOffer[] };
}

function inputWith(lines: readonly InputLine[], jsonValue: unknown): FunctionInput {
  return {
    cart: { buyerIdentity: null, lines },
    discount: { discountClasses: ["PRODUCT"], metafield: { jsonValue } },
    presentmentCurrencyRate: "1.0",
    shop: { localTime: { date: "2026-03-15" } },
  };
}

/** A genuine token for the product's variant. */
function token(offerId: number, product: number, values: Partial<LineAttribute> = {}): string {
  const text = lineAttributeText({
    keyId: KEY_ID,
    offerId,
    variantId: String(productOf(product)),
    discount: { kind: "percentage", value: 1000 },
    maxQuantity: 1,
    lastDay: "2026-03-16",
    decisionId,
    ...values,
  });
  return encodeLineAttribute(text, createHmac("sha256", key).update(text).digest().subarray(0, 16).toString("base64url"));
}

function inputLine(at: number, product: number, attribute: string | null): InputLine {
  return {
    id: `gid://shopify/CartLine/${at.toString().padStart(36, "0")}`,
    attribute: attribute === null ? null : { value: attribute },
    cost: { subtotalAmount: { amount: "1234567.89" } },
    merchandise: {
      id: `gid://shopify/ProductVariant/${productOf(product)}`,
      product: { id: `gid://shopify/Product/${productOf(product)}`, inAnyCollection: false },
    },
  };
}

function given({ operations }: FunctionOutput): string[] {
  return operations.flatMap((item) =>
    item.productDiscountsAdd.candidates.flatMap((candidate) => candidate.targets.map((target) => target.cartLine.id)),
  );
}

/** As many offers as one metafield holds. */
function mostOffers(): FunctionOffer[] {
  const offers: FunctionOffer[] = [];
  for (let id = 1; ; id++) {
    const next = offer({ id, productIds: [String(productOf(id))], trigger: { kind: "cart_value", minimum: "10.00" } });
    try {
      encodeFunctionConfiguration(configurationOf([...offers, next]));
    } catch {
      return offers;
    }
    offers.push(next);
  }
}

test("a cart of 200 lines, each with a token, and the largest configuration stay below Shopify's limits", () => {
  const offers = mostOffers();
  const lines = Array.from({ length: 200 }, (_, at) => inputLine(at, at + 1, token(at + 1, at + 1)));
  const input = inputWith(lines, configurationOf(offers));
  const bytes = Buffer.byteLength(JSON.stringify(input));
  const output = cartLinesDiscountsGenerateRun(input);
  const outputBytes = Buffer.byteLength(JSON.stringify(output));
  console.log(`200 lines, ${offers.length} offers: input ${bytes} bytes, output ${outputBytes} bytes`);
  expect(offers.length).toBeGreaterThan(30);
  expect(bytes).toBeLessThan(128_000);
  expect(outputBytes).toBeLessThan(20_000);
  expect(given(output)).toHaveLength(1);
});

test("a line brings five scalars, product and variant among them, and a sixth only where it carries our attribute", () => {
  expect(scalars(inputLine(0, 1, null))).toBe(5);
  expect(scalars(inputLine(0, 1, "x"))).toBe(6);
  const query = readFileSync(queryFile, "utf8");
  const asked = query.slice(query.indexOf("lines {"), query.indexOf("discount {")).match(/^\s*\w+(\(.*\))?$/gm) ?? [];
  expect(asked.map((line) => line.trim())).toEqual(["id", "value", "amount", "id", "id", "inAnyCollection(ids: $triggerCollectionIds)"]);
});

test("the query asks for nothing that the input type does not have", () => {
  const names = [...readFileSync(queryFile, "utf8").matchAll(/^\s*(\w+)/gm)].map((match) => match[1] as string);
  const known = JSON.stringify(inputWith([inputLine(0, 1, "x")], {}));
  for (const name of names.filter((item) => !["query", "customer", "numberOfOrders", "purchasingCompany", "company"].includes(item)))
    expect(known).toContain(`"${name}"`);
});

function scalars(value: unknown): number {
  if (typeof value !== "object" || value === null) return value === null ? 0 : 1;
  return Object.values(value).reduce((sum: number, inner) => sum + scalars(inner), 0);
}

test("no bit of a token can be changed: neither in the letter as it is nor to any letter that passes for one", () => {
  const genuine = token(1, 1);
  const run = (attribute: string) =>
    given(cartLinesDiscountsGenerateRun(inputWith([inputLine(0, 1, attribute)], configurationOf([offer()]))));
  expect(run(genuine)).toHaveLength(1);
  for (let at = 0; at < genuine.length; at += 1) {
    for (let bit = 0; bit < 8; bit += 1) {
      const letter = String.fromCharCode(genuine.charCodeAt(at) ^ (1 << bit));
      expect(run(genuine.slice(0, at) + letter + genuine.slice(at + 1)), `${at} ${letter}`).toEqual([]);
    }
    for (const letter of "0123456789abcdefABCXYZpa.-_=") {
      if (letter !== genuine[at]) expect(run(genuine.slice(0, at) + letter + genuine.slice(at + 1)), `${at} ${letter}`).toEqual([]);
    }
    expect(run(genuine.slice(0, at))).toEqual([]);
  }
});

test("whatever the configuration and the attributes hold, the Function gives an answer and no offer twice", () => {
  const anyLine = fc.record({
    product: fc.integer({ min: 1, max: 5 }),
    attribute: fc.oneof(
      fc.string(),
      fc
        .record({
          offerId: fc.integer({ min: 1, max: 6 }),
          product: fc.integer({ min: 1, max: 5 }),
          keyId: fc.constantFrom(KEY_ID, "2931", "1"),
          maxQuantity: fc.integer({ min: 1, max: 99 }),
          lastDay: fc.constantFrom("2026-03-14", "2026-03-15", "2026-03-16"),
          discount: fc.record({ kind: fc.constantFrom("percentage", "amount"), value: fc.integer({ min: 0, max: 10_000 }) }),
        })
        .map(({ offerId, product, ...values }) => token(offerId, product, values as Partial<LineAttribute>)),
    ),
  });
  const anyOffer = fc.oneof(
    fc.jsonValue(),
    fc
      .record({
        id: fc.integer({ min: 1, max: 6 }),
        product: fc.integer({ min: 1, max: 5 }),
        trigger: fc.jsonValue(),
        dynamic: fc.boolean(),
      })
      .map(({ id, product, trigger, dynamic }) => ({
        ...offer({ id, productIds: [String(productOf(product))], ...(dynamic ? { dynamic } : {}) }),
        ...(trigger === null ? {} : { trigger }),
      })),
  );
  const anyConfiguration = fc.oneof(fc.jsonValue(), fc.array(anyOffer, { maxLength: 8 }).map(configurationOf));
  fc.assert(
    fc.property(fc.array(anyLine, { maxLength: 8 }), anyConfiguration, (some, configuration) => {
      const lines = some.map(({ product, attribute }, at) => inputLine(at, product, attribute));
      const { operations } = cartLinesDiscountsGenerateRun(inputWith(lines, configuration));
      const targets = operations.flatMap((item) =>
        item.productDiscountsAdd.candidates.flatMap((candidate) => candidate.targets.map((target) => target.cartLine)),
      );
      expect(targets.length).toBeLessThanOrEqual(MOST_VERIFIED_LINES);
      expect(new Set(targets.map((target) => target.id)).size).toBe(targets.length);
      expect(targets.every((target) => target.quantity === 1)).toBe(true);
      for (const { id } of targets)
        expect(decodeLineAttribute(lines.find((line) => line.id === id)?.attribute?.value)).toMatchObject({ keyId: KEY_ID });
    }),
    { numRuns: 300 },
  );
});

test("the offered line never triggers itself, however many there are", () => {
  const triggers = fc.constantFrom<FunctionOffer["trigger"]>(
    { kind: "product", productIds: [String(productOf(1))] },
    { kind: "cart_value", minimum: "0.01" },
    { kind: "collection", collectionIds: ["1"] },
  );
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 10 }), triggers, (count, trigger) => {
      const lines = Array.from({ length: count }, (_, at) => inputLine(at, 1, token(1, 1)));
      expect(cartLinesDiscountsGenerateRun(inputWith(lines, configurationOf([offer({ trigger })])))).toEqual({ operations: [] });
    }),
  );
});

/** How often the Function looks at the lines' amounts and at the offers' triggers. */
function looks(lineCount: number, tokens: number, offerCount: number): { lines: number; offers: number } {
  const count = { lines: 0, offers: 0 };
  const watched = <T extends object>(item: T, name: keyof T & string, of: keyof typeof count): T => {
    const value = item[name];
    return Object.defineProperty({ ...item }, name, {
      enumerable: true,
      get: () => {
        count[of] += 1;
        return value;
      },
    });
  };
  const lines = Array.from({ length: lineCount }, (_, at) =>
    watched(inputLine(at, at + 1, at < tokens ? token(at + 1, at + 1) : null), "cost", "lines"),
  );
  const offers = Array.from({ length: offerCount }, (_, at) =>
    watched(
      offer({ id: at + 1, productIds: [String(productOf(at + 1))], trigger: { kind: "cart_value", minimum: "1.00" } }),
      "trigger",
      "offers",
    ),
  );
  expect(given(cartLinesDiscountsGenerateRun(inputWith(lines, configurationOf(offers))))).toHaveLength(
    Math.min(tokens, mostVerifiedLines(lineCount)),
  );
  return count;
}

test("a line is looked at once at most, however many the offers, and not at all without a token; offers nobody accepted cost nothing", () => {
  expect(looks(10, 5, 5).lines).toBeLessThanOrEqual(10);
  expect(looks(200, 5, 20).lines).toBeLessThanOrEqual(200);
  expect(looks(200, 0, 20)).toEqual({ lines: 0, offers: 0 });
  expect(looks(200, 5, 20).offers).toBe(looks(10, 5, 5).offers);
});
