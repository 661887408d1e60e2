import { createHmac, randomUUID } from "node:crypto";

/** Credentials as Shopify makes them, and every way to get them wrong. */
export const CLIENT_ID = process.env.SHOPIFY_API_KEY as string;
export const SECRET = process.env.SHOPIFY_API_SECRET as string;

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");

export function sessionToken(domain: string, change: Record<string, unknown> = {}, how: { secret?: string; alg?: string } = {}): string {
  const now = Math.floor(Date.now() / 1000);
  const claims = {
    iss: `https://${domain}/admin`,
    dest: `https://${domain}`,
    aud: CLIENT_ID,
    sub: "42",
    exp: now + 60,
    nbf: now - 1,
    iat: now - 1,
    jti: randomUUID(),
    sid: randomUUID(),
    ...change,
  };
  const alg = how.alg ?? "HS256";
  const head = `${encode({ alg, typ: "JWT" })}.${encode(claims)}`;
  const hash = { HS256: "sha256", HS384: "sha384", HS512: "sha512" }[alg];
  return `${head}.${
    hash
      ? createHmac(hash, how.secret ?? SECRET)
          .update(head)
          .digest("base64url")
      : ""
  }`;
}

/** Every session token that must open nothing. */
export function badSessionTokens(domain: string, other: string): Record<string, string> {
  const now = Math.floor(Date.now() / 1000);
  const good = sessionToken(domain);
  return {
    garbage: "not.a.token",
    "not even dots": "x",
    "expired 11 seconds ago": sessionToken(domain, { exp: now - 11 }),
    "expired an hour ago": sessionToken(domain, { exp: now - 3600 }),
    "not valid yet": sessionToken(domain, { nbf: now + 120 }),
    "for another app": sessionToken(domain, { aud: "another-app" }),
    "signed with another key": sessionToken(domain, {}, { secret: "another-secret-of-enough-length" }),
    "alg none": sessionToken(domain, {}, { alg: "none" }),
    "alg HS512": sessionToken(domain, {}, { alg: "HS512" }),
    "signature of another token": `${good.split(".").slice(0, 2).join(".")}.${sessionToken(other).split(".")[2]}`,
    "issued by another shop": sessionToken(domain, { iss: `https://${other}/admin` }),
    "without an expiry": sessionToken(domain, { exp: undefined }),
    "without a user": sessionToken(domain, { sub: undefined }),
    "for no Shopify shop": sessionToken("evil.example", {}),
    "for a shop's name with a path": sessionToken(domain, {
      dest: `https://${other}@${domain}`,
      iss: `https://${other}@evil.example/admin`,
    }),
  };
}

/** The query with which Shopify's proxy asks for a shopper. */
export function proxyQuery(domain: string, change: Record<string, string> = {}, extra: [string, string][] = []): URLSearchParams {
  const query = new URLSearchParams({
    logged_in_customer_id: "",
    path_prefix: "/apps/crescendo",
    shop: domain,
    timestamp: String(Math.floor(Date.now() / 1000)),
    ...change,
  });
  for (const [name, value] of extra) query.append(name, value);
  query.set("signature", proxySignature(query));
  return query;
}

export function proxySignature(query: URLSearchParams): string {
  const pairs = [...new Set(query.keys())].filter((name) => name !== "signature").map((name) => `${name}=${query.getAll(name).join(",")}`);
  return createHmac("sha256", SECRET).update(pairs.sort().join("")).digest("hex");
}

/** Every app proxy query that must be refused although parts of it are right. */
export function badProxyQueries(domain: string): Record<string, URLSearchParams> {
  const now = Math.floor(Date.now() / 1000);
  const without = (name: string) => {
    const query = proxyQuery(domain);
    query.delete(name);
    if (name !== "signature") query.set("signature", proxySignature(query));
    return query;
  };
  const after = (edit: (query: URLSearchParams) => void) => {
    const query = proxyQuery(domain);
    edit(query);
    return query;
  };
  const glued = proxyQuery(domain);
  glued.delete("path_prefix");
  glued.set("logged_in_customer_id", "path_prefix=/apps/crescendo");
  return {
    nothing: new URLSearchParams(),
    "no signature": without("signature"),
    "wrong signature": after((query) => query.set("signature", "0".repeat(64))),
    "empty signature": after((query) => query.set("signature", "")),
    "a forged customer": after((query) => query.set("logged_in_customer_id", "7")),
    "another shop's name": after((query) => query.set("shop", "other.myshopify.com")),
    "no timestamp": without("timestamp"),
    "an old timestamp": proxyQuery(domain, { timestamp: String(now - 600) }),
    "a timestamp that is no number": proxyQuery(domain, { timestamp: "soon" }),
    "a timestamp twice": after((query) => query.append("timestamp", String(now))),
    "a list as timestamp": proxyQuery(domain, {}, [["timestamp", String(now)]]),
    "the shop twice": after((query) => query.append("shop", "other.myshopify.com")),
    "a name twice, signed so": proxyQuery(domain, {}, [
      ["placement", "cart"],
      ["placement", "product"],
    ]),
    "parameters glued together": glued,
    "no path prefix": without("path_prefix"),
    "another path prefix": proxyQuery(domain, { path_prefix: "/apps/../admin" }),
    "a customer that is no number": proxyQuery(domain, { logged_in_customer_id: "1 or 1=1" }),
    "a shop outside Shopify": proxyQuery("evil.example"),
    "a prototype as a name": after((query) => query.append("__proto__", "1")),
  };
}

export function webhookHeaders(
  domain: string,
  topic: string,
  body: string,
  change: Record<string, string | undefined> = {},
): Record<string, string> {
  const headers: Record<string, string | undefined> = {
    "content-type": "application/json",
    "user-agent": "Shopify-Captain-Hook",
    "x-shopify-topic": topic,
    "x-shopify-hmac-sha256": createHmac("sha256", SECRET).update(body).digest("base64"),
    "x-shopify-shop-domain": domain,
    "x-shopify-api-version": "2026-07",
    "x-shopify-webhook-id": randomUUID(),
    "x-shopify-event-id": randomUUID(),
    "x-shopify-triggered-at": new Date().toISOString(),
    ...change,
  };
  return Object.fromEntries(Object.entries(headers).filter((entry): entry is [string, string] => entry[1] !== undefined));
}
