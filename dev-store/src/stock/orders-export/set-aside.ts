import { closeSync, mkdirSync, openSync, rmSync, writeSync } from "node:fs";
import { dirname } from "node:path";

/** Why a row cannot be used. `reason` is the same for every row with that fault, `value` is what the cell held. */
export interface Fault {
  line: number;
  column: string;
  value: string;
  reason: string;
}

/** Rows that were not loaded, written to a CSV file as they are found. */
export class SetAside {
  rows = 0;
  readonly reasons = new Map<string, number>();
  readonly #file: string;
  #descriptor: number | null = null;
  #pending = "";

  constructor(file: string) {
    this.#file = file;
    // A list of an earlier run would be taken for this one's.
    rmSync(file, { force: true });
  }

  add(order: string, fault: Fault): void {
    if (this.#descriptor === null) {
      mkdirSync(dirname(this.#file), { recursive: true });
      this.#descriptor = openSync(this.#file, "w");
      this.#pending = "Line,Order,Column,Value,Reason\n";
    }
    this.rows += 1;
    this.reasons.set(fault.reason, (this.reasons.get(fault.reason) ?? 0) + 1);
    this.#pending += `${[String(fault.line), order, fault.column, fault.value.slice(0, 200), fault.reason].map(quoted).join(",")}\n`;
    if (this.#pending.length > 65_536) this.#flush();
  }

  /** Finishes the file; its path, or null when nothing was set aside. */
  close(): string | null {
    if (this.#descriptor === null) return null;
    this.#flush();
    closeSync(this.#descriptor);
    this.#descriptor = null;
    return this.#file;
  }

  #flush(): void {
    if (this.#descriptor !== null) writeSync(this.#descriptor, this.#pending);
    this.#pending = "";
  }
}

function quoted(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
