import type { Shop as ShopRow } from "@prisma/client";
import { inShop } from "../database/pool.server.ts";
import { prisma } from "../database/prisma.server.ts";
import { enqueue } from "../jobs/queue.server.ts";
import { log } from "../log.server.ts";
import { adminRequest } from "./admin-request.server.ts";
import { ShopData, ShopQuery } from "./shop.graphql.ts";
import { visibleOrdersFrom } from "./visible-orders.ts";

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
    select id, domain, name, currency, timezone, scopes, generation, installed_at as "installedAt", uninstalled_at as "uninstalledAt", orders_from as "ordersFrom"
    from shops where domain = ${domain}`;
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
    await enqueue(db, "shop.installed", { shopId: id }, { once: `${id}` });
    return true;
  });
  const shop = shopOf(await prisma().shop.findUniqueOrThrow({ where: { id } }));
  if (isNew) log.info({ shop: domain, generation: shop.generation }, "a shop installed the app");
  return shop;
}

/** Reads again what the shop is and what it has granted. Shopify is asked, because a webhook may be late. */
export async function refreshShop(shop: { shopId: number; domain: string }): Promise<Shop> {
  const told = await readShop(shop);
  const known = await prisma().shop.findUniqueOrThrow({ where: { id: shop.shopId } });
  // A window that opened stays where it was, and orders that were visible once are here already.
  const ordersFrom = told.ordersFrom && known.ordersFrom;
  return shopOf(await prisma().shop.update({ where: { id: shop.shopId }, data: { ...told, ordersFrom } }));
}

/**
 * Notes an uninstall and forgets the shop's access; data stay until Shopify asks to delete them. An uninstall
 * before the present install is old news. Shopify is not called: our access has ended already.
 * @returns whether the shop counts as uninstalled now
 */
export async function uninstallShop(domain: string, at: Date): Promise<boolean> {
  return prisma().$transaction(async (tx) => {
    const { count } = await tx.shop.updateMany({
      where: { domain, uninstalledAt: null, installedAt: { lt: at } },
      data: { uninstalledAt: at },
    });
    if (count > 0) await tx.session.deleteMany({ where: { shop: domain } });
    return count > 0;
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
