import { Command } from "commander";
import { digest } from "../../app/orders/digest.server.ts";
import { firstSyncToEnd } from "../../app/orders/first-sync-to-end.server.ts";
import { reconcile } from "../../app/orders/reconcile.server.ts";
import { syncProgress } from "../../app/orders/sync-progress.server.ts";
import type { SyncProgress } from "../../app/orders/sync-progress.ts";
import { updateValues } from "../../app/value/update-values.server.ts";
import { chosenShop, shopOption } from "./shop-option.ts";

interface Options {
  shop?: string;
  json: boolean;
}

/** `crescendo sync ...`: how a shop's facts got here, and getting them again. */
export function syncCommand(): Command {
  return new Command("sync")
    .description("A shop's orders, customers and products: status, run, reconcile, digest.")
    .addCommand(
      subcommand("status", "How far the sync is.", async ({ shop, json }) => {
        say(json, await syncProgress((await chosenShop(shop)).id), describe);
      }),
    )
    .addCommand(
      subcommand("run", "Runs the first sync, or continues it, until it ends.", async ({ shop, json }) => {
        const progress = await firstSyncToEnd((await chosenShop(shop)).id, (now) => process.stderr.write(`${describe(now)}\n`));
        say(json, progress, describe);
        if (progress.status === "failed") process.exitCode = 1;
      }),
    )
    .addCommand(
      subcommand("reconcile", "Compares with Shopify what changed and repairs what webhooks lost.", async ({ shop, json }) => {
        say(json, await reconcile((await chosenShop(shop)).id, updateValues, { full: true }), (result) => JSON.stringify(result));
      }),
    )
    .addCommand(
      subcommand("digest", "A hash over the facts: equal facts, equal hash.", async ({ shop, json }) => {
        say(json, await digest((await chosenShop(shop)).id), (result) => JSON.stringify(result, null, 2));
      }),
    );
}

function subcommand(name: string, description: string, action: (options: Options) => Promise<void>): Command {
  return new Command(name).description(description).addOption(shopOption()).option("--json", "print JSON", false).action(action);
}

function say<T>(json: boolean, result: T, words: (result: T) => string): void {
  process.stdout.write(`${json ? JSON.stringify(result) : words(result)}\n`);
}

function describe(progress: SyncProgress): string {
  const parts = progress.parts.map((part) => `${part.part} ${part.stage} ${part.loaded}${part.found ? ` of ${part.found}` : ""}`);
  const rest = [progress.setAside ? `${progress.setAside} set aside` : "", progress.error ? `failed: ${progress.error}` : ""].filter(
    Boolean,
  );
  return [`${progress.kind} sync ${progress.status}`, ...parts, ...rest].join(", ");
}
