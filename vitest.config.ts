import {defineConfig} from "vitest/config";

/** Workspace packages are tested from source, as they run in development. */
export default defineConfig({
  resolve: {conditions: ["source", "node"]},
  ssr: {resolve: {conditions: ["source", "node"]}},
  test: {
    include: ["packages/*/test/**/*.test.ts", "paratimes/*/test/**/*.test.ts", "test/**/*.test.ts"],
    pool: "forks",
    execArgv: ["--conditions=source"],
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
