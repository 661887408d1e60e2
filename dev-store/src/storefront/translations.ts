import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

interface Messages {
  [key: string]: string | Messages;
}

/** Texts of a theme or a theme app extension by locale; the `*.default.json` file stands in for what another lacks. */
export interface Translations {
  translate(key: string, locale: string, values: Record<string, unknown>): string;
}

/** Reads `en.default.json`, `vi.json` …; `*.schema.json` is for the theme editor and left out. */
export async function readTranslations(folder: string): Promise<Translations> {
  const byLocale = new Map<string, Messages>();
  let fallback: Messages = {};
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return [];
    throw error;
  });
  for (const name of names.filter((item) => item.endsWith(".json") && !item.includes(".schema."))) {
    const messages = JSON.parse(await readFile(join(folder, name), "utf8")) as Messages;
    if (name.endsWith(".default.json")) fallback = messages;
    byLocale.set(name.split(".")[0] ?? "", messages);
  }
  return {
    translate(key, locale, values) {
      const language = locale.split("-")[0] ?? locale;
      const message =
        find(byLocale.get(locale), key, values, locale) ??
        find(byLocale.get(language), key, values, locale) ??
        find(fallback, key, values, locale);
      if (message === null) return `Translation missing: ${locale}.${key}`;
      return message.replace(/\{\{\s*(\w+)\s*\}\}/g, (whole, name: string) => (name in values ? String(values[name]) : whole));
    },
  };
}

function find(messages: Messages | undefined, key: string, values: Record<string, unknown>, locale: string): string | null {
  let at: string | Messages | undefined = messages;
  for (const part of key.split(".")) at = typeof at === "object" ? at[part] : undefined;
  if (typeof at === "object" && typeof values.count === "number") at = at[new Intl.PluralRules(locale).select(values.count)] ?? at.other;
  return typeof at === "string" ? at : null;
}
