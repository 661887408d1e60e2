import { defineConfig } from "vitest/config";

/** Journeys through the whole stack in Chromium; the stack is started once. */
export default defineConfig({
  test: {
    include: ["tests/journeys/**/*.test.ts"],
    pool: "forks",
    maxWorkers: 1,
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 180_000,
    expect: { poll: { timeout: 15_000 } },
  },
});
