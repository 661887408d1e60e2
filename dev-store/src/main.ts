#!/usr/bin/env node
import { accessSync, constants } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { PRIMARY_DOMAIN, projectFiles, startDevStore } from "./server.ts";
import type { StockOptions } from "./stock/load-stock.ts";

const ROOT = join(import.meta.dirname, "../..");
const HELP = `Usage: dev-store [options]

Runs a Shopify store on this computer, for the app in this folder.

  --orders <file>         fill the store from a Shopify orders export (.csv or .csv.gz)
  --margin <share>        what a unit is taken to cost, as a share of the price; the export holds no costs (default 0.55)
  --set-aside <file>      where rows that cannot be used are listed
  --seed <number>         make a store up from this seed instead (default 1)
  --customers <number>    how many customers a made-up store has
  --port <number>         the store's port (default: any that is free)
  --frame-port <number>   port through which the admin shows the app (default: any that is free)
  --app-url <url>         where the app listens (default http://127.0.0.1:3000)
  --locale <en|vi>        language in which the admin opens the app (default en)
  --install               install the app at once
  --json                  print one line of JSON on standard output when ready
  --help                  this text

The app's client id and secret are read from SHOPIFY_API_KEY and SHOPIFY_API_SECRET.
Start the app with  node --import ./dev-store/preload.mjs  and CRESCENDO_DEV_STORE set to the store's address.
`;

/** The command line was wrong: exit status 2. */
class UsageError extends Error {
  override name = "UsageError";
}

async function main(): Promise<void> {
  const { values } = readArguments();
  if (values.help) return void process.stdout.write(HELP);
  const clientSecret = process.env.SHOPIFY_API_SECRET;
  if (!clientSecret) throw new UsageError("SHOPIFY_API_SECRET is not set. Set it to the same value for the app and for the store.");
  const store = await startDevStore({
    ...projectFiles(ROOT),
    stock: stockOptions(values),
    clientId: process.env.SHOPIFY_API_KEY,
    clientSecret,
    appUrl: values["app-url"],
    port: wholeNumber("--port", values.port),
    framePort: wholeNumber("--frame-port", values["frame-port"]),
    locale: values.locale,
    install: values.install,
    log: (line) => process.stderr.write(`${line}\n`),
  });
  const stop = () => {
    void store.close().finally(() => process.exit(0));
    setTimeout(() => process.exit(0), 2000).unref();
  };
  process.once("SIGINT", stop);
  process.once("SIGTERM", stop);
  const { report } = store;
  if (values.json)
    process.stdout.write(`${JSON.stringify({ ready: true, url: store.url, frameUrl: store.frameUrl, shop: store.shop, report })}\n`);
  process.stderr.write(
    `Local store ${store.shop}: ${report.orders.toLocaleString("en")} orders of ${report.customers.toLocaleString("en")} customers, ready in ${report.seconds.toFixed(1)} s of loading.\n` +
      `${report.setAside > 0 ? `${report.setAside.toLocaleString("en")} rows could not be used; see ${report.setAsideFile}.\n` : ""}` +
      `  Admin       ${store.url}/admin\n  Storefront  ${store.url}/\n  App frame   ${store.frameUrl}\n`,
  );
}

function readArguments() {
  try {
    return parseArgs({
      options: {
        orders: { type: "string" },
        margin: { type: "string", default: "0.55" },
        "set-aside": { type: "string" },
        seed: { type: "string", default: "1" },
        customers: { type: "string" },
        port: { type: "string", default: "0" },
        "frame-port": { type: "string", default: "0" },
        "app-url": { type: "string", default: "http://127.0.0.1:3000" },
        locale: { type: "string", default: "en" },
        install: { type: "boolean", default: false },
        json: { type: "boolean", default: false },
        help: { type: "boolean", default: false },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function stockOptions(values: ReturnType<typeof readArguments>["values"]): StockOptions {
  if (values.orders === undefined) {
    const customers = values.customers === undefined ? {} : { customers: wholeNumber("--customers", values.customers) };
    return { kind: "generated", seed: wholeNumber("--seed", values.seed), domain: PRIMARY_DOMAIN, ...customers };
  }
  const margin = Number(values.margin);
  if (!(margin >= 0 && margin <= 1)) throw new UsageError(`--margin is a share from 0 to 1, not ${values.margin}.`);
  const file = resolve(values.orders);
  return {
    kind: "orders_export",
    file,
    margin,
    setAsideFile: resolve(values["set-aside"] ?? besideOrTemporary(`${file}.set-aside.csv`)),
    domain: PRIMARY_DOMAIN,
  };
}

/** The file's own folder may be one that only gives. */
function besideOrTemporary(file: string): string {
  try {
    accessSync(dirname(file), constants.W_OK);
    return file;
  } catch {
    return join(tmpdir(), basename(file));
  }
}

function wholeNumber(name: string, value: string): number {
  if (!/^\d{1,9}$/.test(value)) throw new UsageError(`${name} is a whole number, not ${value}.`);
  return Number(value);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(2);
});
