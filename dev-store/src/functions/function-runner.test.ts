import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { addDiscount, addProduct, sampleStore } from "../checkout/sample-store.ts";
import type { Store } from "../store/store.ts";
import type { FunctionCartInput } from "./function-input.ts";
import { createFunctionRunner, type FunctionRunner } from "./function-runner.ts";
import { functionsSchemaFile } from "./functions-schema-file.ts";

let runner: FunctionRunner | null = null;
beforeAll(async () => {
  runner = await createFunctionRunner({
    extensionsFolder: join(import.meta.dirname, "fixtures/extensions"),
    schemaFile: await functionsSchemaFile(),
  });
}, 120_000);
afterAll(() => runner?.close());

function setup(configuration: object = {}) {
  const store = sampleStore();
  const discount = addDiscount(store, { id: 1, kind: "automatic_app", functionHandle: "half-off", appClientId: "app1" });
  store.setMetafield({
    ownerGid: "gid://shopify/DiscountAutomaticNode/1",
    namespace: "$app:half-off",
    key: "configuration",
    type: "json",
    value: JSON.stringify(configuration),
    clientId: "app1",
  });
  return { store, discount };
}

function cartInput(lines: { variantId: number; quantity: number; properties?: Record<string, string> }[]): FunctionCartInput {
  return {
    lines: lines.map((line, index) => ({ id: `gid://shopify/CartLine/${index}`, properties: {}, ...line })),
    attributes: {},
    enteredCodes: [],
    customerId: null,
    isAuthenticated: false,
    email: null,
    locale: "en",
  };
}

function run(store: Store, discount: Parameters<FunctionRunner["run"]>[1], input: FunctionCartInput) {
  if (!runner) throw new Error("no runner");
  return runner.run(store, discount, input);
}

test("a marked line gets the discount the Function gives it, in a fresh world each time", async () => {
  const { store, discount } = setup({ percentage: 40 });
  for (let turn = 0; turn < 3; turn += 1) {
    const result = await run(
      store,
      discount,
      cartInput([
        { variantId: 111, quantity: 2, properties: { _half: "1" } },
        { variantId: 121, quantity: 1 },
      ]),
    );
    expect(result).toMatchObject({
      ok: true,
      logs: "lines 2\n",
      operations: [
        {
          productDiscountsAdd: {
            selectionStrategy: "ALL",
            candidates: [
              {
                message: "Half price",
                targets: [{ cartLine: { id: "gid://shopify/CartLine/0", quantity: 1 } }],
                value: { percentage: { value: 40 } },
              },
            ],
          },
        },
      ],
    });
  }
});

test("query variables come from the discount's own metafield", async () => {
  const { store, discount } = setup({ collectionIds: ["gid://shopify/Collection/32"] });
  const result = await run(
    store,
    discount,
    cartInput([
      { variantId: 111, quantity: 1 },
      { variantId: 131, quantity: 1 },
    ]),
  );
  expect(result.ok && result.operations[0]?.productDiscountsAdd?.candidates.map((item) => item.targets[0]?.cartLine?.id)).toEqual([
    "gid://shopify/CartLine/1",
  ]);
});

test("another app's metafield stays out of sight", async () => {
  const { store, discount } = setup({ percentage: 40 });
  discount.appClientId = "app2";
  const result = await run(store, discount, cartInput([{ variantId: 111, quantity: 1, properties: { _half: "1" } }]));
  expect(result.ok && result.operations[0]?.productDiscountsAdd?.candidates[0]?.value).toEqual({ percentage: { value: 50 } });
});

for (const [mode, reason, message] of [
  ["throw", "threw", "TypeError: broken on purpose"],
  ["loop", "instruction_limit", "too long"],
  ["memory", "memory_limit", "10 MB"],
  ["clock", "threw", "no clock"],
  ["now", "threw", "no clock"],
  ["random", "threw", "no randomness"],
  ["fetch", "threw", "fetch"],
  ["wrong", "invalid_output", "BEST"],
  ["large", "output_too_large", "20000"],
  ["nothing", "no_output", "nothing"],
] as const) {
  test(`a Function that goes wrong (${mode}) gives ${reason} and the next run is well again`, async () => {
    const broken = setup({ mode });
    const line = cartInput([{ variantId: 111, quantity: 1, properties: { _half: "1" } }]);
    const result = await run(broken.store, broken.discount, line);
    expect(result).toMatchObject({ ok: false, reason });
    expect(result.ok ? "" : result.message).toContain(message);
    const well = setup();
    expect(await run(well.store, well.discount, line)).toMatchObject({ ok: true });
  });
}

test("an input over Shopify's limit is refused before the Function runs", async () => {
  const { store, discount } = setup();
  const long = "x".repeat(2_000);
  const result = await run(
    store,
    discount,
    cartInput(Array.from({ length: 100 }, () => ({ variantId: 111, quantity: 1, properties: { _half: long } }))),
  );
  expect(result).toMatchObject({ ok: false, reason: "input_too_large" });
});

test("a discount whose Function is not among the extensions says so", async () => {
  const { store, discount } = setup();
  discount.functionHandle = "gone";
  expect(await run(store, discount, cartInput([{ variantId: 111, quantity: 1 }]))).toMatchObject({
    ok: false,
    reason: "function_not_found",
  });
});

test("a cart of 200 lines runs within the limits", async () => {
  const { store, discount } = setup();
  for (let id = 1000; id < 1200; id += 1) addProduct(store, { id, handle: `p${id}`, title: `P ${id}` }, [{ id: id + 10_000, price: 100 }]);
  for (const count of [5, 50, 200]) {
    const input = cartInput(
      Array.from({ length: count }, (_, at) => ({ variantId: 11_000 + at, quantity: 1, properties: { _half: "1" } })),
    );
    const times: number[] = [];
    for (let turn = 0; turn < 5; turn += 1) {
      const result = await run(store, discount, input);
      expect(result).toMatchObject({ ok: true });
      times.push(result.milliseconds);
    }
    times.sort((a, b) => a - b);
    console.log(`${count} lines: median ${times[2]?.toFixed(1)} ms`);
  }
});
