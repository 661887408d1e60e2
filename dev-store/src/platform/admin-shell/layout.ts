import type { Store } from "../../store/store.ts";
import type { Html } from "../html.ts";
import { html } from "../html.ts";

export interface PageFrame {
  store: Store;
  appName: string;
  installed: boolean;
  locale: string;
  /** which entry of the navigation is the current page */
  current: "home" | "orders" | "products" | "customers" | "app" | null;
  title: string;
  /** the message above the page after a button was pressed */
  notice?: { kind: "done" | "error"; text: string } | null;
  /** the app's page carries its own scripts and fills the whole width */
  app?: boolean;
}

export const LOCALES = [
  ["en", "English"],
  ["vi", "Tiếng Việt"],
] as const;

/** The admin around every page: top bar, navigation, and the page itself. */
export function adminPage(frame: PageFrame, content: Html): string {
  const { store, current } = frame;
  const link = (key: PageFrame["current"], href: string, text: string) =>
    html`<li><a href="${href}"${current === key ? html` aria-current="page"` : null}>${text}</a></li>`;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${frame.title} · ${store.shop.name} · Local store</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/admin/_shell/shell.css">
</head>
<body>
<a class="skip" href="#content">Skip to content</a>
<header class="top">
<button type="button" class="menu" aria-expanded="false" aria-controls="navigation" data-menu><span class="visually-hidden">Navigation</span><span aria-hidden="true">☰</span></button>
<span class="shop">${store.shop.name}</span>
<span class="badge" title="This is not Shopify: it runs on this computer.">Local store</span>
<form class="locale" method="post" action="/admin/_locale">
<label><span class="visually-hidden">Language of the app</span>
<select name="locale" data-submit-on-change>${LOCALES.map(([code, name]) => html`<option value="${code}"${code === frame.locale ? html` selected` : null}>${name}</option>`)}</select></label>
<noscript><button>Change</button></noscript>
</form>
<div class="save-bar" role="region" aria-label="Unsaved changes" data-save-bar hidden>
<span>Unsaved changes</span><span class="grow"></span><button type="button" class="dark" data-discard>Discard</button><button type="button" class="light" data-save>Save</button>
</div>
</header>
<div class="loading" role="progressbar" aria-label="Loading" data-loading hidden></div>
<nav id="navigation" aria-label="Main">
<ul>
${link("home", "/admin", "Home")}
${link("orders", "/admin/orders", "Orders")}
${link("products", "/admin/products", "Products")}
${link("customers", "/admin/customers", "Customers")}
</ul>
<h2>Sales channels</h2>
<ul><li><a href="/" target="_blank" rel="noopener">Online Store<span class="visually-hidden"> (opens in a new tab)</span></a></li></ul>
<h2>Apps</h2>
<ul>
${link("app", frame.installed ? "/admin/apps/crescendo" : "/admin/oauth/install", frame.installed ? frame.appName : `Install ${frame.appName}`)}
<li class="app-nav" data-app-nav></li>
${frame.installed ? html`<li class="manage"><a href="/admin/oauth/install">Manage ${frame.appName}</a></li>` : null}
</ul>
</nav>
<main id="content" tabindex="-1"${frame.app ? html` class="app"` : null}>
${frame.notice ? html`<p class="notice ${frame.notice.kind}" role="${frame.notice.kind === "error" ? "alert" : "status"}">${frame.notice.text}</p>` : null}
${content}
</main>
<div class="toasts" role="status" aria-live="polite" data-toasts></div>
<script type="module" src="/admin/_shell/shell.js"></script>
</body>
</html>`.text;
}

/** Date and time in the shop's own timezone. */
export function shopTime(store: Store, time: number): string {
  return new Intl.DateTimeFormat("en", { dateStyle: "medium", timeStyle: "short", timeZone: store.shop.ianaTimezone }).format(time);
}
