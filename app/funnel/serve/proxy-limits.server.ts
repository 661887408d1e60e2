import { BlockList, isIP } from "node:net";
import { tokenBuckets } from "./token-bucket.ts";

const MAX_BODY_BYTES = 4_000;

// Wide enough for a shopper who clicks fast, and for an office behind one address.
const visitors = tokenBuckets({ burst: 20, perSecond: 2, keys: 50_000 });
const addresses = tokenBuckets({ burst: 300, perSecond: 100, keys: 50_000 });
// A decision is a row: no flood, whatever addresses and visitors it invents, may fill the database.
const shops = tokenBuckets({ burst: 2_000, perSecond: 1_000, keys: 10_000 });

/** Whether this visitor and address may ask now, in this process; `forwardedFor` is the header of that name, `visitor` null where nothing is decided. */
export function withinLimits(forwardedFor: string | null, shopId: number, visitor: string | null): boolean {
  const now = Date.now();
  if (!addresses.take(`${shopId} ${callerOf(forwardedFor ?? "")}`, now)) return false;
  return visitor === null || (visitors.take(`${shopId} ${visitor}`, now) && shops.take(`${shopId}`, now));
}

/** Our own machines, the same that server.ts trusts: loopback, link-local and private addresses. */
const ours = new BlockList();
for (const [net, bits] of [
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["10.0.0.0", 8],
  ["172.16.0.0", 12],
  ["192.168.0.0", 16],
] as const)
  ours.addSubnet(net, bits, "ipv4");
for (const [net, bits] of [
  ["::1", 128],
  ["fe80::", 10],
  ["fc00::", 7],
] as const)
  ours.addSubnet(net, bits, "ipv6");

/**
 * Who called, by the last entry that is none of our own machines: entries before it the caller can write as they like. Shopify adds the
 * shopper's address; where a proxy of ours adds who called it, that is one of Shopify's machines, and the limit is by machine.
 */
function callerOf(forwardedFor: string): string {
  const entries = forwardedFor.split(",").map(bare);
  return entries.findLast((entry) => !isOurs(entry)) ?? entries.at(-1) ?? "";
}

/** Without a port, and an IPv4 address as itself. */
function bare(entry: string): string {
  return entry
    .trim()
    .replace(/^::ffff:/i, "")
    .replace(/^(\d+\.\d+\.\d+\.\d+):\d+$/, "$1");
}

function isOurs(address: string): boolean {
  const family = isIP(address);
  return family !== 0 && ours.check(address, family === 4 ? "ipv4" : "ipv6");
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
