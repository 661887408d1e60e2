import { parseArgs } from "node:util";
import { type Stack, startStack } from "./stack.ts";

const HELP = `npm run demo -- [options]

Starts PostgreSQL, the local store, the app and its worker on free ports, installs the app and syncs the store.

  --orders FILE   a Shopify orders export (.csv or .csv.gz); without it, a generated shop
  --margin 0.55   the part of its price a unit is assumed to cost; an export holds no costs
  --journey       publish two offers, send a first-time shopper through the store, then stop
  --json          print the figures as one JSON object on the last line of stdout
  --help
`;

const say = (text: string) => process.stderr.write(`${text}\n`);

const options = readOptions();
let stack: Stack | undefined;
let ending = false;
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => void end(signal === "SIGINT" ? 130 : 143));

try {
  stack = await startStack({
    storeArguments: [...(options.orders ? ["--orders", options.orders] : []), ...(options.margin ? ["--margin", options.margin] : [])],
    say,
    onFailure: (message) => {
      say(message);
      void end(1);
    },
  });
  Object.assign(process.env, stack.environment);
  await import("../dev-store/preload.mjs");
  const { installAndSync } = await import("./install-and-sync.ts");
  const installed = await installAndSync(stack, options.margin, say);
  if (options.journey) {
    const { runJourney } = await import("./journey.ts");
    const { journey, seconds } = await runJourney(stack, installed.shopId, say);
    report({ ...installed.figures, journey, seconds: { ...installed.seconds, journey: seconds } });
    await end(0);
  } else {
    report({ ...installed.figures, seconds: installed.seconds });
    say(`
  Admin       ${stack.storeUrl}/admin/apps/crescendo
  Storefront  ${stack.storeUrl}/
  App         ${stack.appUrl}

Ctrl-C stops everything.`);
  }
} catch (error) {
  say((error as Error).message);
  if (process.env.LOG_LEVEL === "debug") say(String((error as Error).stack));
  await end(1);
}

function report(figures: Record<string, unknown>): void {
  if (options.json) process.stdout.write(`${JSON.stringify(figures)}\n`);
  else say(JSON.stringify(figures, null, 2));
}

async function end(code: number): Promise<void> {
  if (ending) return;
  ending = true;
  const [{ closePool }, { closePrisma }, { stopQueue }] = await Promise.all([
    import("../app/database/pool.server.ts"),
    import("../app/database/prisma.server.ts"),
    import("../app/jobs/queue.server.ts"),
  ]);
  await Promise.allSettled([stopQueue(), closePool(), closePrisma()]);
  await stack?.stop();
  process.exit(code);
}

function readOptions() {
  try {
    const { values } = parseArgs({
      options: {
        orders: { type: "string" },
        margin: { type: "string" },
        journey: { type: "boolean", default: false },
        json: { type: "boolean", default: false },
        help: { type: "boolean", default: false },
      },
    });
    if (values.help) {
      process.stdout.write(HELP);
      process.exit(0);
    }
    return values;
  } catch (error) {
    say(`${(error as Error).message}\n\n${HELP}`);
    process.exit(2);
  }
}
