import { type ChildProcess, spawn } from "node:child_process";
import { createServer } from "node:net";
import path from "node:path";

/** Parameters of Node for a process that shall not outlive the one that started it, even if that one is killed. */
export const END_WITH_PARENT = ["--import", path.join(import.meta.dirname, "end-with-parent.mjs")];

/** The processes a demo or a test run starts; all of them end with it. */
export class Processes {
  readonly #running = new Map<ChildProcess, string>();
  #stopping = false;
  /** called when one ends that should not have */
  onUnexpectedExit: (name: string, output: string) => void = () => {};

  start(name: string, command: string[], env: Record<string, string | undefined>, onLine: (line: string) => void = () => {}): ChildProcess {
    const [program, ...parameters] = command as [string, ...string[]];
    if (this.#stopping) throw new Error(`The ${name} is not started: everything is being stopped.`);
    const child = spawn(program, parameters, { env: { ...process.env, ...env }, stdio: ["pipe", "pipe", "pipe"] });
    this.#running.set(child, name);
    let tail = "";
    for (const stream of [child.stdout, child.stderr]) {
      let rest = "";
      stream.setEncoding("utf8").on("data", (chunk: string) => {
        tail = `${tail}${chunk}`.slice(-4000);
        const lines = `${rest}${chunk}`.split("\n");
        rest = lines.pop() ?? "";
        for (const line of lines) onLine(line);
      });
    }
    child.stdin.on("error", () => {}); // held open only to close with this process
    child.on("exit", () => {
      this.#running.delete(child);
      if (!this.#stopping) this.onUnexpectedExit(name, tail);
    });
    return child;
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    const ended = [...this.#running.keys()].map((child) => new Promise<void>((resolve) => child.once("exit", () => resolve())));
    for (const child of this.#running.keys()) child.kill("SIGTERM");
    const late = setTimeout(() => {
      for (const child of this.#running.keys()) child.kill("SIGKILL");
    }, 4000);
    await Promise.all(ended);
    clearTimeout(late);
  }
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}

/** Asks until the address answers 2xx. */
export async function untilAnswers(url: string, seconds = 30): Promise<void> {
  for (let waited = 0; ; waited += 100) {
    const answer = await fetch(url).catch(() => null);
    await answer?.body?.cancel();
    if (answer?.ok) return;
    if (waited > seconds * 1000) throw new Error(`Nothing answers at ${url} (${answer ? `status ${answer.status}` : "no connection"}).`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
