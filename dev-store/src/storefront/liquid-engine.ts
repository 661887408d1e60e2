import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { type Context, Liquid, type TagToken, type TopLevelToken } from "liquidjs";
import { currencyDigits, formatMoney } from "../checkout/money.ts";
import type { Translations } from "./translations.ts";

/**
 * A Liquid engine with Shopify's tags and filters as far as this store's theme and app blocks use them.
 * An unknown filter or tag is an error: a block that would print something else on Shopify must not
 * look right here.
 */
export function createLiquid(options: { root: string; snippets: string; assetPath: string; translations: Translations }): Liquid {
  const liquid = new Liquid({
    root: options.root,
    partials: options.snippets,
    extname: ".liquid",
    cache: true,
    strictFilters: true,
    jsTruthy: false,
    ownPropertyOnly: true,
  });
  const localeOf = (context: Context) => String(context.getSync(["request", "locale", "iso_code"]) ?? "en");
  const currencyOf = (context: Context) => String(context.getSync(["shop", "currency"]) ?? "USD");

  const money = (hundredths: unknown, context: Context, forceDigits = true) => {
    const value = Number(hundredths ?? 0);
    if (!Number.isFinite(value)) return "";
    const currency = currencyOf(context);
    const minor = Math.round(value / 10 ** (2 - Math.min(2, currencyDigits(currency))));
    const text = formatMoney(minor, currency, localeOf(context));
    return forceDigits ? text : text.replace(/([.,])00(?=\D*$)/, "");
  };
  liquid.registerFilter("money", function (value) {
    return money(value, this.context);
  });
  liquid.registerFilter("money_with_currency", function (value) {
    return `${money(value, this.context)} ${currencyOf(this.context)}`;
  });
  liquid.registerFilter("money_without_trailing_zeros", function (value) {
    return money(value, this.context, false);
  });
  liquid.registerFilter("money_without_currency", function (value) {
    return money(value, this.context).replace(/[^\d.,-]/g, "");
  });
  liquid.registerFilter("t", function (key: unknown, ...pairs: [string, unknown][]) {
    return options.translations.translate(String(key), localeOf(this.context), Object.fromEntries(pairs));
  });
  liquid.registerFilter("translate", function (key: unknown, ...pairs: [string, unknown][]) {
    return options.translations.translate(String(key), localeOf(this.context), Object.fromEntries(pairs));
  });
  liquid.registerFilter("asset_url", (name: unknown) => `${options.assetPath}/${String(name)}`);
  liquid.registerFilter("inline_asset_content", (name: unknown) =>
    readFile(join(options.root, "..", "assets", String(name).replaceAll("..", "")), "utf8"),
  );
  liquid.registerFilter(
    "stylesheet_tag",
    (url: unknown) => `<link href="${escapeHtml(url)}" rel="stylesheet" type="text/css" media="all">`,
  );
  liquid.registerFilter("script_tag", (url: unknown) => `<script src="${escapeHtml(url)}" type="text/javascript"></script>`);
  liquid.registerFilter("image_url", (image: unknown, ...pairs: [string, unknown][]) => sized(image, Object.fromEntries(pairs)));
  liquid.registerFilter("img_url", (image: unknown) => sized(image, {}));
  liquid.registerFilter("image_tag", (url: unknown, ...pairs: [string, unknown][]) => {
    const attributes = Object.entries({ src: url, loading: "lazy", ...Object.fromEntries(pairs) }).filter(
      ([name]) => name !== "preload" && name !== "widths",
    );
    return `<img ${attributes.map(([name, value]) => `${name}="${escapeHtml(value)}"`).join(" ")}>`;
  });
  liquid.registerFilter("link_to", (text: unknown, url: unknown) => `<a href="${escapeHtml(url)}">${String(text)}</a>`);
  for (const name of ["handle", "handleize"]) {
    liquid.registerFilter(name, (text: unknown) =>
      String(text)
        .toLowerCase()
        .replace(/[^\p{L}\p{N}]+/gu, "-")
        .replace(/^-+|-+$/g, ""),
    );
  }
  liquid.registerFilter("metafield_tag", (metafield: { value?: unknown } | null) => escapeHtml(metafield?.value ?? ""));

  rawBlock(liquid, "schema", () => "");
  rawBlock(liquid, "doc", () => "");
  liquid.registerTag("style", wrappedBlock("style", "<style data-shopify>", "</style>"));
  return liquid;
}

export function escapeHtml(value: unknown): string {
  return String(value ?? "").replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

function sized(image: unknown, size: Record<string, unknown>): string {
  const source =
    typeof image === "object" && image !== null
      ? ((image as { src?: unknown; url?: unknown; featured_image?: { src?: unknown } }).src ??
        (image as { url?: unknown }).url ??
        (image as { featured_image?: { src?: unknown } }).featured_image?.src)
      : image;
  if (typeof source !== "string") return "";
  if (source.startsWith("data:")) return source; // drawn, not served: it has no sizes to ask for
  const query = ["width", "height", "crop"].flatMap((name) =>
    size[name] === undefined ? [] : [`${name}=${encodeURIComponent(String(size[name]))}`],
  );
  return query.length > 0 ? `${source}${source.includes("?") ? "&" : "?"}${query.join("&")}` : source;
}

/** `{% name %} … {% endname %}` whose content is not Liquid. */
function rawBlock(liquid: Liquid, name: string, render: (content: string) => string): void {
  liquid.registerTag(name, {
    parse(token: TagToken, remaining: TopLevelToken[]) {
      let content = "";
      for (let next = remaining.shift(); next; next = remaining.shift()) {
        if ((next as TagToken).name === `end${name}`) {
          this.content = content;
          return;
        }
        content += next.getText();
      }
      throw new Error(`tag ${token.getText()} not closed`);
    },
    render() {
      return render(this.content as string);
    },
  });
}

function wrappedBlock(name: string, before: string, after: string): Parameters<Liquid["registerTag"]>[1] {
  return {
    parse(token: TagToken, remaining: TopLevelToken[]) {
      this.templates = [];
      const stream = this.liquid.parser
        .parseStream(remaining)
        .on(`tag:end${name}`, () => stream.stop())
        .on("template", (template) => this.templates.push(template))
        .on("end", () => {
          throw new Error(`tag ${token.getText()} not closed`);
        });
      stream.start();
    },
    *render(context, emitter) {
      emitter.write(before);
      yield this.liquid.renderer.renderTemplates(this.templates, context, emitter);
      emitter.write(after);
    },
  };
}
