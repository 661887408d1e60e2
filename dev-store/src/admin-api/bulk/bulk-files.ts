import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { createReadStream, existsSync } from "node:fs";
import type { Readable } from "node:stream";
import type { Store } from "../../store/store.ts";

export interface BulkFile {
  status: number;
  headers: Record<string, string>;
  body: Readable | string;
}

/** A result can be fetched for seven days. */
const LIFETIME_MS = 7 * 86_400_000;

/** Signed addresses of result files: whoever holds one may read, as on Shopify's file storage, until it expires. */
export class BulkFiles {
  readonly #key = randomBytes(32);
  readonly #publicUrl: string;

  constructor(publicUrl: string) {
    this.#publicUrl = publicUrl.replace(/\/$/, "");
  }

  url(store: Store, id: number, expired: boolean): string {
    const expires = Math.floor((store.now() + (expired ? -1000 : LIFETIME_MS)) / 1000);
    const search = new URLSearchParams({ shop: store.shop.domain, expires: String(expires), signature: this.#sign(store, id, expires) });
    return `${this.#publicUrl}/_files/bulk/${id}.jsonl?${search}`;
  }

  read(store: Store, id: number, file: string | null, search: URLSearchParams): BulkFile {
    const expires = Number(search.get("expires"));
    const given = Buffer.from(search.get("signature") ?? "");
    const wanted = Buffer.from(this.#sign(store, id, expires));
    if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) return refusal(403, "SignatureDoesNotMatch");
    if (expires * 1000 <= store.now()) return refusal(400, "ExpiredToken");
    if (file === null || !existsSync(file)) return refusal(404, "NoSuchKey");
    return {
      status: 200,
      headers: { "content-type": "application/jsonl", "content-disposition": `attachment; filename="bulk-${id}.jsonl"` },
      body: createReadStream(file),
    };
  }

  #sign(store: Store, id: number, expires: number): string {
    return createHmac("sha256", this.#key).update(`${store.shop.domain}\n${id}\n${expires}`).digest("hex");
  }
}

function refusal(status: number, code: string): BulkFile {
  return {
    status,
    headers: { "content-type": "application/xml; charset=UTF-8" },
    body: `<?xml version='1.0' encoding='UTF-8'?><Error><Code>${code}</Code></Error>`,
  };
}
