import { createHmac, createSecretKey, hkdfSync, type KeyObject } from "node:crypto";
import { environment } from "../../environment.server.ts";

const keys = new Map<number, KeyObject>();

/** A visitor's random id as we keep it: a keyed hash that differs from shop to shop and cannot be turned back. */
export function visitorHash(shopId: number, visitor: string): string {
  let key = keys.get(shopId);
  if (!key) {
    key = createSecretKey(new Uint8Array(hkdfSync("sha256", environment().SHOPIFY_API_SECRET, "", `crescendo visitor ${shopId}`, 32)));
    keys.set(shopId, key);
  }
  return createHmac("sha256", key).update(visitor).digest("base64url");
}
