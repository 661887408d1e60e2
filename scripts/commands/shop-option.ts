import { Option } from "commander";
import { pool } from "../../app/database/pool.server.ts";
import { UsageError } from "./usage-error.ts";

export interface InstalledShop {
  id: number;
  domain: string;
  name: string;
  currency: string;
  installed_at: Date;
  uninstalled_at: Date | null;
}

export async function installedShops(): Promise<InstalledShop[]> {
  const { rows } = await pool().query<InstalledShop>(
    "select id, domain, name, currency, installed_at, uninstalled_at from shops order by domain",
  );
  return rows;
}

export function shopOption(): Option {
  return new Option("--shop <domain>", "the shop's .myshopify.com domain; may be left out when there is only one");
}

export async function chosenShop(domain: string | undefined): Promise<InstalledShop> {
  const shops = await installedShops();
  const [only, ...more] = domain ? shops.filter((shop) => shop.domain === domain) : shops;
  if (only && more.length === 0) return only;
  const known = shops.map((shop) => shop.domain).join(", ") || "none";
  throw new UsageError(domain ? `There is no shop ${domain}. Installed: ${known}.` : `Say which shop with --shop. Installed: ${known}.`);
}
