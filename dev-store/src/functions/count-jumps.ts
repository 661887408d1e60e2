import { getQuickJS } from "quickjs-emscripten";

/** QuickJS asks whether to go on once in so many polls; it polls at every call and every jump. */
const POLLS_AN_INTERRUPT = 10_000;

/**
 * Calls and jumps of one run of a bundled Function, from `runs` of them in one go, as only every 10,000th is told. A
 * measure of how its work grows with the input; not Shopify's instructions, of which each stands for many.
 */
export async function countJumps(bundle: string, exportName: string, run: { inputJson: string; runs: number }): Promise<number> {
  const runtime = (await getQuickJS()).newRuntime();
  const context = runtime.newContext();
  let interrupts = 0;
  runtime.setInterruptHandler(() => {
    interrupts += 1;
    return false;
  });
  try {
    context.unwrapResult(context.evalCode(`globalThis.input = ${run.inputJson};`)).dispose();
    // inside the bundle the name means the app's own function, which takes the input
    const loop = `for (let run = 0; run < ${run.runs}; run += 1) ${exportName}(input);`;
    context.unwrapResult(context.evalCode(`${bundle}\n${loop}`, "function.js", { type: "module" })).dispose();
    return Math.round((interrupts * POLLS_AN_INTERRUPT) / run.runs);
  } finally {
    runtime.removeInterruptHandler();
    context.dispose();
    runtime.dispose();
  }
}
