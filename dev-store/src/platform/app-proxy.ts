import http from "node:http";
import express from "express";
import type { StoreDirectory } from "../store/store-directory.ts";
import type { AppConfig } from "./app-config.ts";
import { escapeHtml } from "./html.ts";
import type { Installations } from "./installations.ts";
import { readShopper } from "./shopper-session.ts";
import { proxySignature } from "./signatures.ts";

export interface AppProxyOptions {
  stores: StoreDirectory;
  config: AppConfig;
  secret: string;
  installations: Installations;
  appUrl: () => string | null;
}

/** Only Shopify may say these; a shopper's own values are dropped. */
const SHOPIFYS = ["shop", "path_prefix", "timestamp", "logged_in_customer_id", "signature", "hmac"];
const HOP_BY_HOP = [
  "connection",
  "keep-alive",
  "proxy-authenticate",
  "proxy-authorization",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
];
const TIMEOUT_MS = 10_000;

/** `/apps/<subpath>/*` on the storefront: forwards to the app with Shopify's signed parameters, without cookies either way. */
export function createAppProxy(options: AppProxyOptions): express.Router {
  const router = express.Router();
  const { proxy } = options.config;
  if (!proxy) return router;
  const prefix = `/${proxy.prefix}/${proxy.subpath}`;
  router.use(prefix, (request, response, next) => {
    const store = options.stores.forRequest(request);
    if (!store || !options.installations.isInstalled(store)) return next();
    const appUrl = options.appUrl();
    if (!appUrl) return unavailable(response, "The app's address is not known yet.");
    const target = new URL(appUrl);
    target.pathname = `${proxy.path}${request.path === "/" ? "" : request.path}`;
    target.search = signedQuery(request.originalUrl, {
      shop: store.shop.domain,
      prefix,
      secret: options.secret,
      customerId: readShopper(request).customerId,
    });
    forward(request, response, target);
  });
  return router;
}

/** Times are the machine's: the app compares the timestamp with its own clock. */
export function signedQuery(
  url: string,
  by: { shop: string; prefix: string; secret: string; customerId: number | null; now?: number },
): string {
  const query = new URL(url, "http://store.invalid").searchParams;
  for (const name of SHOPIFYS) query.delete(name);
  query.set("shop", by.shop);
  query.set("logged_in_customer_id", by.customerId === null ? "" : String(by.customerId));
  query.set("path_prefix", by.prefix);
  query.set("timestamp", String(Math.floor((by.now ?? Date.now()) / 1000)));
  query.set("signature", proxySignature(query, by.secret));
  return query.toString();
}

function forward(request: express.Request, response: express.Response, target: URL): void {
  const headers = { ...request.headers };
  for (const name of [...HOP_BY_HOP, "cookie", "host", "authorization"]) delete headers[name];
  headers["x-forwarded-for"] = request.socket.remoteAddress ?? "127.0.0.1";
  headers["x-forwarded-host"] = target.host;
  const upstream = http.request(target, { method: request.method, headers, timeout: TIMEOUT_MS }, (answer) => {
    const kept = { ...answer.headers };
    for (const name of [...HOP_BY_HOP, "set-cookie"]) delete kept[name];
    const liquid = /^application\/liquid\b/.test(answer.headers["content-type"] ?? "");
    if (liquid) {
      // Shopify would render this in the theme's layout.
      kept["content-type"] = "text/html; charset=utf-8";
      delete kept["content-length"];
      delete kept["content-encoding"];
      if (answer.headers["content-encoding"])
        return unavailable(response, "A compressed application/liquid response cannot be shown by the local store.");
    }
    response.writeHead(answer.statusCode ?? 502, kept);
    if (liquid)
      response.write(
        "<!-- Local store: this application/liquid response is shown as it came; Shopify would render it inside the theme. -->\n",
      );
    answer.pipe(response);
  });
  upstream.on("timeout", () => upstream.destroy(new Error(`No answer in ${TIMEOUT_MS / 1000} seconds.`)));
  upstream.on("error", (error) => {
    if (response.headersSent) response.destroy();
    else unavailable(response, (error as NodeJS.ErrnoException).code ?? error.message);
  });
  response.on("close", () => upstream.destroy());
  request.pipe(upstream);
}

function unavailable(response: express.Response, reason: string): void {
  response
    .status(502)
    .type("html")
    .send(
      `<!doctype html><html lang="en"><title>There was an error in the third-party application</title><h1>There was an error in the third-party application</h1><p>Try again later.</p><p><small>Local store: ${escapeHtml(reason)}</small></p></html>`,
    );
}
