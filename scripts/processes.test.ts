import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { afterEach, expect, test } from "vitest";

const PROCESSES = path.join(import.meta.dirname, "processes.ts");
/** starts a child that says its number and would stay for ever, and says what it hears */
const PARENT = `
  const { END_WITH_PARENT, Processes } = await import(${JSON.stringify(PROCESSES)});
  const processes = new Processes();
  processes.start("child", [process.execPath, ...END_WITH_PARENT, "-e", "console.log(process.pid); setInterval(() => {}, 1000)"], {}, (line) => console.log(line));
  process.on("SIGTERM", async () => { await processes.stop(); process.exit(7); });
`;

let parent: ChildProcess | undefined;
afterEach(() => {
  parent?.kill("SIGKILL");
});

test.each(["SIGKILL", "SIGTERM"] as const)("what a run started ends with it, also after %s", async (signal) => {
  parent = spawn(process.execPath, ["--input-type=module", "--disable-warning=ExperimentalWarning", "-e", PARENT], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [said] = (await once(parent.stdout as NodeJS.ReadableStream, "data")) as [Buffer];
  const child = Number(said.toString());
  expect(isAlive(child)).toBe(true);
  parent.kill(signal);
  const [code] = await once(parent, "exit");
  expect(code).toBe(signal === "SIGKILL" ? null : 7);
  await expect.poll(() => isAlive(child), { timeout: 8000 }).toBe(false);
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
