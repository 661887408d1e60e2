import { Command } from "commander";
import { installedShops } from "./shop-option.ts";

/** `crescendo shops`: who has installed the app on this database. */
export function shopsCommand(): Command {
  return new Command("shops")
    .description("The shops that have installed the app.")
    .option("--json", "print JSON", false)
    .action(async ({ json }: { json: boolean }) => {
      const shops = await installedShops();
      if (json) process.stdout.write(`${JSON.stringify(shops)}\n`);
      else
        for (const shop of shops)
          process.stdout.write(
            `${shop.domain}  ${shop.name}  ${shop.currency}  ${shop.uninstalled_at ? "uninstalled" : "installed"} ${(shop.uninstalled_at ?? shop.installed_at).toISOString()}\n`,
          );
    });
}
