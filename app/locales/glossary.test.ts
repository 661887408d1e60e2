import { expect, test } from "vitest";
import en from "./en.json" with { type: "json" };
import { GLOSSARY } from "./glossary.ts";
import vi from "./vi.json" with { type: "json" };

function flatten(tree: object, prefix = ""): [string, string][] {
  return Object.entries(tree).flatMap(([key, value]) =>
    typeof value === "string" ? [[`${prefix}${key}`, value] as [string, string]] : flatten(value as object, `${prefix}${key}.`),
  );
}

test("one thing has one word on all pages", () => {
  const words = { en: flatten(en), vi: flatten(vi) };
  for (const locale of ["en", "vi"] as const)
    for (const { thing, say, not, where = /./, unless = [] } of GLOSSARY[locale]) {
      const wrong = words[locale].filter(([key, text]) => where.test(key) && not.test(text) && !unless.includes(key));
      expect(wrong, `${locale}, ${thing}: say ${say}`).toEqual([]);
    }
});

test("where the other word is right it is still said, so that no exception outlives its reason", () => {
  const words = { en: new Map(flatten(en)), vi: new Map(flatten(vi)) };
  for (const locale of ["en", "vi"] as const)
    for (const { not, unless = [] } of GLOSSARY[locale]) for (const key of unless) expect(words[locale].get(key) ?? "", key).toMatch(not);
});
