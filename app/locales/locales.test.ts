import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import en from "./en.json" with { type: "json" };
import vi from "./vi.json" with { type: "json" };

const PLURAL = /_(zero|one|two|few|many|other)$/;
const english = flatten(en);
const vietnamese = flatten(vi);
const sources = ["../ui", "../routes"].flatMap((folder) => readSources(join(import.meta.dirname, folder)));

function flatten(tree: object, prefix = ""): Map<string, string> {
  const words = new Map<string, string>();
  for (const [key, value] of Object.entries(tree)) {
    if (typeof value === "string") words.set(`${prefix}${key}`, value);
    else for (const [inner, text] of flatten(value, `${prefix}${key}.`)) words.set(inner, text);
  }
  return words;
}

function readSources(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => /\.tsx?$/.test(name) && !name.includes(".test."))
    .map((name) => readFileSync(join(folder, name), "utf8"));
}

const bare = (words: Map<string, string>) => new Set([...words.keys()].map((key) => key.replace(PLURAL, "")));
const placeholders = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1]).sort();

/** Keys as the code names them: exact ones, and patterns where a part is only known at run time. */
function usedKeys(): { exact: Set<string>; patterns: RegExp[] } {
  const exact = new Set<string>();
  const patterns: RegExp[] = [];
  for (const text of sources) {
    for (const match of text.matchAll(/\bt\(\s*"([\w.]+)"/g)) exact.add(match[1] as string);
    for (const match of text.matchAll(/[?:]\s*"([a-z_]+(?:\.\w+)+)"/g)) if (english.has(match[1] as string)) exact.add(match[1] as string);
    for (const match of text.matchAll(/\bt\(\s*`([^`]+)`/g)) {
      const parts = (match[1] as string).split(/\$\{[^}]*\}/).map((part) => part.replaceAll(".", "\\."));
      patterns.push(new RegExp(`^${parts.join("[\\w]+")}$`));
    }
    for (const match of text.matchAll(/reasonWords\(t, "([\w.]+)"/g))
      patterns.push(new RegExp(`^${(match[1] as string).replaceAll(".", "\\.")}\\.\\w+$`));
  }
  return { exact, patterns };
}

test("English and Vietnamese have the same keys", () => {
  expect([...bare(vietnamese)].sort()).toEqual([...bare(english)].sort());
});

test("every plural form a language needs is there", () => {
  for (const [words, locale] of [
    [english, "en"],
    [vietnamese, "vi"],
  ] as const) {
    const needed = new Intl.PluralRules(locale).resolvedOptions().pluralCategories;
    const plurals = new Set([...words.keys()].filter((key) => PLURAL.test(key)).map((key) => key.replace(PLURAL, "")));
    for (const key of plurals) for (const form of needed) expect(words.has(`${key}_${form}`), `${locale}: ${key}_${form}`).toBe(true);
  }
});

test("a translation fills in the same values as the English words", () => {
  for (const [key, text] of vietnamese) {
    const original = english.get(key);
    expect(original, `${key} in English`).toBeDefined();
    expect(placeholders(text), key).toEqual(placeholders(original as string));
  }
});

test("no words are empty or left in English by mistake", () => {
  const same = [...vietnamese].filter(([key, text]) => english.get(key) === text && /[a-z]{4,}/i.test(text.replaceAll(/\{\{\w+\}\}/g, "")));
  expect(same).toEqual([]);
  expect([...english, ...vietnamese].filter(([, text]) => text.trim() === "")).toEqual([]);
});

test("every key the code names exists", () => {
  const known = bare(english);
  const { exact, patterns } = usedKeys();
  expect([...exact].filter((key) => !known.has(key))).toEqual([]);
  expect(patterns.filter((pattern) => ![...known].some((key) => pattern.test(key))).map(String)).toEqual([]);
});

test("every key is used by the code", () => {
  const { exact, patterns } = usedKeys();
  const unused = [...bare(english)].filter((key) => !exact.has(key) && !patterns.some((pattern) => pattern.test(key)));
  expect(unused).toEqual([]);
});
