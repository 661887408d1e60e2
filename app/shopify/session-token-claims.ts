import { isShopDomain } from "./shop-domain.ts";

export type SessionTokenClaims =
  | { kind: "sound"; domain: string }
  | { kind: "unsound"; reason: "form" | "no_expiry" | "issuer" | "no_user" };

/**
 * What the library lets pass although Shopify never sends it: a session token without an expiry, without a
 * user, or whose issuer is another shop than the one it is for. Signature, times and audience are the library's.
 * @param claims the token's payload
 */
export function checkClaims(claims: unknown): SessionTokenClaims {
  if (typeof claims !== "object" || claims === null) return { kind: "unsound", reason: "form" };
  const { exp, sub, iss, dest } = claims as Record<string, unknown>;
  if (typeof exp !== "number" || !Number.isFinite(exp)) return { kind: "unsound", reason: "no_expiry" };
  if (typeof sub !== "string" || sub === "") return { kind: "unsound", reason: "no_user" };
  const issuer = hostOf(iss);
  const domain = hostOf(dest);
  if (domain === null || issuer !== domain || !isShopDomain(domain)) return { kind: "unsound", reason: "issuer" };
  return { kind: "sound", domain };
}

function hostOf(address: unknown): string | null {
  if (typeof address !== "string" || !URL.canParse(address)) return null;
  const { protocol, host } = new URL(address);
  return protocol === "https:" ? host : null;
}
