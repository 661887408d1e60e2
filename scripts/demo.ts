import fs from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { StartError, startStack } from "./stack.ts";

const HELP = `npm run demo -- [options]

Starts PostgreSQL, the local store, the app and its worker on free ports, installs the app and syncs the store.

  --orders FILE   a Shopify orders export (.csv or .csv.gz); without it, a generated shop
  --margin 0.55   the part of its price a unit is assumed to cost; an export holds no costs
  --journey       publish two offers, send a first-time shopper through the store, then stop
  --shoppers N    send N shoppers through the store who answer two offers by chances that the app is not told, half of
                  them held out, and say what the experiments found; about 1,200 are enough
  --json          print the figures as one JSON object on the last line of stdout
  --help
`;

const say = (text: string) => process.stderr.write(`${text}\n`);

const options = readOptions();
let stopStack = async () => {};
let ending = false;
for (const [signal, code] of [
  ["SIGINT", 130],
  ["SIGTERM", 143],
  ["SIGHUP", 129],
] as const)
  process.on(signal, () => void end(code));
// whoever read what we say has gone
for (const stream of [process.stdout, process.stderr]) stream.on("error", () => void end(1));

try {
  const stack = await startStack({
    storeArguments: [
      ...(options.orders === undefined ? [] : ["--orders", fromWhereTyped(options.orders)]),
      ...(options.margin === undefined ? [] : ["--margin", options.margin]),
    ],
    say,
    onStopper: (stop) => {
      stopStack = stop;
    },
    onFailure: (message) => {
      say(message);
      void end(1);
    },
  });
  Object.assign(process.env, stack.environment);
  await import("../dev-store/preload.mjs");
  const { installAndSync } = await import("./install-and-sync.ts");
  const installed = await installAndSync(stack, options.margin, say);
  const stream = options.shoppers === undefined ? undefined : await sendShoppers(stack.storeUrl, installed.shopId, options.shoppers);
  if (options.journey) {
    const { runJourney } = await import("./journey.ts");
    const { journey, seconds } = await runJourney(stack, installed.shopId, say);
    report({ ...installed.figures, journey, ...stream, seconds: { ...installed.seconds, journey: seconds } });
    await end(0);
  } else {
    report({ ...installed.figures, ...stream, seconds: installed.seconds });
    say(`
  Admin       ${stack.storeUrl}/admin/apps/crescendo
  Storefront  ${stack.storeUrl}/
  App         ${stack.appUrl}

Ctrl-C stops everything.`);
  }
} catch (error) {
  if (!ending) say((error as Error).message);
  if (process.env.LOG_LEVEL === "debug") say(String((error as Error).stack));
  await end(error instanceof StartError ? error.exitCode : 1);
}

function report(figures: Record<string, unknown>): void {
  if (options.json) process.stdout.write(`${JSON.stringify(figures)}\n`);
  else say(JSON.stringify(figures, null, 2));
}

async function sendShoppers(storeUrl: string, shopId: number, shoppers: string) {
  const { streamShoppers } = await import("./shopper-stream.ts");
  const stream = await streamShoppers(storeUrl, shopId, { shoppers: Number(shoppers), seed: 1, say });
  for (const offer of stream) {
    const found = offer.measured
      ? `${offer.measured.expected.toFixed(1)} (${offer.measured.ci.map((end) => end.toFixed(1)).join(" to ")})`
      : "nothing yet";
    say(
      `  "${offer.name}": shown ${offer.shown}, accepted ${offer.accepted}, held out ${offer.heldOut}; attributed profit ${offer.attributed.toFixed(0)}. Truth per visitor ${offer.truth.toFixed(1)}, measured ${found}: ${offer.verdict} (minor units)`,
    );
  }
  return { stream };
}

/** npm changes into the project's folder; a relative path is meant from the folder where the command was typed. */
function fromWhereTyped(file: string): string {
  if (file === "") {
    say("--orders needs the path of an orders export.");
    process.exit(2);
  }
  const typed = path.resolve(process.env.INIT_CWD ?? "", file);
  return fs.existsSync(typed) ? typed : path.resolve(file);
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
  await stopStack();
  process.exit(code);
}

function readOptions() {
  try {
    const { values } = parseArgs({
      options: {
        orders: { type: "string" },
        margin: { type: "string" },
        journey: { type: "boolean", default: false },
        shoppers: { type: "string" },
        json: { type: "boolean", default: false },
        help: { type: "boolean", default: false },
      },
    });
    if (values.help) {
      process.stdout.write(HELP);
      process.exit(0);
    }
    if (values.margin !== undefined && !(/^[\d.]+$/.test(values.margin) && Number(values.margin) <= 1))
      throw new Error(`--margin is a share from 0 to 1, not ${values.margin}.`);
    if (values.shoppers !== undefined && !/^[1-9]\d{0,5}$/.test(values.shoppers))
      throw new Error(`--shoppers is a whole number from 1 on, not ${values.shoppers}.`);
    return values;
  } catch (error) {
    say(`${(error as Error).message}\n\n${HELP}`);
    process.exit(2);
  }
}
