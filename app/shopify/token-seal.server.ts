import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";

/** Keys by id; the first seals, all open. */
export interface SealKeys {
  readonly newest: string;
  readonly byId: ReadonlyMap<string, Buffer>;
}

/** What a sealed text belongs to: opening it for another shop or field fails. */
export interface SealedFor {
  readonly shop: string;
  readonly field: "access_token" | "refresh_token" | "online_access_info";
}

export class UnknownSealKey extends Error {
  override name = "UnknownSealKey";
}

const NONCE = 12;
const TAG = 16;

/** @param entries `<key id>:<32 bytes in base64>`, newest first, as in TOKEN_ENCRYPTION_KEYS */
export function parseSealKeys(entries: readonly string[]): SealKeys {
  const byId = new Map(
    entries.map((entry) => {
      const colon = entry.indexOf(":");
      return [entry.slice(0, colon), Buffer.from(entry.slice(colon + 1), "base64")] as const;
    }),
  );
  const newest = entries[0]?.split(":")[0];
  if (newest === undefined) throw new Error("TOKEN_ENCRYPTION_KEYS holds no key.");
  return { newest, byId };
}

/** AES-256-GCM with a fresh nonce: `<key id>.<base64url of nonce, ciphertext and tag>`. */
export function seal(keys: SealKeys, text: string, owner: SealedFor): string {
  const nonce = randomBytes(NONCE);
  const cipher = createCipheriv("aes-256-gcm", keyOf(keys, keys.newest), nonce, { authTagLength: TAG });
  cipher.setAAD(associatedData(owner));
  const sealed = Buffer.concat([nonce, cipher.update(text, "utf8"), cipher.final(), cipher.getAuthTag()]);
  return `${keys.newest}.${sealed.toString("base64url")}`;
}

/** Throws when the text was altered, sealed for another shop or field, or with a key that is no longer known. */
export function open(keys: SealKeys, sealed: string, owner: SealedFor): string {
  const dot = sealed.indexOf(".");
  const bytes = Buffer.from(sealed.slice(dot + 1), "base64url");
  if (dot < 1 || bytes.length < NONCE + TAG) throw new Error("A stored token is not in the sealed form.");
  const decipher = createDecipheriv("aes-256-gcm", keyOf(keys, sealed.slice(0, dot)), bytes.subarray(0, NONCE), { authTagLength: TAG });
  decipher.setAAD(associatedData(owner));
  decipher.setAuthTag(bytes.subarray(bytes.length - TAG));
  try {
    return Buffer.concat([decipher.update(bytes.subarray(NONCE, bytes.length - TAG)), decipher.final()]).toString("utf8");
  } catch (cause) {
    throw new Error("A stored token was altered, or belongs to another shop.", { cause });
  }
}

function keyOf(keys: SealKeys, id: string): Buffer {
  const key = keys.byId.get(id);
  if (!key) throw new UnknownSealKey(`A stored token was sealed with key "${id}", which TOKEN_ENCRYPTION_KEYS no longer holds.`);
  return key;
}

function associatedData({ shop, field }: SealedFor): Buffer {
  return Buffer.from(`${shop}\0${field}`, "utf8");
}
