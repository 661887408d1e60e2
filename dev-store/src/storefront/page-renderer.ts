import { join } from "node:path";
import type { Request, Response } from "express";
import { type PricedCart, priceCart } from "../checkout/price-cart.ts";
import type { FunctionRunner } from "../functions/function-runner.ts";
import { cartJson } from "./cart-json.ts";
import { CONSENT_SCRIPT } from "./consent-script.ts";
import { createLiquid, escapeHtml } from "./liquid-engine.ts";
import type { ShopperRequest } from "./shopper-request.ts";
import { type AppBlock, renderBlocks, type ThemeExtensions, themeSettings } from "./theme-extension.ts";
import { globalObjects } from "./theme-objects.ts";
import { readTranslations } from "./translations.ts";

export const THEME_FOLDER = join(import.meta.dirname, "theme");

export interface Page {
  /** Shopify's page type: index, product, collection, cart, search, 404, customers/login, customers/account */
  readonly type: string;
  readonly template: string;
  readonly title: string;
  readonly status?: number;
  readonly values?: Record<string, unknown>;
}

export interface PageRenderer {
  page(shopper: ShopperRequest, request: Request, response: Response, page: Page): Promise<void>;
  /** A page of the checkout: own layout, no app blocks. */
  checkout(shopper: ShopperRequest, response: Response, page: Omit<Page, "type">): Promise<void>;
  translate(key: string, locale: string, values?: Record<string, unknown>): string;
  price(shopper: ShopperRequest): Promise<PricedCart>;
}

export async function createPageRenderer(options: { extensions: ThemeExtensions; runner: FunctionRunner | null }): Promise<PageRenderer> {
  const translations = await readTranslations(join(THEME_FOLDER, "locales"));
  const liquid = createLiquid({
    root: join(THEME_FOLDER, "templates"),
    snippets: join(THEME_FOLDER, "snippets"),
    assetPath: "/cdn/theme",
    translations,
  });
  const layouts = createLiquid({
    root: join(THEME_FOLDER, "layout"),
    snippets: join(THEME_FOLDER, "snippets"),
    assetPath: "/cdn/theme",
    translations,
  });

  const price = async (shopper: ShopperRequest) => {
    const priced = await priceCart(shopper.store, shopper.cart, {
      runner: options.runner,
      customerId: shopper.customer?.id ?? null,
      isAuthenticated: shopper.customer !== null,
      email: shopper.customer?.email ?? null,
      locale: shopper.locale,
    });
    // Lines of deleted products leave the cart by themselves, so that line numbers mean what the shopper sees.
    if (priced.missing.length > 0) shopper.cart.lines = shopper.cart.lines.filter((line) => !priced.missing.includes(line));
    return priced;
  };

  return {
    translate: (key, locale, values = {}) => translations.translate(key, locale, values),
    price,
    async page(shopper, request, response, page) {
      const path = request.originalUrl.split("?")[0] ?? "/";
      const origin = `${request.protocol}://${request.get("host") ?? "localhost"}`;
      // as the theme editor shows a page
      const designMode = request.query.design_mode !== undefined;
      const globals = {
        ...globalObjects(shopper, { type: page.type, path, origin, designMode }, cartJson(await price(shopper), shopper.prefix)),
        ...page.values,
      };
      const settings = themeSettings(shopper.store);
      const used = new Set<AppBlock>();
      const place = (target: AppBlock["target"]) =>
        renderBlocks(options.extensions, { target, pageType: page.type, settings }, globals, used);
      const hasSection = page.type === "product" || page.type === "cart";
      const appBlocks = hasSection ? await place("section") : "";
      const [headEmbeds, bodyEmbeds] = [await place("head"), await place("body")];
      const content = (await liquid.renderFile(page.template, {}, { globals: { ...globals, app_blocks: appBlocks } })) as string;
      const html = (await layouts.renderFile(
        "theme",
        {},
        {
          globals: {
            ...globals,
            page_title: page.title,
            stock: shopper.store.shop.stock,
            other_language: otherLanguage(shopper, request),
            content_for_header: header(shopper, used, designMode) + headEmbeds,
            content_for_layout: content,
            content_for_footer: bodyEmbeds + scripts(used),
          },
        },
      )) as string;
      response
        .status(page.status ?? 200)
        .set("Cache-Control", "private, no-store")
        .type("html")
        .send(html);
    },
    async checkout(shopper, response, page) {
      const { store, locale } = shopper;
      const globals = {
        shop: { name: store.shop.name, currency: store.shop.currency },
        request: { locale: { iso_code: locale } },
        routes: { root_url: shopper.prefix || "/", cart_url: `${shopper.prefix}/cart` },
        stock: store.shop.stock,
        page_title: page.title,
        ...page.values,
      };
      const content = (await liquid.renderFile(page.template, {}, { globals })) as string;
      const html = (await layouts.renderFile("checkout", {}, { globals: { ...globals, content_for_layout: content } })) as string;
      response
        .status(page.status ?? 200)
        .set("Cache-Control", "private, no-store")
        .type("html")
        .send(html);
    },
  };
}

/** What Shopify's content_for_header brings that themes and apps rely on. */
function header({ store, locale, prefix }: ShopperRequest, used: ReadonlySet<AppBlock>, designMode: boolean): string {
  const shopify = {
    shop: store.shop.domain,
    locale,
    currency: { active: store.shop.currency, rate: "1.0" },
    routes: { root: prefix === "" ? "/" : `${prefix}/` },
    designMode,
  };
  const json = JSON.stringify(shopify).replaceAll("<", "\\u003c");
  const sheets = unique(used, "stylesheet").map((href) => `<link href="${escapeHtml(href)}" rel="stylesheet" type="text/css" media="all">`);
  return `<script>window.Shopify = Object.assign(window.Shopify || {}, ${json});${CONSENT_SCRIPT}</script>${sheets.join("")}`;
}

function scripts(used: ReadonlySet<AppBlock>): string {
  return unique(used, "javascript")
    .map((src) => `<script src="${escapeHtml(src)}" defer></script>`)
    .join("");
}

function unique(used: ReadonlySet<AppBlock>, kind: "stylesheet" | "javascript"): string[] {
  return [...new Set([...used].flatMap((block) => block[kind] ?? []))];
}

function otherLanguage(shopper: ShopperRequest, request: Request): { name: string; url: string; iso_code: string } {
  const query = new URLSearchParams(request.originalUrl.split("?")[1] ?? "");
  const path = request.url.split("?")[0] ?? "/";
  const other = shopper.locale === "vi" ? "en" : "vi";
  query.set("locale", other);
  const name = other === "vi" ? "Tiếng Việt" : "English";
  return { name, iso_code: other, url: `${other === "vi" ? `/vi${path === "/" ? "" : path}` : path}?${query.toString()}` };
}
