import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["app", "dev-store", "extensions", "bench", "scripts", "tests"].map((folder) => `${folder}/**/*.test.{ts,tsx}`),
    exclude: ["**/node_modules/**", "tests/journeys/**"],
    globalSetup: "tests/postgres.ts",
    setupFiles: ["tests/environment.ts"],
    pool: "forks",
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // A browser or server that the machine starved for a moment is no fault of the code; what fails twice is.
    retry: 1,
    expect: { poll: { timeout: 10_000 } },
  },
});
