import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";

/**
 * Who is logged in at the storefront: one signed cookie. The storefront's login page sets it, the
 * storefront and the app proxy read it. The key lives as long as the process, as the store itself does.
 */
const COOKIE = "_shopper";
const KEY = randomBytes(32);
const FOURTEEN_DAYS = 14 * 24 * 3600;

/** The logged-in customer, or null for a guest, an unsigned cookie or one from an earlier start of the store. */
export function readShopper(request: Pick<IncomingMessage, "headers">): { customerId: number | null } {
  for (const part of (request.headers.cookie ?? "").split(";")) {
    const [name, value] = part.trim().split("=", 2);
    if (name !== COOKIE || !value) continue;
    const [id, signature] = value.split(".", 2);
    if (id && signature && /^\d{1,16}$/.test(id) && equal(signature, sign(id))) return { customerId: Number(id) };
  }
  return { customerId: null };
}

/** Logs a customer in, or with null out. Keeps other Set-Cookie headers of the response. */
export function setShopper(response: Pick<ServerResponse, "appendHeader">, customerId: number | null): void {
  const value = customerId === null ? "" : `${customerId}.${sign(String(customerId))}`;
  const age = customerId === null ? 0 : FOURTEEN_DAYS;
  response.appendHeader("Set-Cookie", `${COOKIE}=${value}; Path=/; Max-Age=${age}; HttpOnly; SameSite=Lax`);
}

function sign(id: string): string {
  return createHmac("sha256", KEY).update(id).digest("base64url");
}

function equal(a: string, b: string): boolean {
  const left = Buffer.from(a);
  const right = Buffer.from(b);
  return left.length === right.length && timingSafeEqual(left, right);
}
