import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, expect, test } from "vitest";
import { upToDate } from "./build.ts";

const project = fs.mkdtempSync(path.join(os.tmpdir(), "crescendo-build-"));
afterAll(() => fs.rmSync(project, { recursive: true }));

function write(file: string, at: string): void {
  const to = path.join(project, file);
  fs.mkdirSync(path.dirname(to), { recursive: true });
  fs.writeFileSync(to, "");
  fs.utimesSync(to, new Date(at), new Date(at));
}

test("a build is old once a source is newer, and not for a test that is", () => {
  write("app/money.ts", "2026-01-01");
  expect(upToDate(project)).toBe(false);
  write("build/server/index.js", "2026-01-02");
  expect(upToDate(project)).toBe(true);
  write("app/money.test.ts", "2026-01-03");
  expect(upToDate(project)).toBe(true);
  write("app/money.ts", "2026-01-03");
  expect(upToDate(project)).toBe(false);
});
