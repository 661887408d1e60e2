import { inShop, pool } from "../app/database/pool.server.ts";
import { syncProgress } from "../app/orders/sync-progress.server.ts";
import { saveShopSettings, shopSettings } from "../app/shopify/shop-settings.server.ts";
import { readFigures } from "./read-figures.ts";
import type { Stack } from "./stack.ts";

export interface Installed {
  readonly shopId: number;
  readonly figures: Record<string, unknown>;
  readonly seconds: { import: number; sync: number; compute: number };
}

/** Installs the app as a merchant would, opens it once, and waits until the store's orders are in and valued. */
export async function installAndSync(stack: Stack, margin: string | undefined, say: (text: string) => void): Promise<Installed> {
  const began = Date.now();
  await post(`${stack.storeUrl}/_dev/install`, {});
  await openApp(stack);
  const shopId = await findShop(stack.shop);
  if (margin !== undefined) await assumeCosts(shopId, margin);
  const synced = await untilSynced(shopId, say);
  const computed = await untilValued(shopId);
  const { setAside, setAsideFile } = stack.stock;
  if (setAside > 0) say(`  ${setAside} rows of the file could not be used; they are listed in ${setAsideFile}`);
  return {
    shopId,
    figures: { ...(await readFigures(shopId)), setAside, setAsideFile },
    seconds: { import: Math.round(stack.stock.seconds * 10) / 10, sync: seconds(began, synced), compute: seconds(synced, computed) },
  };
}

/** What the store's admin does when a merchant opens the app for the first time. */
async function openApp(stack: Stack): Promise<void> {
  const { token, host } = (await (await fetch(`${stack.storeUrl}/_dev/session-token`)).json()) as { token: string; host: string };
  const query = new URLSearchParams({ embedded: "1", shop: stack.shop, host, id_token: token, locale: "en" });
  const answer = await fetch(`${stack.appUrl}/app?${query}`, {
    headers: { "user-agent": "Mozilla/5.0 (X11; Linux x86_64) Chrome/130.0 Safari/537.36" },
    redirect: "manual",
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`The app did not open: status ${answer.status}, ${answer.headers.get("location") ?? text.slice(0, 300)}`);
}

/** As the merchant would in Settings: what a unit costs where Shopify holds no cost. The local store has checked the share. */
async function assumeCosts(shopId: number, margin: string): Promise<void> {
  const saved = await saveShopSettings(shopId, { ...(await shopSettings(shopId)), assumedCostBp: Math.round(Number(margin) * 10_000) });
  if (saved.kind !== "saved") throw new Error(`The assumed cost was not accepted: ${JSON.stringify(saved.errors)}`);
}

async function findShop(domain: string): Promise<number> {
  const { rows } = await pool().query<{ id: number }>("select id from shops where domain = $1", [domain]);
  if (!rows[0]) throw new Error("The app did not record the install.");
  return rows[0].id;
}

async function untilSynced(shopId: number, say: (text: string) => void): Promise<number> {
  let said = "";
  for (;;) {
    const progress = await syncProgress(shopId);
    const text = progress.parts
      .map((part) => `${part.part} ${part.stage} ${part.loaded}${part.found ? ` of ${part.found}` : ""}`)
      .join(", ");
    if (text !== said) say(`  sync: ${text}`);
    said = text;
    if (progress.status === "done") return Date.now();
    if (progress.status === "failed") throw new Error(`The sync failed: ${progress.error}`);
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

/** The rebuild of customer values, which the sync has enqueued, and the first co-purchases; which recipe is best is chosen afterwards. */
async function untilValued(shopId: number): Promise<number> {
  for (let idle = 0; idle < 30_000; idle += 200) {
    const { rows } = await pool().query<{ ready: boolean }>("select affinity_version > 0 as ready from shops where id = $1", [shopId]);
    const waiting = await inShop(shopId, (db) =>
      db.row<{ jobs: number; values: number }>(
        `select count(*)::int as jobs, count(*) filter (where name = 'value.rebuild')::int as values
         from pgboss.job where name in ('value.rebuild', 'affinity.rebuild') and state in ('created', 'retry', 'active')`,
      ),
    );
    if (rows[0]?.ready && waiting?.values === 0) return Date.now();
    if (waiting?.jobs !== 0) idle = 0;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error("The customers' values were not made: LOG_LEVEL=debug tells why.");
}

async function post(url: string, body: unknown): Promise<void> {
  const answer = await fetch(url, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}: ${await answer.text()}`);
  await answer.body?.cancel();
}

function seconds(from: number, to: number): number {
  return Math.round((to - from) / 100) / 10;
}
