import { createHmac, timingSafeEqual } from "node:crypto";

/** Base64 HMAC-SHA256 of a webhook's raw body, for X-Shopify-Hmac-Sha256. */
export function webhookHmac(body: string | Buffer, secret: string): string {
  return createHmac("sha256", secret).update(body).digest("base64");
}

/** Hex HMAC of an app proxy query: `k=v` pairs, repeated values joined by a comma, sorted, without separators. */
export function proxySignature(query: URLSearchParams, secret: string): string {
  return hex(pairs(query, "signature").join(""), secret);
}

/** Hex HMAC of the query with which the admin opens an embedded app: sorted pairs joined by `&`. */
export function adminHmac(query: URLSearchParams, secret: string): string {
  return hex(pairs(query, "hmac").join("&"), secret);
}

/** A compact JWS with HS256. */
export function signJwt(payload: Record<string, unknown>, secret: string): string {
  const head = `${encode({ alg: "HS256", typ: "JWT" })}.${encode(payload)}`;
  return `${head}.${createHmac("sha256", secret).update(head).digest("base64url")}`;
}

/** The claims of an HS256 token signed with this secret, or null for anything else. Times are the caller's to check. */
export function readJwt(token: string, secret: string): Record<string, unknown> | null {
  const [header, payload, signature, rest] = token.split(".");
  if (!header || !payload || !signature || rest !== undefined) return null;
  try {
    if (JSON.parse(Buffer.from(header, "base64url").toString()).alg !== "HS256") return null;
    const expected = createHmac("sha256", secret).update(`${header}.${payload}`).digest("base64url");
    if (!safeEqual(signature, expected)) return null;
    const claims: unknown = JSON.parse(Buffer.from(payload, "base64url").toString());
    return typeof claims === "object" && claims !== null && !Array.isArray(claims) ? (claims as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

export function safeEqual(a: string, b: string): boolean {
  const left = Buffer.from(a);
  const right = Buffer.from(b);
  return left.length === right.length && timingSafeEqual(left, right);
}

function pairs(query: URLSearchParams, except: string): string[] {
  return [...new Set(query.keys())]
    .filter((key) => key !== except)
    .map((key) => `${key}=${query.getAll(key).join(",")}`)
    .sort((a, b) => (a < b ? -1 : 1));
}

function hex(text: string, secret: string): string {
  return createHmac("sha256", secret).update(text).digest("hex");
}

function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}
