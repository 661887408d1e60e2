import { createInstance, type i18n } from "i18next";
import type { Locale } from "./locale.ts";

/** One instance a page: a server answers several languages at once, so there is no shared one. */
export function createI18n(locale: Locale, messages: object): i18n {
  const instance = createInstance();
  void instance.init({
    lng: locale,
    resources: { [locale]: { translation: messages as Record<string, object> } },
    interpolation: { escapeValue: false },
    initAsync: false,
    showSupportNotice: false,
    react: { useSuspense: false },
  });
  return instance;
}
