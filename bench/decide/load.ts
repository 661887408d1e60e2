import http from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { signedQuery } from "../../dev-store/src/platform/app-proxy.ts";
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
 */
export async function putUnderLoad(
  appUrl: string,
  shop: { domain: string; secret: string },
  { perSecond, seconds, from, products }: { perSecond: number; seconds: number; from: number; products: number },
): Promise<Load> {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 100 });
  const times: number[] = [];
  let [offers, errors] = [0, 0];
  const began = performance.now();
  const asked: Promise<void>[] = [];
  for (let n = 0; n < perSecond * seconds; n++) {
    const due = began + (n * 1000) / perSecond;
    if (due > performance.now()) await sleep(due - performance.now());
    asked.push(
      ask(agent, urlOf(appUrl, shop, visitOf(from + n, products)), from + n)
        .then((body) => {
          if (body.kind === "offer") offers++;
        })
        .catch(() => {
          errors++;
        })
        .then(() => void times.push(performance.now() - due)),
    );
  }
  await Promise.all(asked);
  const took = (performance.now() - began) / 1000;
  agent.destroy();
  return { requests: times.length, perSecond: Math.round(times.length / took), offers, errors, ...percentiles(times) };
}

function urlOf(appUrl: string, shop: { domain: string; secret: string }, visit: Visit): string {
  const query = new URLSearchParams({
    placement: visit.placement,
    product: visit.productId ?? "",
    lines: visit.lines.map((line) => `${line.variantId}:${line.quantity}`).join(","),
    visitor: visit.visitor,
    kept: "1",
  });
  const customerId = visit.customerId === null ? null : Number(visit.customerId);
  return `${appUrl}/proxy/offer?${signedQuery(`/?${query}`, { shop: shop.domain, prefix: "/apps/crescendo", secret: shop.secret, customerId })}`;
}

/** Every shopper from an address of their own, as the limits expect. */
function ask(agent: http.Agent, url: string, n: number): Promise<{ kind: string }> {
  const address = `10.${(n >> 16) & 255}.${(n >> 8) & 255}.${n & 255}`;
  return new Promise((resolve, reject) => {
    http
      .get(url, { agent, headers: { "x-forwarded-for": address } }, (response) => {
        let body = "";
        response.setEncoding("utf8").on("data", (chunk: string) => {
          body += chunk;
        });
        response.on("end", () =>
          response.statusCode === 200 ? resolve(JSON.parse(body)) : reject(new Error(`${response.statusCode} ${body}`)),
        );
        response.on("error", reject);
      })
      .on("error", reject);
  });
}
