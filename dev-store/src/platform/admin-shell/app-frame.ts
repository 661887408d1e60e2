import { randomUUID } from "node:crypto";
import type { Html } from "../html.ts";
import { html, scriptJson } from "../html.ts";
import type { AppCredentials } from "../session-token.ts";
import { mintSessionToken } from "../session-token.ts";
import { adminHmac } from "../signatures.ts";

export interface AppFrameOptions {
  app: AppCredentials;
  appName: string;
  frameUrl: string;
  domain: string;
  locale: string;
  /** path and query of the app's page under /app */
  path: string;
}

/** base64 of the admin's host and path, as Shopify passes it; embedded apps check that it is Shopify's. */
export function adminHost(domain: string): string {
  return Buffer.from(`admin.shopify.com/store/${domain.replace(/\.myshopify\.com$/, "")}`).toString("base64");
}

/** The address of the app's page inside the iframe, with everything Shopify adds. */
export function frameAddress(options: AppFrameOptions, now = Date.now()): string {
  const url = new URL(`/app${options.path}`, options.frameUrl);
  const sessionId = randomUUID().replaceAll("-", "");
  for (const [name, value] of [
    ["embedded", "1"],
    ["host", adminHost(options.domain)],
    ["id_token", mintSessionToken(options.app, options.domain, { now, sessionId })],
    ["locale", options.locale],
    ["session", sessionId],
    ["shop", options.domain],
    ["timestamp", String(Math.floor(now / 1000))],
  ] as const) {
    url.searchParams.set(name, value);
  }
  url.searchParams.set("hmac", adminHmac(url.searchParams, options.app.clientSecret));
  return url.href;
}

/** The app's page in the admin. What the app draws outside its iframe appears in the places left empty here. */
export function appFrame(options: AppFrameOptions): Html {
  const src = frameAddress(options);
  return html`<div class="title-bar" data-title-bar>
<span class="app-name">${options.appName}</span><span class="crumb" data-breadcrumb></span>
<h1 data-title></h1><span class="grow"></span><span class="actions" data-actions></span>
</div>
<iframe name="app-iframe" title="${options.appName}" src="${src}" data-frame></iframe>
<dialog class="modal" aria-labelledby="modal-title" data-modal>
<header><h2 id="modal-title" data-modal-title></h2><button type="button" class="close" data-modal-close><span class="visually-hidden">Close</span><span aria-hidden="true">✕</span></button></header>
<div class="modal-body" data-modal-body></div>
<footer data-modal-actions></footer>
</dialog>
<dialog class="modal picker" aria-labelledby="picker-title" data-picker>
<form method="dialog">
<header><h2 id="picker-title" data-picker-title></h2><button type="button" class="close" data-picker-cancel><span class="visually-hidden">Close</span><span aria-hidden="true">✕</span></button></header>
<label class="search"><span class="visually-hidden">Search</span><input type="search" placeholder="Search" autocomplete="off" data-picker-search></label>
<ul class="picker-list" data-picker-list></ul>
<footer><span class="grow" role="status" data-picker-count></span><button type="button" class="light" data-picker-cancel>Cancel</button><button class="dark" data-picker-select>Select</button></footer>
</form>
</dialog>
<dialog class="modal small" aria-labelledby="leave-title" data-leave>
<form method="dialog"><header><h2 id="leave-title">Leave page with unsaved changes?</h2></header>
<p>Leaving this page will delete all unsaved changes.</p>
<footer><span class="grow"></span><button class="light" value="stay">Stay</button><button class="critical" value="leave">Leave page</button></footer></form>
</dialog>
<script type="application/json" id="shell-data">${scriptJson({ frameOrigin: new URL(options.frameUrl).origin, config: { shop: options.domain, host: adminHost(options.domain), locale: options.locale } })}</script>`;
}
