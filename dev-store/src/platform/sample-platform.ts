import http from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { sampleStore } from "../checkout/sample-store.ts";
import { StoreDirectory } from "../store/store-directory.ts";
import { readAppConfig } from "./app-config.ts";
import type { Platform, PlatformParts } from "./start-platform.ts";
import { startPlatform } from "./start-platform.ts";

export const SAMPLE_APP = { clientId: "c0ffee5ca1ab1e0000000000crescendo", clientSecret: "shpss_local_secret_for_tests" };
export const DOMAIN = "crescendo-demo.myshopify.com";

/** A request as the listening app saw it. */
export interface Seen {
  method: string;
  url: string;
  headers: http.IncomingHttpHeaders;
  body: string;
}

/** A small app that keeps what it is sent and answers as told. */
export async function listeningApp(answer: (seen: Seen, response: http.ServerResponse) => void = (_seen, response) => response.end()) {
  const seen: Seen[] = [];
  const server = http.createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    const entry = { method: request.method ?? "", url: request.url ?? "", headers: request.headers, body };
    seen.push(entry);
    answer(entry, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, seen, server, close };
}

/** Shopify's own parts around a small hand-built shop, on free ports. */
export async function samplePlatform(
  appUrl: string | null,
  parts: Partial<PlatformParts> = {},
): Promise<Platform & { stores: StoreDirectory }> {
  const stores = new StoreDirectory();
  stores.add(sampleStore());
  const platform = await startPlatform({
    stores,
    config: await readAppConfig(join(import.meta.dirname, "../../../shopify.app.toml")),
    app: SAMPLE_APP,
    appUrl,
    locale: "en",
    port: 0,
    framePort: 0,
    log: () => {},
    parts: async () => ({
      adminApi: null,
      files: null,
      storefront: null,
      extensions: null,
      functionRuns: null,
      protectedCustomerData: null,
      ...parts,
    }),
    addShop: () => Promise.reject(new Error("No further shops in this test.")),
  });
  return { ...platform, stores };
}

/** Waits until something holds; throws after five seconds. */
export async function until(holds: () => boolean, what: string): Promise<void> {
  const deadline = Date.now() + 5000;
  while (!holds()) {
    if (Date.now() > deadline) throw new Error(`Waited five seconds for ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
