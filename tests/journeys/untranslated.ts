import polarisEn from "@shopify/polaris/locales/en.json" with { type: "json" };
import polarisVi from "@shopify/polaris/locales/vi.json" with { type: "json" };
import type { Locator } from "playwright-core";
import en from "../../app/locales/en.json" with { type: "json" };
import vi from "../../app/locales/vi.json" with { type: "json" };

/** What a page in Vietnamese still says in English, as a key, or with a hole where a value belongs. */
export async function untranslated(root: Locator): Promise<string[]> {
  const said = await root.evaluate((html) => {
    const page = html.ownerDocument;
    const texts: string[] = [];
    const walker = page.createTreeWalker(page.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (!node.parentElement?.closest("script, style, template")) texts.push(node.textContent ?? "");
    }
    for (const name of ["aria-label", "placeholder", "title", "alt"]) {
      for (const element of page.querySelectorAll(`[${name}]`)) texts.push(element.getAttribute(name) ?? "");
    }
    return texts.map((text) => text.trim()).filter(Boolean);
  });
  return [...new Set(said)].filter((text) => /\{\{|\}\}/.test(text) || keys.has(text) || english.some((message) => message.test(text)));
}

/** "{{from}} to {{to}}" would be found in the names that merchants give. */
const LEAST_LETTERS = 6;
const messages = flatten(en);
const keys = new Set(messages.keys());
const english = [...different(messages, flatten(vi)), ...different(flatten(polarisEn), flatten(polarisVi))];

/** Every English message that reads otherwise in Vietnamese, as a pattern for a whole text. */
function different(source: Map<string, string>, translated: Map<string, string>): RegExp[] {
  const texts = new Set([...source].filter(([key, text]) => translated.get(key) !== text).map(([, text]) => text));
  return [...texts]
    .map((text) => text.split(/\{+\w+\}+/))
    .filter((parts) => parts.join("").replace(/[^a-z]/gi, "").length >= (parts.length > 1 ? LEAST_LETTERS : 2))
    .map((parts) => new RegExp(`^${parts.map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join(".+")}$`));
}

function flatten(tree: object, prefix = ""): Map<string, string> {
  return new Map(
    Object.entries(tree).flatMap(([key, value]) =>
      typeof value === "string" ? [[`${prefix}${key}`, value] as const] : [...flatten(value as object, `${prefix}${key}.`)],
    ),
  );
}
