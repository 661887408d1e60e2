import { expect, test } from "vitest";
import { FUNCTION_EXPORT, functionBundle, functionWork, functionInput as inputOf } from "../bench/offers/function-work.ts";
import { createFunctionSandbox } from "../dev-store/src/functions/function-sandbox.ts";
import { mostVerifiedLines } from "../extensions/contract/index.ts";

const bundle = await functionBundle();
const jumps = (input: string) => functionWork(bundle, input);

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
    const result = sandbox.run(FUNCTION_EXPORT, inputOf(lines, tokens, 20));
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
