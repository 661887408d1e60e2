import { createSecretKey, hkdfSync, type KeyObject } from "node:crypto";
import { type HmacKey, hmacKey } from "../../extensions/contract/hmac-sha256.ts";
import { environment } from "../environment.server.ts";

const WEEK_MS = 7 * 24 * 3600 * 1000;
const KEPT_KEYS = 20_000;
const keys = new Map<string, KeyObject>();

/** The key that signs now: named after the UTC week, counted since 1970. */
export function offerTokenKeyId(now: Date): string {
  return String(weekOf(now));
}

/** Weeks since 1970 in UTC; each begins on a Thursday. */
export function weekOf(moment: Date): number {
  return Math.floor(moment.getTime() / WEEK_MS);
}

/** 32 bytes, another for every shop and week, made anew wherever they are needed: none is stored by the app. */
export function offerTokenKey(domain: string, keyId: string): KeyObject {
  const info = `crescendo offer token ${domain} ${keyId}`;
  let key = keys.get(info);
  if (!key) {
    if (keys.size >= KEPT_KEYS) keys.clear();
    key = createSecretKey(new Uint8Array(hkdfSync("sha256", environment().SHOPIFY_API_SECRET, "", info, 32)));
    keys.set(info, key);
  }
  return key;
}

/**
 * The keys the Function is told, by id: last week's, because tokens of its last moment still hold, this week's,
 * and next week's, because the signer turns to it the moment the week does and Shopify is told once a day.
 */
export function offerTokenKeys(domain: string, now: Date): Record<string, HmacKey> {
  const week = weekOf(now);
  return Object.fromEntries([week - 1, week, week + 1].map((id) => [String(id), hmacKey([...offerTokenKey(domain, String(id)).export()])]));
}
