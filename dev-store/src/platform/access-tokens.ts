import { createHash, randomBytes } from "node:crypto";

export interface Grant {
  shop: string;
  clientId: string;
  /** null: an offline token; else the staff member's id */
  userId: string | null;
  /** null: never expires */
  expiresAt: number | null;
}

interface RefreshGrant {
  shop: string;
  clientId: string;
  expiresAt: number;
  /** hashes of the pair this one was already traded for; it stays usable until that access token is used once */
  replacedBy: { access: string; refresh: string } | null;
}

export interface IssuedTokens {
  accessToken: string;
  expiresIn: number | null;
  refreshToken: string | null;
  refreshExpiresIn: number | null;
}

const HOUR = 3600;
const ONLINE_SECONDS = 24 * HOUR - 1;
const REFRESH_SECONDS = 90 * 24 * HOUR;

/** Access and refresh tokens of every shop. Only SHA-256 hashes are held. Times are the store's clock, in milliseconds. */
export class AccessTokens {
  readonly #access = new Map<string, Grant>();
  readonly #refresh = new Map<string, RefreshGrant>();
  /** access token hash -> refresh token hash that dies with its first use */
  readonly #retires = new Map<string, string>();

  issue(input: { shop: string; clientId: string; userId: string | null; expiring: boolean; now: number }): IssuedTokens {
    const { shop, clientId, userId, now } = input;
    const accessToken = `${userId === null ? "shpat" : "shpua"}_${randomBytes(16).toString("hex")}`;
    const expiresIn = userId !== null ? ONLINE_SECONDS : input.expiring ? HOUR : null;
    this.#access.set(hash(accessToken), { shop, clientId, userId, expiresAt: expiresIn === null ? null : now + expiresIn * 1000 });
    if (userId !== null || !input.expiring) return { accessToken, expiresIn, refreshToken: null, refreshExpiresIn: null };
    const refreshToken = `shprt_${randomBytes(24).toString("hex")}`;
    this.#refresh.set(hash(refreshToken), { shop, clientId, expiresAt: now + REFRESH_SECONDS * 1000, replacedBy: null });
    return { accessToken, expiresIn, refreshToken, refreshExpiresIn: REFRESH_SECONDS };
  }

  /** Rotates a refresh token; null when it is unknown, expired, of another shop or app, or already retired. */
  refresh(refreshToken: string, input: { shop: string; clientId: string; now: number }): IssuedTokens | null {
    const key = hash(refreshToken);
    const grant = this.#refresh.get(key);
    if (!grant || grant.shop !== input.shop || grant.clientId !== input.clientId || grant.expiresAt <= input.now) return null;
    if (grant.replacedBy) {
      this.#access.delete(grant.replacedBy.access);
      this.#refresh.delete(grant.replacedBy.refresh);
      this.#retires.delete(grant.replacedBy.access);
    }
    const issued = this.issue({ ...input, userId: null, expiring: true });
    const access = hash(issued.accessToken);
    grant.replacedBy = { access, refresh: hash(issued.refreshToken ?? "") };
    this.#retires.set(access, key);
    return issued;
  }

  /** Whose request this is, or null as for any token Shopify does not know (any more). */
  authenticate(accessToken: string, shop: string, now: number): Grant | null {
    const key = hash(accessToken);
    const grant = this.#access.get(key);
    if (!grant || grant.shop !== shop) return null;
    if (grant.expiresAt !== null && grant.expiresAt <= now) return null;
    const retired = this.#retires.get(key);
    if (retired) {
      this.#refresh.delete(retired);
      this.#retires.delete(key);
    }
    return grant;
  }

  revoke(shop: string, clientId: string): void {
    for (const held of [this.#access, this.#refresh]) {
      for (const [key, grant] of held) if (grant.shop === shop && grant.clientId === clientId) held.delete(key);
    }
    for (const key of this.#retires.keys()) if (!this.#access.has(key)) this.#retires.delete(key);
  }
}

function hash(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}
