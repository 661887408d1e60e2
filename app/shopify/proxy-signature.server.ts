import { createHmac, createSecretKey, type KeyObject, timingSafeEqual } from "node:crypto";
import { environment } from "../environment.server.ts";

let secret: KeyObject | undefined;
/** The library's own. */
const CLOCKS_DIFFER_S = 90;

/**
 * Whether Shopify signed this app proxy query within the last 90 seconds: what the library's `validateHmac` answers for the signator
 * "appProxy", without reading the shop's session for it. For queries that name every parameter once; see readProxyQuery.
 */
export function isSignedProxyQuery(query: URLSearchParams, now: number): boolean {
  const given = Buffer.from(query.get("signature") ?? "");
  if (!(Math.abs(Math.trunc(now / 1000) - Number(query.get("timestamp"))) <= CLOCKS_DIFFER_S)) return false;
  const signed = [...query]
    .filter(([name]) => name !== "signature" && name !== "hmac")
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([name, value]) => `${name}=${value}`)
    .join("");
  secret ??= createSecretKey(environment().SHOPIFY_API_SECRET, "utf8");
  const right = Buffer.from(createHmac("sha256", secret).update(signed).digest("hex"));
  return given.length === right.length && timingSafeEqual(given, right);
}
