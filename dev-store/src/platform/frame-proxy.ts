import { readFile } from "node:fs/promises";
import http from "node:http";
import type { Duplex } from "node:stream";
import { html } from "./html.ts";
import { swapText } from "./swap-text.ts";

/** Where every embedded app loads App Bridge from; the one address the frame proxy exchanges. */
export const APP_BRIDGE_CDN = "https://cdn.shopify.com/shopifycloud/app-bridge.js";
const STAND_IN = "/.local-store/app-bridge.js";
const MODAL_PAGE = "/.local-store/modal.html";

export interface FrameProxyOptions {
  /** port of the store, whose admin shell frames the app */
  shellPort: () => number;
  appUrl: () => string | null;
}

/**
 * Stands between the iframe and the app as a tunnel does: the app sees the frame's own Host. It changes
 * three things only: the address of App Bridge in HTML, scripts and Link headers, who may frame the page,
 * and redirects to Shopify's admin, which lead to the local one.
 */
export async function createFrameProxy(options: FrameProxyOptions): Promise<http.Server> {
  const bridge = await readFile(new URL("./app-bridge.js", import.meta.url), "utf8");
  const server = http.createServer((request, response) => {
    const path = (request.url ?? "/").split("?")[0];
    if (path === STAND_IN) {
      response.writeHead(200, { "Content-Type": "text/javascript; charset=utf-8", "Cache-Control": "no-cache" });
      return void response.end(bridge.replace("__SHELL_PORT__", String(options.shellPort())));
    }
    if (path === MODAL_PAGE) {
      response.writeHead(200, {
        "Content-Type": "text/html; charset=utf-8",
        "Content-Security-Policy": `frame-ancestors ${shellOrigins(options)}`,
      });
      return void response.end('<!doctype html><html lang="en"><head><title>Modal</title></head><body></body></html>');
    }
    pass(options, request, response);
  });
  server.on("upgrade", (request, socket, head) => passUpgrade(options, request, socket, head));
  return server;
}

/** WebSockets, which a development server uses to reload the page. */
function passUpgrade(options: FrameProxyOptions, request: http.IncomingMessage, socket: Duplex, head: Buffer): void {
  const target = new URL(options.appUrl() ?? "http://127.0.0.1:9");
  const upstream = http.request({ hostname: target.hostname, port: target.port || 80, path: request.url, headers: request.headers });
  upstream.on("upgrade", (answer, other, first) => {
    const lines = Object.entries(answer.headers).map(([name, value]) => `${name}: ${value}`);
    socket.write(`HTTP/1.1 101 Switching Protocols\r\n${lines.join("\r\n")}\r\n\r\n`);
    if (first.length > 0) socket.write(first);
    if (head.length > 0) other.write(head);
    other.pipe(socket).pipe(other);
    other.on("error", () => socket.destroy());
    socket.on("error", () => other.destroy());
    socket.on("close", () => other.destroy());
  });
  upstream.on("response", () => socket.destroy());
  upstream.on("error", () => socket.destroy());
  upstream.end();
}

function pass(options: FrameProxyOptions, request: http.IncomingMessage, response: http.ServerResponse): void {
  const appUrl = options.appUrl();
  if (!appUrl) {
    down(response, "its address is not known yet");
    return;
  }
  const target = new URL(appUrl);
  const headers = { ...request.headers, "x-forwarded-host": request.headers.host ?? "", "x-forwarded-proto": "http" };
  // Compressed bytes cannot be searched for the address of App Bridge.
  headers["accept-encoding"] = "identity";
  const upstream = http.request(
    { hostname: target.hostname, port: target.port || 80, method: request.method, path: request.url, headers },
    (answer) => {
      const { headers: out, swap } = adapt(options, answer.headers);
      response.writeHead(answer.statusCode ?? 502, answer.statusMessage, out);
      if (swap) answer.pipe(swapText(APP_BRIDGE_CDN, STAND_IN)).pipe(response);
      else answer.pipe(response);
    },
  );
  upstream.on("error", (error) => {
    if (response.headersSent) response.destroy();
    else down(response, `${target.host} (${(error as NodeJS.ErrnoException).code ?? error.message})`);
  });
  response.on("close", () => upstream.destroy());
  request.pipe(upstream);
}

function adapt(options: FrameProxyOptions, headers: http.IncomingHttpHeaders): { headers: http.OutgoingHttpHeaders; swap: boolean } {
  const out: http.OutgoingHttpHeaders = { ...headers };
  const policy = headers["content-security-policy"];
  if (typeof policy === "string") out["content-security-policy"] = allowShell(policy, shellOrigins(options));
  if (headers.link) out.link = String(headers.link).replaceAll(APP_BRIDGE_CDN, STAND_IN);
  if (headers.location) out.location = localAdmin(headers.location, options.shellPort());
  const swap =
    /^(text\/html|text\/javascript|application\/javascript)\b/.test(headers["content-type"] ?? "") && !headers["content-encoding"];
  if (swap) delete out["content-length"];
  return { headers: out, swap };
}

/** Adds the admin shell to the origins that `frame-ancestors` already allows Shopify's admin. */
export function allowShell(policy: string, origins: string): string {
  return policy.replace(/frame-ancestors\s+([^;]*)/i, (whole, sources: string) =>
    /https:\/\/admin\.shopify\.com|\.myshopify\.com/.test(sources) ? `frame-ancestors ${sources.trim()} ${origins}` : whole,
  );
}

/** `https://admin.shopify.com/store/<name>/...` and `https://<shop>/admin/...` as the local store serves them. */
export function localAdmin(location: string, shellPort: number): string {
  const shell = `http://127.0.0.1:${shellPort}/admin`;
  const hosted = /^https:\/\/admin\.shopify\.com\/store\/[^/?#]+(.*)$/.exec(location);
  if (hosted) return `${shell}${hosted[1]}`;
  const own = /^https:\/\/[a-z0-9-]+\.myshopify\.com\/admin(.*)$/i.exec(location);
  return own ? `${shell}${own[1]}` : location;
}

function shellOrigins(options: FrameProxyOptions): string {
  const port = options.shellPort();
  return `http://127.0.0.1:${port} http://localhost:${port} http://*.localhost:${port}`;
}

function down(response: http.ServerResponse, where: string): void {
  response.writeHead(502, { "Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-store" });
  response.end(
    html`<!doctype html><html lang="en"><head><title>The app is not running</title><meta name="viewport" content="width=device-width">
<style>body{font:15px/1.5 system-ui,sans-serif;margin:3rem auto;max-width:32rem;padding:0 1rem;color:#303030}</style></head>
<body><h1>The app is not running</h1><p>The app is not running on ${where}. Start it, then load this page again.</p></body></html>`.text,
  );
}
