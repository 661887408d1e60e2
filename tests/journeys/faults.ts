import type { Page } from "playwright-core";

/** Everything that goes wrong in a person's browser without their seeing it: script errors, console errors, answers that are failures. */
export class Faults {
  readonly seen: string[] = [];

  watch(page: Page): void {
    page.on("pageerror", (error) => this.seen.push(`${page.url()}: ${error.message}`));
    page.on("console", (message) => {
      // the answer behind it is reported below, with its address
      if (message.type() !== "error" || message.text().startsWith("Failed to load resource: the server responded")) return;
      // Remix logs the answer it was reading when a save made it stop: nobody misses that one
      if (message.text().startsWith("AbortError: signal is aborted without reason")) return;
      this.seen.push(`${page.url()}: ${message.text()}`);
    });
    page.on("response", (answer) => {
      if (answer.status() >= 400) this.seen.push(`${page.url()}: ${answer.status()} from ${answer.url()}`);
    });
  }

  /** What was seen since the last time. */
  take(): string[] {
    return this.seen.splice(0);
  }
}
