import { readFile } from "node:fs/promises";
import { coerceInputValue, type DocumentNode, execute, type GraphQLInputType, type GraphQLSchema, parse, validate } from "graphql";
import type { Discount } from "../store/model.ts";
import type { Store } from "../store/store.ts";
import { bundleFunction, exportIdentifier } from "./bundle-function.ts";
import { type FunctionExtension, readExtensions } from "./extension-files.ts";
import { type FunctionCartInput, functionInput, inputVariables } from "./function-input.ts";
import type { CartOperation, FunctionFailure, FunctionResult } from "./function-result.ts";
import { createFunctionSandbox, type FunctionSandbox } from "./function-sandbox.ts";
import { readFunctionsSchema } from "./functions-schema.ts";

/** Shopify's limits on a run (Shopify/function-runner, function_run_result.rs). */
export const FUNCTION_INPUT_MAX_BYTES = 128_000;
export const FUNCTION_OUTPUT_MAX_BYTES = 20_000;
const CART_LINES_TARGET = "cart.lines.discounts.generate.run";
const RECENT_RUNS = 100;

export interface FunctionRunner {
  /** Handles of the Functions that can run here. */
  readonly handles: readonly string[];
  /** The last runs of all Functions, newest first. */
  readonly recent: readonly FunctionResult[];
  run(store: Store, discount: Discount, cart: FunctionCartInput): Promise<FunctionResult>;
  close(): void;
}

interface LoadedFunction {
  extension: FunctionExtension;
  query: DocumentNode;
  exportName: string;
  sandbox: FunctionSandbox;
}

/**
 * Bundles every discount Function below `extensionsFolder` and keeps it ready to run. Throws when one
 * cannot be bundled or its input query does not fit the Functions schema, as a deploy to Shopify would.
 */
export async function createFunctionRunner(options: { extensionsFolder: string; schemaFile: string }): Promise<FunctionRunner> {
  const { functions } = await readExtensions(options.extensionsFolder);
  const loaded = new Map<string, LoadedFunction>();
  const schema = functions.length > 0 ? await readFunctionsSchema(options.schemaFile) : null;
  for (const extension of functions) {
    const target = extension.targets.find((item) => item.target === CART_LINES_TARGET);
    if (!target || !schema) continue;
    const query = parse(await readFile(target.inputQuery, "utf8"));
    const problems = validate(schema, query);
    if (problems.length > 0)
      throw new Error(`${target.inputQuery} does not fit the Functions schema: ${problems.map((item) => item.message).join(" ")}`);
    const sandbox = await createFunctionSandbox(await bundleFunction(extension));
    loaded.set(extension.handle, { extension, query, exportName: exportIdentifier(target.exportName), sandbox });
  }
  const recent: FunctionResult[] = [];
  return {
    handles: [...loaded.keys()],
    recent,
    async run(store, discount, cart) {
      const result = await runFunction(schema, loaded.get(discount.functionHandle ?? ""), store, discount, cart);
      recent.unshift(result);
      recent.length = Math.min(recent.length, RECENT_RUNS);
      return result;
    },
    close() {
      for (const { sandbox } of loaded.values()) sandbox.dispose();
      loaded.clear();
    },
  };
}

async function runFunction(
  schema: GraphQLSchema | null,
  loaded: LoadedFunction | undefined,
  store: Store,
  discount: Discount,
  cart: FunctionCartInput,
): Promise<FunctionResult> {
  const started = performance.now();
  const measures = { inputBytes: 0, outputBytes: 0, logs: "" };
  const base = () => ({
    functionHandle: discount.functionHandle ?? "",
    discountId: discount.id,
    at: store.now(),
    milliseconds: performance.now() - started,
    ...measures,
  });
  const fail = (reason: FunctionFailure, message: string): FunctionResult => ({ ok: false, reason, message, ...base() });
  if (!loaded || !schema)
    return fail("function_not_found", `No extension has a Function with the handle ${discount.functionHandle ?? "(none)"}.`);

  const input = await execute({
    schema,
    document: loaded.query,
    rootValue: functionInput(store, discount, cart),
    variableValues: inputVariables(store, discount, loaded.extension.variables),
  });
  if (input.errors?.length || !input.data) {
    return fail("input_query_failed", `The input query failed: ${input.errors?.map((error) => error.message).join(" ") ?? "no data"}`);
  }
  const inputJson = JSON.stringify(input.data);
  measures.inputBytes = Buffer.byteLength(inputJson);
  if (measures.inputBytes > FUNCTION_INPUT_MAX_BYTES) {
    return fail("input_too_large", `The input has ${measures.inputBytes} bytes; Shopify allows ${FUNCTION_INPUT_MAX_BYTES}.`);
  }

  const ran = loaded.sandbox.run(loaded.exportName, inputJson);
  measures.logs = ran.logs;
  if (!ran.ok) return fail(ran.reason, ran.message);
  measures.outputBytes = Buffer.byteLength(ran.output);
  if (measures.outputBytes > FUNCTION_OUTPUT_MAX_BYTES) {
    return fail("output_too_large", `The output has ${measures.outputBytes} bytes; Shopify allows ${FUNCTION_OUTPUT_MAX_BYTES}.`);
  }
  const problems: string[] = [];
  const output = coerceInputValue(
    JSON.parse(ran.output),
    schema.getType("CartLinesDiscountsGenerateRunResult") as GraphQLInputType,
    (path, _value, error) => problems.push(`${path.join(".")}: ${error.message}`),
  ) as { operations: CartOperation[] } | null;
  if (problems.length > 0 || !output)
    return fail("invalid_output", `The output does not fit the schema. ${problems.slice(0, 3).join(" ") || "It is null."}`);
  return { ok: true, operations: output.operations, ...base() };
}
