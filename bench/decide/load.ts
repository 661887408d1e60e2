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

/**
 * Asks for offers as Shopify's app proxy does, `perSecond` of them for `seconds`, whether or not earlier ones were answered:
 * a time is counted from when its request was due, so that a server that stalls cannot hide what queues up behind it.
 * Requests are made and signed before the clock starts, each for its own moment: Shopify's machines do that, not the shop's.
 */
export async function putUnderLoad(
  client: KeepAlive,
  shop: { domain: string; secret: string },
  { perSecond, seconds, from, products }: { perSecond: number; seconds: number; from: number; products: number },
): Promise<Load> {
  const everyMs = 1000 / perSecond;
  const paths = Array.from({ length: perSecond * seconds }, (_, n) => pathOf(shop, visitOf(from + n, products), Date.now() + n * everyMs));
  const times: number[] = [];
  let [offers, errors] = [0, 0];
  const began = performance.now();
  const asked: Promise<void>[] = [];
  for (const [n, path] of paths.entries()) {
    const due = began + n * everyMs;
    const wait = due - performance.now();
    if (wait > 0) await sleep(wait);
    asked.push(
      client
        .get(path, `X-Forwarded-For: ${addressOf(from + n)}\r\n`)
        .then(({ status, body }) => {
          times.push(performance.now() - due);
          if (status !== 200) errors++;
          else if ((JSON.parse(body) as { kind: string }).kind === "offer") offers++;
        })
        .catch(() => {
          times.push(performance.now() - due);
          errors++;
        }),
    );
  }
  await Promise.all(asked);
  const took = (performance.now() - began) / 1000;
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
