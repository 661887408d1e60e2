import { encodeBase64Url } from "./base64-url.ts";
import { type HmacKey, hmacSha256, sameText } from "./hmac-sha256.ts";
import type { SignedLineAttribute } from "./line-attribute.ts";

/** A cart has its signatures checked on at most this many lines, and on fewer the longer it is. */
export const MOST_VERIFIED_LINES = 4;
const LINES_INSTEAD = 40;

/**
 * How many signatures a Function can check beside reading so many lines: each costs as much as some 40 lines, and a
 * Function that runs out gives nothing to anyone (decision 0010).
 */
export function mostVerifiedLines(lineCount: number): number {
  return Math.max(1, MOST_VERIFIED_LINES - Math.floor(lineCount / LINES_INSTEAD));
}

const MAC_BYTES = 16;

/**
 * Says of a token whether one of these keys made its mac. The mac is compared as text, so that no second spelling of
 * the same bytes passes.
 */
export function tokenVerifier(keys: Readonly<Record<string, HmacKey>>): (token: SignedLineAttribute) => boolean {
  return ({ keyId, signed, mac }) => {
    const key = Object.hasOwn(keys, keyId) ? keys[keyId] : undefined;
    return key !== undefined && sameText(encodeBase64Url(hmacSha256(key, signed).slice(0, MAC_BYTES)), mac);
  };
}
