import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

// Not beside what it tests: Shopify takes no other files in a theme app extension.
const folder = join(import.meta.dirname, "../../extensions/storefront");

test("the script stays within Shopify's 10,000 bytes for an app block, the stylesheet within 100,000", () => {
  expect(statSync(join(folder, "assets/crescendo.js")).size).toBeLessThanOrEqual(10_000);
  expect(statSync(join(folder, "assets/crescendo.css")).size).toBeLessThanOrEqual(100_000);
});

test("every text exists in every language", () => {
  const keys = (value: unknown, at = ""): string[] =>
    typeof value === "object" && value !== null ? Object.entries(value).flatMap(([key, inner]) => keys(inner, `${at}.${key}`)) : [at];
  const read = (name: string) => keys(JSON.parse(readFileSync(join(folder, "locales", name), "utf8")));
  expect(read("vi.json")).toEqual(read("en.default.json"));
  expect(read("vi.schema.json")).toEqual(read("en.default.schema.json"));
});

test("every text the Liquid asks for exists, and none beside", () => {
  const files = ["blocks", "snippets"].flatMap((part) =>
    readdirSync(join(folder, part)).map((name) => readFileSync(join(folder, part, name), "utf8")),
  );
  const asked = new Set(files.flatMap((text) => [...text.matchAll(/'(offer\.\w+)' \| t/g)].map((match) => match[1] as string)));
  const texts = JSON.parse(readFileSync(join(folder, "locales/en.default.json"), "utf8")) as { offer: Record<string, string> };
  expect([...asked].sort()).toEqual(
    Object.keys(texts.offer)
      .map((key) => `offer.${key}`)
      .sort(),
  );
});

test("the block hurries nobody: no countdown, nothing preselected", () => {
  const text = ["assets/crescendo.js", "snippets/crescendo-offer.liquid", "locales/en.default.json"]
    .map((name) => readFileSync(join(folder, name), "utf8"))
    .join("\n");
  expect(text).not.toMatch(/countdown|hurry|last chance|only \d+ left|type="checkbox"|\bchecked\b/i);
});
