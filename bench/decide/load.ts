import { setTimeout as sleep } from "node:timers/promises";
import { signedQuery } from "../../dev-store/src/platform/app-proxy.ts";
import type { KeepAlive } from "./keep-alive.ts";
import { type Percentiles, percentiles } from "./percentiles.ts";
import { type Visit, visitOf } from "./visit.ts";

export interface Load extends Percentiles {
  readonly requests: number;
  readonly perSecond: number;
  readonly offers: number;
  readonly errors: number;
}

export interface Ready {
  readonly path: string;
  readonly headers: string;
}

/**
 * So many requests, the n-th signed for n intervals from now: Shopify's machines sign, not the shop's, so it is done before the
 * clock starts.
 */
export function makeReady(
  shop: { domain: string; secret: string },
  { requests, perSecond, products }: { requests: number; perSecond: number; products: number },
): Ready[] {
  const now = Date.now();
  return Array.from({ length: requests }, (_, n) => ({
    path: pathOf(shop, visitOf(FIRST + n, products), now + (n * 1000) / perSecond),
    headers: `X-Forwarded-For: ${addressOf(FIRST + n)}\r\n`,
  }));
}

/** Visitors whom the seeded decisions do not know. */
const FIRST = 1_000_000;

/**
 * Asks for offers as Shopify's app proxy does, `perSecond` of them, whether or not earlier ones were answered: a time is counted from
 * when its request was due, so that a server that stalls cannot hide what queues up behind it. Of the first `warmSeconds` only
 * errors are counted; nothing rests after them.
 */
export async function putUnderLoad(
  client: KeepAlive,
  ready: readonly Ready[],
  { perSecond, warmSeconds }: { perSecond: number; warmSeconds: number },
): Promise<Load> {
  const everyMs = 1000 / perSecond;
  const uncounted = perSecond * warmSeconds;
  const times: number[] = [];
  let [offers, errors] = [0, 0];
  const began = performance.now();
  const asked: Promise<void>[] = [];
  for (const [n, { path, headers }] of ready.entries()) {
    const due = began + n * everyMs;
    const wait = due - performance.now();
    if (wait > 0) await sleep(wait);
    asked.push(
      client
        .get(path, headers)
        .then(({ status, body }) => {
          if (status !== 200) errors++;
          else if (n >= uncounted && (JSON.parse(body) as { kind: string }).kind === "offer") offers++;
        })
        .catch(() => {
          errors++;
        })
        .then(() => {
          if (n >= uncounted) times.push(performance.now() - due);
        }),
    );
  }
  await Promise.all(asked);
  const took = (performance.now() - began) / 1000 - warmSeconds;
  return { requests: times.length, perSecond: Math.round(times.length / took), offers, errors, ...percentiles(times) };
}

function pathOf(shop: { domain: string; secret: string }, visit: Visit, now: number): string {
  const query = new URLSearchParams({
    placement: visit.placement,
    product: visit.productId ?? "",
    lines: visit.lines.map((line) => `${line.variantId}:${line.quantity}`).join(","),
    visitor: visit.visitor,
    kept: "1",
  });
  const customerId = visit.customerId === null ? null : Number(visit.customerId);
  return `/proxy/offer?${signedQuery(`/?${query}`, { shop: shop.domain, prefix: "/apps/crescendo", secret: shop.secret, customerId, now })}`;
}

/** Every shopper from an address of their own, as the limits expect. */
function addressOf(n: number): string {
  return `10.${(n >> 16) & 255}.${(n >> 8) & 255}.${n & 255}`;
}
