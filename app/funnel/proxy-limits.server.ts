import { tokenBuckets } from "./token-bucket.ts";

const MAX_BODY_BYTES = 4_000;

// Wide enough for a shopper who clicks fast, and for an office behind one address.
const visitors = tokenBuckets({ burst: 20, perSecond: 2, keys: 50_000 });
const addresses = tokenBuckets({ burst: 300, perSecond: 100, keys: 50_000 });

/** Whether this visitor and address may ask now, in this process; `forwardedFor` is the header of that name. */
export function withinLimits(forwardedFor: string | null, shopId: number, visitor: string | null): boolean {
  const now = Date.now();
  const address = forwardedFor?.split(",", 1)[0]?.trim() ?? "";
  const byAddress = addresses.take(`${shopId} ${address}`, now);
  return byAddress && (visitor === null || visitors.take(`${shopId} ${visitor}`, now));
}

/** The body's text, null when it is longer than any event of ours; no more than that is ever read. */
export async function smallBody(request: Request): Promise<string | null> {
  const reader = request.body?.getReader();
  if (!reader) return "";
  const decoder = new TextDecoder();
  let text = "";
  let bytes = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    bytes += value.byteLength;
    if (bytes > MAX_BODY_BYTES) {
      await reader.cancel();
      return null;
    }
    text += decoder.decode(value, { stream: true });
  }
}
