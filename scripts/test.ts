import { check, run, timed } from "./check.ts";

const passed =
  check() && timed("journeys in a browser", () => run("vitest", ["run", "--config", "vitest.journeys.config.ts", "--reporter=verbose"]));
process.stderr.write(passed ? "Everything passes.\n" : "Something fails: see above.\n");
process.exit(passed ? 0 : 1);
