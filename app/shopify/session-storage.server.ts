import type { Prisma, Session as SessionRow } from "@prisma/client";
import { Session } from "@shopify/shopify-api";
import { prisma } from "../database/prisma.server.ts";
import { environment } from "../environment.server.ts";
import { log } from "../log.server.ts";
import { open, parseSealKeys, type SealKeys, seal, UnknownSealKey } from "./token-seal.server.ts";

/** Shopify's answers have left out `expires_in`; a token that seems to last for ever would never be refreshed. */
const ASSUMED_LIFETIME_MS = 55 * 60 * 1000;

/** Where the library keeps its sessions: every field, tokens sealed. */
export class SealedSessionStorage {
  async storeSession(session: Session): Promise<boolean> {
    await storeSession(session, prisma());
    return true;
  }

  async loadSession(id: string): Promise<Session | undefined> {
    return loadSession(id, prisma());
  }

  async deleteSession(id: string): Promise<boolean> {
    await prisma().session.deleteMany({ where: { id } });
    return true;
  }

  async deleteSessions(ids: string[]): Promise<boolean> {
    await prisma().session.deleteMany({ where: { id: { in: ids } } });
    return true;
  }

  async findSessionsByShop(shop: string): Promise<Session[]> {
    const rows = await prisma().session.findMany({ where: { shop } });
    return rows.map(sessionOf);
  }
}

/**
 * The storage as the library sees it: without refresh tokens. It would refresh with them wherever it loads
 * a session, webhooks included, and two processes at once; `offlineToken` does that, one at a time.
 */
export class SessionStorageWithoutRefresh extends SealedSessionStorage {
  override async loadSession(id: string): Promise<Session | undefined> {
    const session = await super.loadSession(id);
    if (session) delete session.refreshToken;
    return session;
  }
}

export async function loadSession(id: string, db: Prisma.TransactionClient): Promise<Session | undefined> {
  // As SQL because the library does this for every request of a storefront.
  const [row] = await db.$queryRaw<SessionRow[]>`
    select id, shop, state, is_online as "isOnline", scope, expires, access_token as "accessToken", refresh_token as "refreshToken",
      refresh_token_expires as "refreshTokenExpires", online_access_info as "onlineAccessInfo", updated_at as "updatedAt"
    from sessions where id = ${id}`;
  try {
    return row ? sessionOf(row) : undefined;
  } catch (error) {
    if (!(error instanceof UnknownSealKey)) throw error;
    // As if there were none: the merchant's next visit brings a new one.
    log.warn({ shop: row?.shop, err: error }, "a session cannot be opened any more");
    return undefined;
  }
}

export async function storeSession(session: Session, db: Prisma.TransactionClient): Promise<void> {
  const sealed = (text: string | undefined, field: "access_token" | "refresh_token" | "online_access_info") =>
    text === undefined ? null : seal(keys(), text, { shop: session.shop, field });
  const expires = session.expires ?? assumedExpiry(session);
  const accessToken = sealed(session.accessToken, "access_token");
  const refreshToken = sealed(session.refreshToken, "refresh_token");
  const staff = sealed(session.onlineAccessInfo && JSON.stringify(session.onlineAccessInfo), "online_access_info");
  // Prisma's upsert reads before it writes: a page's loaders, which store the same first session at once, would collide.
  await db.$executeRaw`
    insert into sessions (id, shop, state, is_online, scope, expires, access_token, refresh_token, refresh_token_expires, online_access_info, updated_at)
    values (${session.id}, ${session.shop}, ${session.state}, ${session.isOnline}, ${session.scope ?? null}, ${expires}, ${accessToken}, ${refreshToken},
            ${session.refreshTokenExpires ?? null}, ${staff}, now())
    on conflict (id) do update set shop = excluded.shop, state = excluded.state, is_online = excluded.is_online, scope = excluded.scope,
      expires = excluded.expires, access_token = excluded.access_token, refresh_token = excluded.refresh_token,
      refresh_token_expires = excluded.refresh_token_expires, online_access_info = excluded.online_access_info, updated_at = excluded.updated_at`;
}

function assumedExpiry(session: Session): Date | null {
  if (!session.accessToken) return null;
  log.warn({ shop: session.shop }, "Shopify did not say when an access token expires; 55 minutes are assumed");
  return new Date(Date.now() + ASSUMED_LIFETIME_MS);
}

function sessionOf(row: SessionRow): Session {
  const opened = (text: string, field: "access_token" | "refresh_token" | "online_access_info") =>
    open(keys(), text, { shop: row.shop, field });
  return new Session({
    id: row.id,
    shop: row.shop,
    state: row.state,
    isOnline: row.isOnline,
    ...(row.scope === null ? {} : { scope: row.scope }),
    ...(row.expires === null ? {} : { expires: row.expires }),
    ...(row.accessToken === null ? {} : { accessToken: opened(row.accessToken, "access_token") }),
    ...(row.refreshToken === null ? {} : { refreshToken: opened(row.refreshToken, "refresh_token") }),
    ...(row.refreshTokenExpires === null ? {} : { refreshTokenExpires: row.refreshTokenExpires }),
    ...(row.onlineAccessInfo === null ? {} : { onlineAccessInfo: JSON.parse(opened(row.onlineAccessInfo, "online_access_info")) }),
  });
}

let parsed: SealKeys | undefined;
function keys(): SealKeys {
  parsed ??= parseSealKeys(environment().TOKEN_ENCRYPTION_KEYS);
  return parsed;
}
