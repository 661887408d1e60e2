import { readdirSync, rmSync } from "node:fs";
import path from "node:path";

let made = 0;

/** A folder for this process's result files. Those of processes that ended without tidying up are removed. */
export function bulkFolder(cacheFolder: string): string {
  const parent = path.join(cacheFolder, "bulk");
  for (const name of entries(parent)) {
    const pid = Number(/^(\d+)-\d+$/.exec(name)?.[1]);
    if (pid > 0 && !isAlive(pid)) rmSync(path.join(parent, name), { recursive: true, force: true });
  }
  made += 1;
  return path.join(parent, `${process.pid}-${made}`);
}

function entries(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
