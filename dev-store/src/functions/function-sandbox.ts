import { getQuickJS, type QuickJSContext, type QuickJSRuntime, shouldInterruptAfterDeadline } from "quickjs-emscripten";

export type SandboxResult =
  | { ok: true; output: string; logs: string }
  | { ok: false; reason: "instruction_limit" | "memory_limit" | "threw" | "no_output"; message: string; logs: string };

/** Shopify gives a Function 10 MB of linear memory. */
const MEMORY_BYTES = 10 * 1024 * 1024;
const LOG_BYTES = 1_000;
/**
 * QuickJS asks every 10,000 calls and loop turns whether to go on. Shopify meters 11 million WebAssembly
 * instructions instead, which cannot be counted here: this stops what runs away, and passing it does not
 * mean that Shopify's limit holds.
 */
const MAX_INTERRUPTS = 100;
const DEADLINE_MS = 5_000;

/** The engine of one Function: kept warm, with a fresh world for each run. */
export interface FunctionSandbox {
  run(exportName: string, inputJson: string): SandboxResult;
  dispose(): void;
}

export async function createFunctionSandbox(bundle: string): Promise<FunctionSandbox> {
  const runtime = (await getQuickJS()).newRuntime();
  runtime.setMemoryLimit(MEMORY_BYTES);
  runtime.setMaxStackSize(512 * 1024);
  return {
    run: (exportName, inputJson) => runOnce(runtime, bundle, exportName, inputJson),
    dispose: () => runtime.dispose(),
  };
}

function runOnce(runtime: QuickJSRuntime, bundle: string, exportName: string, inputJson: string): SandboxResult {
  const context = runtime.newContext();
  let output: string | null = null;
  let logs = "";
  let interrupts = 0;
  const late = shouldInterruptAfterDeadline(Date.now() + DEADLINE_MS);
  runtime.setInterruptHandler((current) => {
    interrupts += 1;
    return interrupts > MAX_INTERRUPTS || late(current) === true;
  });
  try {
    defineHost(context, {
      input: inputJson,
      write: (text) => {
        output = text;
      },
      log: (text) => {
        logs = Buffer.from(`${logs}${text}\n`).subarray(0, LOG_BYTES).toString("utf8");
      },
    });
    const error = callExport(context, bundle, exportName);
    if (error !== null) {
      // The engine cannot even build its error when the stop came from the limits, so they are asked first.
      if (interrupts > MAX_INTERRUPTS || /interrupted/.test(error)) {
        return { ok: false, reason: "instruction_limit", message: "The Function ran too long and was stopped.", logs };
      }
      if (/out of memory/.test(error))
        return { ok: false, reason: "memory_limit", message: "The Function used more than 10 MB of memory.", logs };
      return { ok: false, reason: "threw", message: `The Function threw: ${error}`, logs };
    }
    if (output === null)
      return { ok: false, reason: "no_output", message: "The Function returned nothing that can be written as JSON.", logs };
    return { ok: true, output, logs };
  } finally {
    runtime.removeInterruptHandler();
    context.dispose();
  }
}

/** null when all went well, else the error in words */
function callExport(context: QuickJSContext, bundle: string, exportName: string): string | null {
  const evaluated = context.evalCode(bundle, "function.js", { type: "module" });
  if (evaluated.error) return takeError(context, evaluated.error);
  using exports = evaluated.value;
  using target = context.getProp(exports, exportName);
  if (context.typeof(target) !== "function") return `the bundle has no export ${exportName}`;
  const called = context.callFunction(target, context.undefined);
  if (called.error) return takeError(context, called.error);
  called.value.dispose();
  return null;
}

function takeError(context: QuickJSContext, handle: { dispose(): void }): string {
  const dumped: unknown = context.dump(handle as Parameters<QuickJSContext["dump"]>[0]);
  handle.dispose();
  if (typeof dumped === "object" && dumped !== null && "message" in dumped) {
    const { name, message } = dumped as { name?: string; message: string };
    return name && name !== "Error" ? `${name}: ${message}` : message;
  }
  return String(dumped);
}

/** No network, clock or randomness; the first two are absent, and asking for the time or for chance is an error. */
const PRELUDE = `
((input, write, log) => {
  const show = (value) => (typeof value === "string" ? value : JSON.stringify(value) ?? String(value));
  const print = (...values) => log(values.map(show).join(" "));
  globalThis.console = { log: print, info: print, warn: print, error: print, debug: print };
  globalThis.ShopifyFunction = {
    readInput: () => JSON.parse(input),
    writeOutput: (value) => { const text = JSON.stringify(value); if (text !== undefined) write(text); },
  };
  Math.random = () => { throw new Error("a Function has no randomness"); };
  const noClock = () => { throw new Error("a Function has no clock: compare with shop.localTime"); };
  const RealDate = Date;
  globalThis.Date = new Proxy(RealDate, {
    apply: noClock,
    construct: (target, values) => (values.length === 0 ? noClock() : new target(...values)),
  });
  RealDate.now = noClock;
  RealDate.prototype.constructor = globalThis.Date;
})`;

function defineHost(context: QuickJSContext, host: { input: string; write(text: string): void; log(text: string): void }): void {
  using prelude = context.unwrapResult(context.evalCode(PRELUDE, "host.js"));
  using input = context.newString(host.input);
  using write = context.newFunction("write", (text) => host.write(context.getString(text)));
  using log = context.newFunction("log", (text) => host.log(context.getString(text)));
  context.unwrapResult(context.callFunction(prelude, context.undefined, input, write, log)).dispose();
}
