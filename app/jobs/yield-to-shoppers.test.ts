import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const module = JSON.stringify(new URL("./yield-to-shoppers.server.ts", import.meta.url).href);

/** In a process of its own, as a process cannot take back what it gave way. */
async function priorities(script: string): Promise<number[]> {
  const { stdout } = await promisify(execFile)(process.execPath, [
    "--input-type=module",
    "--disable-warning=ExperimentalWarning",
    "-e",
    script,
  ]);
  return JSON.parse(stdout) as number[];
}

test("a worker process makes way as a whole, and what is nicer already stays so", async () => {
  const [before, after, again] = await priorities(`
    import os from "node:os";
    import { yieldToShoppers } from ${module};
    const before = os.getPriority();
    yieldToShoppers("worker process");
    const after = os.getPriority();
    os.setPriority(15);
    yieldToShoppers("worker process");
    console.log(JSON.stringify([before, after, os.getPriority()]));`);
  expect(after).toBe(Math.max(5, before as number));
  expect(again).toBe(15);
});

test.runIf(process.platform === "linux")("a bulk thread makes way, and the thread that answers does not", async () => {
  const [before, thread, after] = await priorities(`
    import os from "node:os";
    import { Worker } from "node:worker_threads";
    const before = os.getPriority();
    const thread = new Worker(\`
      import os from "node:os";
      import { parentPort } from "node:worker_threads";
      import { yieldToShoppers } from ${module};
      yieldToShoppers("bulk thread");
      parentPort.postMessage(os.getPriority());\`, { eval: true });
    thread.once("message", (nice) => console.log(JSON.stringify([before, nice, os.getPriority()])));`);
  expect(thread).toBe(Math.max(10, before as number));
  expect(after).toBe(before);
});
