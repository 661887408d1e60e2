import { AppProvider } from "@shopify/polaris";
import type { ReactNode } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { I18nextProvider } from "react-i18next";
import { createI18n } from "../app/locales/create-i18n.ts";
import type { Locale } from "../app/locales/locale.ts";
import { messagesFor } from "../app/locales/messages.server.ts";
import { ShopProvider } from "../app/ui/shop-context.tsx";

interface Shown {
  locale?: Locale;
  currency?: string;
  timezone?: string;
}

/** An element as the admin renders it. */
export function markupOf(element: ReactNode, { locale = "en", currency = "USD", timezone = "Asia/Ho_Chi_Minh" }: Shown = {}): string {
  const { app, polaris } = messagesFor(locale);
  const shop = { domain: "a.myshopify.com", currency, timezone, locale, ordersFrom: null, apiKey: "key" };
  return renderToStaticMarkup(
    <AppProvider i18n={polaris}>
      <I18nextProvider i18n={createI18n(locale, app)}>
        <ShopProvider shop={shop}>{element}</ShopProvider>
      </I18nextProvider>
    </AppProvider>,
  );
}

/** What a merchant reads of markup. */
export function wordsIn(html: string): string {
  return html
    .replaceAll(/<[^>]*>/g, " ")
    .replaceAll("&#x27;", "'")
    .replaceAll(/[\s\u00a0]+/g, " ");
}

/** What a merchant reads of an element. */
export function wordsOf(element: ReactNode, locale: Locale = "en", currency = "USD", timezone = "Asia/Ho_Chi_Minh"): string {
  return wordsIn(markupOf(element, { locale, currency, timezone }));
}
