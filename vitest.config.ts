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
  },
});
