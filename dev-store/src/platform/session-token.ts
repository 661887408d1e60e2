import { randomUUID } from "node:crypto";
import { readJwt, signJwt } from "./signatures.ts";

/** The staff member who uses the admin of the local store. */
export const STAFF = { id: 902541635, firstName: "Store", lastName: "Owner", email: "owner@crescendo-demo.example" };

export interface AppCredentials {
  clientId: string;
  clientSecret: string;
}

const LIFETIME_SECONDS = 60;

/** A session (ID) token for one minute. Its times are the machine's, because the app checks them with its own clock. */
export function mintSessionToken(
  app: AppCredentials,
  domain: string,
  options: { now?: number; sessionId?: string; userId?: number } = {},
): string {
  const seconds = Math.floor((options.now ?? Date.now()) / 1000);
  return signJwt(
    {
      iss: `https://${domain}/admin`,
      dest: `https://${domain}`,
      aud: app.clientId,
      sub: String(options.userId ?? STAFF.id),
      exp: seconds + LIFETIME_SECONDS,
      nbf: seconds,
      iat: seconds,
      jti: randomUUID(),
      sid: options.sessionId ?? randomUUID(),
    },
    app.clientSecret,
  );
}

export type SessionTokenCheck = { valid: true; userId: string; sessionId: string } | { valid: false; reason: string };

/** What Shopify checks before it exchanges a session token. `now` in milliseconds of the machine's clock. */
export function checkSessionToken(app: AppCredentials, domain: string, token: string, now = Date.now()): SessionTokenCheck {
  const claims = readJwt(token, app.clientSecret);
  if (!claims) return { valid: false, reason: "The token is not an HS256 token signed with the app's client secret." };
  const seconds = now / 1000;
  if (claims.aud !== app.clientId) return { valid: false, reason: "The audience is another app." };
  if (claims.dest !== `https://${domain}`) return { valid: false, reason: "The token was issued for another shop." };
  if (claims.iss !== `https://${domain}/admin`) return { valid: false, reason: "The issuer and the destination differ." };
  if (typeof claims.exp !== "number" || claims.exp <= seconds) return { valid: false, reason: "The token has expired." };
  if (typeof claims.nbf !== "number" || claims.nbf > seconds + 1) return { valid: false, reason: "The token is not valid yet." };
  if (typeof claims.sub !== "string") return { valid: false, reason: "The token names no user." };
  return { valid: true, userId: claims.sub, sessionId: typeof claims.sid === "string" ? claims.sid : "" };
}
