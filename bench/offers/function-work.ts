import { createHmac } from "node:crypto";
import { join } from "node:path";
import { bundleFunction } from "../../dev-store/src/functions/bundle-function.ts";
import { countJumps } from "../../dev-store/src/functions/count-jumps.ts";
import { readExtensions } from "../../dev-store/src/functions/extension-files.ts";
import { encodeLineAttribute, type FunctionConfiguration, hmacKey, lineAttributeText } from "../../extensions/contract/index.ts";

export const FUNCTION_EXPORT = "cartLinesDiscountsGenerateRun";
const KEY_ID = "2932";
const key = Buffer.alloc(32, 7);

/** The discount Function as it is shipped. */
export async function functionBundle(): Promise<string> {
  const { functions } = await readExtensions(join(import.meta.dirname, "../../extensions"));
  const extension = functions.find(({ handle }) => handle === "crescendo-offers");
  if (!extension) throw new Error("there is no Function crescendo-offers");
  return bundleFunction(extension);
}

/** What Shopify would give it as JSON: a cart of so many lines, the first of them with a valid token, and so many offers. */
export function functionInput(lineCount: number, tokens: number, offerCount: number): string {
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

/**
 * Its work on such a cart. Shopify meters WebAssembly instructions, which cannot be counted here; what can are the calls and jumps of
 * QuickJS, the engine it runs in.
 */
export function functionWork(bundle: string, input: string): Promise<number> {
  return countJumps(bundle, FUNCTION_EXPORT, { inputJson: input, runs: 40 });
}
