import polarisEn from "@shopify/polaris/locales/en.json" with { type: "json" };
import polarisVi from "@shopify/polaris/locales/vi.json" with { type: "json" };
import en from "./en.json" with { type: "json" };
import type { Locale } from "./locale.ts";
import vi from "./vi.json" with { type: "json" };

const APP = { en, vi } satisfies Record<Locale, object>;
const POLARIS = { en: polarisEn, vi: polarisVi } satisfies Record<Locale, object>;

/** The words of one language, so that a browser never loads the other. */
export function messagesFor(locale: Locale): { app: object; polaris: typeof polarisEn } {
  return { app: APP[locale], polaris: POLARIS[locale] as typeof polarisEn };
}
