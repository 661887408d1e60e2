import { Prisma, type Shop as ShopRow } from "@prisma/client";
import { type Db, inShop } from "../database/pool.server.ts";
import { prisma } from "../database/prisma.server.ts";
import { enqueue } from "../jobs/queue.server.ts";
import { log } from "../log.server.ts";
import { adminRequest } from "./admin-request.server.ts";
import { ShopData, ShopQuery } from "./shop.graphql.ts";
import { ShopifyError } from "./shopify-error.ts";
import { visibleOrdersFrom } from "./visible-orders.ts";

/** Shopify has a shop's data deleted so long after an uninstall; an outage that looks like one is over by then. */
const LOST_AFTER_MS = 48 * 60 * 60_000;

/** What `shopOf` reads. */
const SHOP_COLUMNS = `id, domain, name, currency, timezone, scopes, generation, installed_at as "installedAt", uninstalled_at as "uninstalledAt", orders_from as "ordersFrom"`;

/** A shop as the app knows it. */
export interface Shop {
  readonly shopId: number;
  readonly domain: string;
  readonly name: string;
  readonly currency: string;
  readonly timezone: string;
  readonly scopes: readonly string[];
  readonly generation: number;
  readonly installedAt: string;
  readonly uninstalledAt: string | null;
  /** where visible orders begin when read_all_orders is not granted */
  readonly ordersFrom: string | null;
}

export async function findShop(domain: string): Promise<Shop | null> {
  // Every request of a storefront asks this, and Prisma's own queries cost a millisecond more than their SQL.
  const [row] = await prisma().$queryRaw<Parameters<typeof shopOf>[0][]>`
    select ${Prisma.raw(SHOP_COLUMNS)} from shops where domain = ${domain}`;
  return row ? shopOf(row) : null;
}

export async function shopById(shopId: number): Promise<Shop | null> {
  const row = await prisma().shop.findUnique({ where: { id: shopId } });
  return row && shopOf(row);
}

/**
 * Makes a shop known after its first authentication, or known again after an uninstall, and tells the rooms
 * above through the job "shop.installed". Several requests may do it at once: the job is added in the one transaction that installs.
 */
export async function installShop(domain: string): Promise<Shop> {
  const installedAt = new Date();
  const told = await readShop({ shopId: 0, domain });
  // Prisma's upsert reads before it writes, and two first requests would collide.
  await prisma()
    .$executeRaw`insert into shops (domain, generation, uninstalled_at) values (${domain}, 0, ${installedAt}) on conflict (domain) do nothing`;
  const { id } = await prisma().shop.findUniqueOrThrow({ where: { domain }, select: { id: true } });
  const isNew = await inShop(id, async (db) => {
    const known = await db.row<{ uninstalledAt: Date | null }>(
      `select uninstalled_at as "uninstalledAt" from shops where id = $1 for update`,
      [id],
    );
    if (known?.uninstalledAt === null) return false;
    await db.run(
      `update shops set name = $2, currency = $3, timezone = $4, plan_name = $5, scopes = $6, orders_from = $7,
         installed_at = $8, uninstalled_at = null, generation = generation + 1
       where id = $1`,
      [id, told.name, told.currency, told.timezone, told.planName, told.scopes, told.ordersFrom, installedAt],
    );
    // What an earlier install published went with it, also where the news of its end has not been worked off.
    await db.run("delete from publications where shop_id = $1", [id]);
    if (await db.row("select 1 from offers where shop_id = $1 and status = 'live' limit 1", [id]))
      await enqueue(db, "offers.publish", { shopId: id }, { once: `publish:${id}` });
    await enqueue(db, "shop.installed", { shopId: id }, { once: `${id}` });
    return true;
  });
  const shop = shopOf(await prisma().shop.findUniqueOrThrow({ where: { id } }));
  if (isNew) log.info({ shop: domain, generation: shop.generation }, "a shop installed the app");
  return shop;
}

/**
 * Reads again what the shop is and what it has granted. Shopify is asked, because a webhook may be late. What has to `follow` from a
 * change is noted in the transaction that takes it: after it, nobody would see a difference any more.
 */
export async function refreshShop(
  shop: { shopId: number; domain: string },
  follow: (db: Db, before: Shop, after: Shop) => Promise<void>,
): Promise<void> {
  const told = await readShop(shop);
  await inShop(shop.shopId, async (db) => {
    const known = await db.row<Parameters<typeof shopOf>[0]>(`select ${SHOP_COLUMNS} from shops where id = $1 for update`, [shop.shopId]);
    if (!known) return;
    // A window that opened stays where it was, and orders that were visible once are here already.
    const ordersFrom = told.ordersFrom && known.ordersFrom;
    await db.run("update shops set name = $2, currency = $3, timezone = $4, plan_name = $5, scopes = $6, orders_from = $7 where id = $1", [
      known.id,
      told.name,
      told.currency,
      told.timezone,
      told.planName,
      told.scopes,
      ordersFrom,
    ]);
    await follow(db, shopOf(known), shopOf({ ...known, ...told, ordersFrom }));
  });
}

/** Whether our access to a shop still works, by asking Shopify. Throws ShopifyError when that does not tell. */
export async function isStillInstalled(shop: { shopId: number; domain: string }): Promise<boolean> {
  try {
    await readShop(shop);
    return true;
  } catch (error) {
    if (error instanceof ShopifyError && (error.reason === "reconnect" || error.reason === "not_installed")) return false;
    throw error;
  }
}

/**
 * Shops that Shopify refused our access to 48 hours ago or earlier and that nobody has opened since: the app was removed, and the news
 * of it was lost. From now on they count as uninstalled; should one not be, its next visit installs it again. Gives their number.
 */
export async function uninstallLostShops(now: Date): Promise<number> {
  const since = new Date(now.getTime() - LOST_AFTER_MS);
  const lost = await prisma().$queryRaw<{ domain: string }[]>`
    select s.domain from shops s left join sessions x on x.id = 'offline_' || s.domain
    where s.uninstalled_at is null and s.installed_at < ${since}
      and (x.id is null or (x.access_token is null and x.refresh_token is null and x.updated_at < ${since}))`;
  for (const { domain } of lost) {
    if (await uninstallShop(domain, now)) log.warn({ shop: domain }, "a shop refused our access for two days and counts as uninstalled");
  }
  return lost.length;
}

/**
 * Notes an uninstall and forgets the shop's access; data stay until Shopify asks to delete them. An uninstall
 * before the present install is old news. Shopify is not called: our access has ended already. The job that ends its offers
 * is added in the transaction that notes it.
 * @returns whether the shop counts as uninstalled now
 */
export async function uninstallShop(domain: string, at: Date): Promise<boolean> {
  const shop = await findShop(domain);
  if (!shop) return false;
  return inShop(shop.shopId, async (db) => {
    const ended = await db.run("update shops set uninstalled_at = $2 where id = $1 and uninstalled_at is null and installed_at < $2", [
      shop.shopId,
      at,
    ]);
    if (ended === 0) return false;
    await db.run("delete from sessions where shop = $1", [domain]);
    await enqueue(db, "shop.uninstalled", { shopId: shop.shopId }, { once: `${shop.shopId}` });
    return true;
  });
}

async function readShop(shop: {
  shopId: number;
  domain: string;
}): Promise<Pick<ShopRow, "name" | "currency" | "timezone" | "planName" | "scopes" | "ordersFrom">> {
  const data = await adminRequest(shop, ShopQuery, {}, ShopData);
  const scopes = data.currentAppInstallation.accessScopes.map((scope) => scope.handle).sort();
  return {
    name: data.shop.name,
    currency: data.shop.currencyCode,
    timezone: data.shop.ianaTimezone,
    planName: data.shop.plan.publicDisplayName,
    scopes,
    ordersFrom: visibleOrdersFrom(scopes, new Date()),
  };
}

function shopOf(
  row: Pick<
    ShopRow,
    "id" | "domain" | "name" | "currency" | "timezone" | "scopes" | "generation" | "installedAt" | "uninstalledAt" | "ordersFrom"
  >,
): Shop {
  return {
    shopId: row.id,
    domain: row.domain,
    name: row.name,
    currency: row.currency,
    timezone: row.timezone,
    scopes: row.scopes,
    generation: row.generation,
    installedAt: row.installedAt.toISOString(),
    uninstalledAt: row.uninstalledAt?.toISOString() ?? null,
    ordersFrom: row.ordersFrom?.toISOString() ?? null,
  };
}
