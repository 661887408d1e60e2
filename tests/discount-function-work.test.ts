import { createHmac } from "node:crypto";
import { join } from "node:path";
import { expect, test } from "vitest";
import { bundleFunction } from "../dev-store/src/functions/bundle-function.ts";
import { countJumps } from "../dev-store/src/functions/count-jumps.ts";
import { readExtensions } from "../dev-store/src/functions/extension-files.ts";
import { createFunctionSandbox } from "../dev-store/src/functions/function-sandbox.ts";
import {
  encodeLineAttribute,
  type FunctionConfiguration,
  hmacKey,
  lineAttributeText,
  mostVerifiedLines,
} from "../extensions/contract/index.ts";

// The Function as it is shipped, in the engine it runs in. Shopify meters WebAssembly instructions, which cannot be
// counted here; what can are QuickJS's calls and jumps.
const EXPORT = "cartLinesDiscountsGenerateRun";
const KEY_ID = "2932";
const key = Buffer.alloc(32, 7);
const bundle = await (async () => {
  const { functions } = await readExtensions(join(import.meta.dirname, "../extensions"));
  const extension = functions.find(({ handle }) => handle === "crescendo-offers");
  if (!extension) throw new Error("there is no Function crescendo-offers");
  return bundleFunction(extension);
})();

function inputOf(lineCount: number, tokens: number, offerCount: number): string {
  const configuration: FunctionConfiguration = {
    version: 2,
    keys: { [KEY_ID]: hmacKey([...key]) },
    minorDigits: 2,
    triggerCollectionIds: [],
    offers: Array.from({ length: offerCount }, (_, at) => ({
      id: at + 1,
      productIds: [String(at)],
      deepest: "p2000",
      trigger: { kind: "cart_value", minimum: "1.00" },
      maxQuantity: 1,
      firstTimeBuyersOnly: false,
      from: null,
      until: null,
      message: "An offer",
    })),
  };
  const token = (at: number) => {
    const text = lineAttributeText({
      keyId: KEY_ID,
      offerId: at + 1,
      variantId: String(9_000_000_000_000 + at),
      discount: { kind: "percentage", value: 1000 },
      maxQuantity: 1,
      lastDay: "2026-03-16",
      decisionId: "9f1c2d3e-4b5a-4678-9abc-def012345678",
    });
    return encodeLineAttribute(text, createHmac("sha256", key).update(text).digest().subarray(0, 16).toString("base64url"));
  };
  return JSON.stringify({
    cart: {
      buyerIdentity: { customer: null, purchasingCompany: null },
      lines: Array.from({ length: lineCount }, (_, at) => ({
        id: `gid://shopify/CartLine/${at}`,
        attribute: at < tokens ? { value: token(at) } : null,
        cost: { subtotalAmount: { amount: "10.0" } },
        merchandise: {
          id: `gid://shopify/ProductVariant/${9_000_000_000_000 + at}`,
          product: { id: `gid://shopify/Product/${at}`, inAnyCollection: false },
        },
      })),
    },
    discount: { discountClasses: ["PRODUCT"], metafield: { jsonValue: configuration } },
    presentmentCurrencyRate: "1.0",
    shop: { localTime: { date: "2026-03-15" } },
  });
}

const jumps = (inputJson: string) => countJumps(bundle, EXPORT, { inputJson, runs: 40 });

test("the longest carts run in the local store's sandbox and are given what may be verified", async () => {
  const sandbox = await createFunctionSandbox(bundle);
  for (const [lines, tokens] of [
    [20, 4],
    [20, 6],
    [50, 5],
    [200, 0],
    [200, 5],
    [200, 200],
  ] as const) {
    const result = sandbox.run(EXPORT, inputOf(lines, tokens, 20));
    if (!result.ok) throw new Error(result.message);
    const { operations } = JSON.parse(result.output) as { operations: { productDiscountsAdd: { candidates: unknown[] } }[] };
    expect(operations[0]?.productDiscountsAdd.candidates.length ?? 0).toBe(Math.min(tokens, mostVerifiedLines(lines)));
  }
  sandbox.dispose();
});

test("the Function's work: flat a line, bounded for signatures, next to nothing without a token", async () => {
  const idle = await jumps(inputOf(200, 0, 20));
  const one = await jumps(inputOf(30, 1, 20));
  const four = await jumps(inputOf(30, 4, 20));
  const [at200, at300, at400] = [await jumps(inputOf(200, 1, 20)), await jumps(inputOf(300, 1, 20)), await jumps(inputOf(400, 1, 20))];
  const manyOffers = await jumps(inputOf(30, 4, 60));
  const manyTokens = await jumps(inputOf(200, 200, 20));
  console.log(
    `calls and jumps: ${idle} without a token; ${one}/${four} for 1/4 tokens; ${at200}/${at300}/${at400} for 200/300/400 lines with one; ${manyOffers} with 60 offers; ${manyTokens} with 200 tokens; bundle ${Buffer.byteLength(bundle)} bytes`,
  );
  expect(Math.abs(at400 - at300 - (at300 - at200))).toBeLessThan(0.1 * at200);
  expect(idle).toBeLessThan(0.5 * at200);
  expect(one).toBeLessThan(four);
  expect(manyTokens).toBeLessThan(3 * four);
});

test("the bundle asks for nothing that Shopify's engine may lack", () => {
  for (const name of ["TextEncoder", "atob", "btoa", "crypto", "Buffer", "Uint8Array", "Date.now", "Math.random", "node:"])
    expect(bundle).not.toContain(name);
});
