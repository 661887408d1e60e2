import { expect, test } from "vitest";
import en from "./en.json" with { type: "json" };
import { GLOSSARY } from "./glossary.ts";
import vi from "./vi.json" with { type: "json" };

function flatten(tree: object, prefix = ""): [string, string][] {
  return Object.entries(tree).flatMap(([key, value]) =>
    typeof value === "string" ? [[`${prefix}${key}`, value] as [string, string]] : flatten(value as object, `${prefix}${key}.`),
  );
}

const original = new Map(flatten(en));

/** The words of a key; what a language says in one form for all numbers, English says in two. */
const inEnglish = (key: string) => original.get(key) ?? original.get(key.replace(/_other$/, "_one")) ?? "";

test("one thing has one word on all pages", () => {
  const words = { en: flatten(en), vi: flatten(vi) };
  for (const locale of ["en", "vi"] as const)
    for (const { thing, say, not, english, unless = [] } of GLOSSARY[locale]) {
      const wrong = words[locale].filter(
        ([key, text]) => not.test(text) && !unless.includes(key) && (!english || english.test(inEnglish(key))),
      );
      expect(wrong, `${locale}, ${thing}: say ${say}`).toEqual([]);
    }
});

test("where the other word is right it is still said, so that no exception outlives its reason", () => {
  const words = { en: new Map(flatten(en)), vi: new Map(flatten(vi)) };
  for (const locale of ["en", "vi"] as const)
    for (const { not, unless = [] } of GLOSSARY[locale]) for (const key of unless) expect(words[locale].get(key) ?? "", key).toMatch(not);
});
