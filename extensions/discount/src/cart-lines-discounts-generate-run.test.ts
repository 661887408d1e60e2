import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { loadFixture, loadInputQuery, loadSchema, validateTestAssets } from "@shopify/shopify-function-test-helpers";
import fc from "fast-check";
import { buildClientSchema, type IntrospectionQuery, printSchema } from "graphql";
import { expect, test } from "vitest";
import { encodeFunctionConfiguration, type FunctionOffer } from "../../contract/function-configuration.ts";
import { encodeLineAttribute } from "../../contract/line-attribute.ts";
import { cartLinesDiscountsGenerateRun } from "./cart-lines-discounts-generate-run.ts";
import type { FunctionInput, FunctionOutput, InputLine } from "./function-types.ts";

const runs = join(import.meta.dirname, "../../contract/fixtures/runs");
const query = join(import.meta.dirname, "cart-lines-discounts-generate-run.graphql");
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
      inputQueryAST: await loadInputQuery(query),
    });
    expect([...result.inputQuery.errors, ...result.inputFixture.errors, ...result.outputFixture.errors]).toEqual([]);
  });
}

function offer(values: Partial<FunctionOffer> = {}): FunctionOffer {
  return {
    id: 1,
    productIds: ["1"],
    discount: { kind: "percentage", percentage: 20 },
    trigger: { kind: "any" },
    maxQuantity: 1,
    firstTimeBuyersOnly: false,
    from: null,
    until: null,
    message: "An offer",
    ...values,
  };
}

function inputWith(lines: readonly InputLine[], jsonValue: unknown): FunctionInput {
  return {
    cart: { buyerIdentity: null, lines },
    discount: { discountClasses: ["PRODUCT"], metafield: { jsonValue } },
    presentmentCurrencyRate: "1.0",
    shop: { localTime: { date: "2026-03-15" } },
  };
}

function inputLine(at: number, productId: number, attribute: string | null): InputLine {
  return {
    id: `gid://shopify/CartLine/${at.toString().padStart(36, "0")}`,
    quantity: 10,
    attribute: attribute === null ? null : { value: attribute },
    cost: { subtotalAmount: { amount: "1234567.89" } },
    merchandise: { product: { id: `gid://shopify/Product/${9_000_000_000_000 + productId}`, inAnyCollection: false } },
  };
}

const decisionId = "9f1c2d3e-4b5a-4678-9abc-def012345678";

test("a cart of 200 lines and the largest configuration stay below Shopify's limits", () => {
  const offers: FunctionOffer[] = [];
  for (let id = 1; ; id++) {
    const next = offer({ id, productIds: [String(9_000_000_000_000 + id)], trigger: { kind: "cart_value", minimum: "10.00" } });
    try {
      encodeFunctionConfiguration({ version: 1, triggerCollectionIds: [], offers: [...offers, next] });
    } catch {
      break;
    }
    offers.push(next);
  }
  const lines = Array.from({ length: 200 }, (_, at) => inputLine(at, at + 1, encodeLineAttribute({ offerId: at + 1, decisionId })));
  const input = inputWith(lines, { version: 1, triggerCollectionIds: [], offers });
  const bytes = Buffer.byteLength(JSON.stringify(input));
  const outputBytes = Buffer.byteLength(JSON.stringify(cartLinesDiscountsGenerateRun(input)));
  console.log(`200 lines, ${offers.length} offers: input ${bytes} bytes, output ${outputBytes} bytes`);
  expect(offers.length).toBeGreaterThan(30);
  expect(bytes).toBeLessThan(128_000);
  expect(outputBytes).toBeLessThan(20_000);
});

test("a line brings at most five scalars, and a sixth only where it carries our attribute", () => {
  expect(scalars(inputLine(0, 1, null))).toBe(5);
  expect(scalars(inputLine(0, 1, "x"))).toBe(6);
});

test("the query asks for nothing that the input type does not have", () => {
  const names = [...readFileSync(query, "utf8").matchAll(/^\s*(\w+)/gm)].map((match) => match[1] as string);
  const known = JSON.stringify(inputWith([inputLine(0, 1, "x")], {}));
  for (const name of names.filter((item) => item !== "query" && item !== "customer" && item !== "numberOfOrders"))
    expect(known).toContain(`"${name}"`);
});

function scalars(value: unknown): number {
  if (typeof value !== "object" || value === null) return value === null ? 0 : 1;
  return Object.values(value).reduce((sum: number, inner) => sum + scalars(inner), 0);
}

test("whatever the configuration and the attributes hold, the Function gives an answer and no line twice", () => {
  const anyLine = fc.record({
    product: fc.integer({ min: 1, max: 5 }),
    attribute: fc.oneof(
      fc.string(),
      fc.integer({ min: 1, max: 6 }).map((offerId) => encodeLineAttribute({ offerId, decisionId })),
    ),
  });
  const anyOffer = fc.oneof(
    fc.jsonValue(),
    fc
      .record({ id: fc.integer({ min: 1, max: 6 }), product: fc.integer({ min: 1, max: 5 }), trigger: fc.jsonValue() })
      .map(({ id, product, trigger }) => ({
        ...offer({ id, productIds: [String(9_000_000_000_000 + product)] }),
        ...(trigger === null ? {} : { trigger }),
      })),
  );
  fc.assert(
    fc.property(fc.array(anyLine, { maxLength: 8 }), fc.array(anyOffer, { maxLength: 8 }), (some, offers) => {
      const lines = some.map(({ product, attribute }, at) => inputLine(at, product, attribute));
      const { operations } = cartLinesDiscountsGenerateRun(inputWith(lines, { version: 1, triggerCollectionIds: [], offers }));
      const targets = operations.flatMap((item) =>
        item.productDiscountsAdd.candidates.flatMap((candidate) => candidate.targets.map((target) => target.cartLine)),
      );
      expect(targets.every((target) => target.quantity >= 1 && target.quantity <= 10)).toBe(true);
    }),
    { numRuns: 300 },
  );
});

test("the offered line never triggers itself, however many there are", () => {
  const triggers = fc.constantFrom<FunctionOffer["trigger"]>(
    { kind: "product", productIds: ["9000000000001"] },
    { kind: "cart_value", minimum: "0.01" },
    { kind: "collection", collectionIds: ["1"] },
  );
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 10 }), triggers, (count, trigger) => {
      const lines = Array.from({ length: count }, (_, at) => inputLine(at, 1, encodeLineAttribute({ offerId: 1, decisionId })));
      const input = inputWith(lines, { version: 1, triggerCollectionIds: [], offers: [offer({ productIds: ["9000000000001"], trigger })] });
      expect(cartLinesDiscountsGenerateRun(input)).toEqual({ operations: [] });
    }),
  );
});
