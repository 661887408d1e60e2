import { setTimeout as pause } from "node:timers/promises";
import type { Prisma } from "@prisma/client";
import { Session } from "@shopify/shopify-api";
import { z } from "zod";
import { prisma } from "../database/prisma.server.ts";
import { environment } from "../environment.server.ts";
import { log } from "../log.server.ts";
import { loadSession, storeSession } from "./session-storage.server.ts";
import { ShopifyError } from "./shopify-error.ts";

/** Refreshed this long before it expires, so that no request leaves with a token that dies on the way. */
const MARGIN_MS = 5 * 60 * 1000;
const TIMEOUT_MS = 10_000;
const ATTEMPTS = 3;

const TokenAnswer = z.object({
  access_token: z.string().min(1),
  scope: z.string(),
  expires_in: z.number().positive().optional(),
  refresh_token: z.string().min(1).optional(),
  refresh_token_expires_in: z.number().positive().optional(),
});
type TokenAnswer = z.infer<typeof TokenAnswer>;

const underway = new Map<string, Promise<string>>();

/**
 * The shop's access token, refreshed when it is about to expire or when `rejected` is the one Shopify no
 * longer takes. However many ask, in however many processes, one refresh happens. Throws ShopifyError.
 */
export async function offlineToken(domain: string, rejected?: string): Promise<string> {
  const session = await loadSession(sessionId(domain), prisma());
  if (!session) throw new ShopifyError("not_installed", `Crescendo holds no access to ${domain}.`, { domain });
  const token = usable(session, rejected);
  if (token) return token;
  let refresh = underway.get(domain);
  if (!refresh) {
    refresh = refreshAlone(domain, rejected).finally(() => underway.delete(domain));
    underway.set(domain, refresh);
  }
  return refresh;
}

function sessionId(domain: string): string {
  return `offline_${domain}`;
}

function usable(session: Session, rejected: string | undefined): string | null {
  if (!session.accessToken || session.accessToken === rejected) return null;
  return session.isExpired(MARGIN_MS) ? null : session.accessToken;
}

/** Holds the shop's lock; whoever waited for it finds the token that the one before brought. */
function refreshAlone(domain: string, rejected: string | undefined): Promise<string> {
  return prisma()
    .$transaction(
      async (tx): Promise<string | null> => {
        await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${`token:${domain}`}, 0))`;
        const session = await loadSession(sessionId(domain), tx);
        if (!session) throw new ShopifyError("not_installed", `Crescendo holds no access to ${domain}.`, { domain });
        const token = usable(session, rejected);
        if (token) return token;
        const answer = session.refreshToken ? await requestRefresh(domain, session.refreshToken) : "dead";
        if (answer === "dead") return afterRefusal(tx, session, rejected);
        await storeSession(renewed(session, answer), tx);
        return answer.access_token;
      },
      { timeout: ATTEMPTS * (TIMEOUT_MS + 2_000), maxWait: 30_000 },
    )
    .then((token) => {
      if (token !== null) return token;
      log.warn({ shop: domain }, "Shopify no longer accepts our access; it is renewed when the merchant opens the app");
      throw new ShopifyError("reconnect", `Shopify no longer accepts our access to ${domain}.`, { domain });
    });
}

/**
 * Forgets the pair that Shopify refused, unless the merchant opened the app meanwhile and another pair stands in its place: that one is
 * used. When it was forgotten tells how long a shop has refused us, so nothing is written again over nothing.
 */
async function afterRefusal(tx: Prisma.TransactionClient, refused: Session, rejected: string | undefined): Promise<string | null> {
  await tx.$executeRaw`select 1 from sessions where id = ${refused.id} for update`;
  const stored = await loadSession(refused.id, tx);
  if (!stored) return null;
  if (stored.accessToken !== refused.accessToken || stored.refreshToken !== refused.refreshToken) return usable(stored, rejected);
  if (stored.accessToken || stored.refreshToken)
    await tx.session.update({ where: { id: stored.id }, data: { accessToken: null, refreshToken: null, refreshTokenExpires: null } });
  return null;
}

/** An answer that got lost is asked for again with the same refresh token: Shopify keeps it until the new token is used. */
async function requestRefresh(domain: string, refreshToken: string): Promise<TokenAnswer | "dead"> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await requestOnce(domain, refreshToken);
    } catch (error) {
      if (attempt === ATTEMPTS || !(error instanceof ShopifyError) || !error.retryable) throw error;
      await pause(200 * 2 ** attempt * (0.5 + Math.random()));
    }
  }
}

async function requestOnce(domain: string, refreshToken: string): Promise<TokenAnswer | "dead"> {
  const { SHOPIFY_API_KEY, SHOPIFY_API_SECRET } = environment();
  let status: number;
  let body: unknown;
  try {
    const response = await fetch(`https://${domain}/admin/oauth/access_token`, {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: "application/json" },
      body: JSON.stringify({
        client_id: SHOPIFY_API_KEY,
        client_secret: SHOPIFY_API_SECRET,
        grant_type: "refresh_token",
        refresh_token: refreshToken,
      }),
      redirect: "error",
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    status = response.status;
    body = await response.json().catch(() => null);
  } catch (cause) {
    throw new ShopifyError("unreachable", `${domain} could not be reached to renew access.`, { domain, cause });
  }
  if (status === 429) throw new ShopifyError("throttled", `${domain} asks to renew access later.`, { domain });
  if (status >= 500) throw new ShopifyError("server_error", `${domain} failed to renew access (HTTP ${status}).`, { domain });
  if (status >= 400) {
    if (isDead(body)) return "dead";
    // A wrong secret of ours, a frozen shop, a refusal on the way: the pair may be as good as ever.
    throw new ShopifyError("refused", `${domain} refused to renew access (HTTP ${status}).`, { domain });
  }
  const answer = TokenAnswer.safeParse(body);
  if (!answer.success) throw new ShopifyError("unexpected_shape", `${domain} answered a token request in an unknown form.`, { domain });
  return answer.data;
}

const Refusal = z.object({ error: z.string(), error_description: z.string().optional() });

/**
 * Whether the answer is about the refresh token itself: unknown, expired, used or revoked. OAuth has `invalid_grant` for it; what Shopify was
 * seen to answer is HTTP 401 with `invalid_request` and "This request requires an active refresh_token".
 */
function isDead(body: unknown): boolean {
  const refusal = Refusal.safeParse(body);
  if (!refusal.success) return false;
  const { error, error_description = "" } = refusal.data;
  return error === "invalid_grant" || (error === "invalid_request" && /refresh.?token/i.test(error_description));
}

function renewed(session: Session, answer: TokenAnswer): Session {
  const after = (seconds: number) => new Date(Date.now() + seconds * 1000);
  return new Session({
    id: session.id,
    shop: session.shop,
    state: session.state,
    isOnline: false,
    scope: answer.scope,
    accessToken: answer.access_token,
    // Without an expiry the storage assumes one and says so.
    ...(answer.expires_in === undefined ? {} : { expires: after(answer.expires_in) }),
    ...keptRefreshToken(session, answer, after),
  });
}

function keptRefreshToken(
  session: Session,
  answer: TokenAnswer,
  after: (seconds: number) => Date,
): Partial<Pick<Session, "refreshToken" | "refreshTokenExpires">> {
  if (answer.refresh_token === undefined) {
    return {
      ...(session.refreshToken ? { refreshToken: session.refreshToken } : {}),
      ...(session.refreshTokenExpires ? { refreshTokenExpires: session.refreshTokenExpires } : {}),
    };
  }
  return {
    refreshToken: answer.refresh_token,
    ...(answer.refresh_token_expires_in === undefined ? {} : { refreshTokenExpires: after(answer.refresh_token_expires_in) }),
  };
}
