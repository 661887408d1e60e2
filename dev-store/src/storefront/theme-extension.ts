import { readdir, readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import type { Liquid } from "liquidjs";
import { z } from "zod";
import { readExtensions } from "../functions/extension-files.ts";
import type { Store } from "../store/store.ts";
import { createLiquid } from "./liquid-engine.ts";
import { readTranslations } from "./translations.ts";

const schemaShape = z.object({
  name: z.string(),
  target: z.enum(["section", "head", "body", "compliance_head"]),
  stylesheet: z.string().optional(),
  javascript: z.string().optional(),
  templates: z.array(z.string()).optional(),
  enabled_on: z.object({ templates: z.array(z.string()).optional() }).optional(),
  settings: z.array(z.object({ type: z.string(), id: z.string().optional(), default: z.unknown().optional() }).loose()).default([]),
});

export interface AppBlock {
  /** `<extension folder>/<block file>`, for example `storefront/offer` */
  readonly id: string;
  readonly name: string;
  readonly target: "section" | "head" | "body" | "compliance_head";
  /** addresses of the files Shopify links when the block is on the page */
  readonly stylesheet: string | null;
  readonly javascript: string | null;
  readonly settings: Readonly<Record<string, unknown>>;
  /** null: every page type */
  readonly templates: readonly string[] | null;
  render(globals: object): Promise<string>;
}

export interface ThemeExtensions {
  readonly blocks: readonly AppBlock[];
  /** file of `/cdn/extensions/<extension>/assets/<file>`, null when there is none */
  asset(extension: string, file: string): string | null;
}

/** What the merchant has switched off in the theme editor; everything is on at first. */
export interface ThemeSettings {
  readonly disabledBlocks: Set<string>;
}

const settingsOf = new WeakMap<Store, ThemeSettings>();

export function themeSettings(store: Store): ThemeSettings {
  let settings = settingsOf.get(store);
  if (!settings) {
    settings = { disabledBlocks: new Set() };
    settingsOf.set(store, settings);
  }
  return settings;
}

/** Reads every theme app extension: blocks with their schema, snippets, texts and assets. Throws on a schema Shopify would refuse. */
export async function readThemeExtensions(extensionsFolder: string): Promise<ThemeExtensions> {
  const { themes } = await readExtensions(extensionsFolder);
  const blocks: AppBlock[] = [];
  const assets = new Map<string, string>();
  for (const { handle, folder } of themes) {
    const assetPath = `/cdn/extensions/${handle}/assets`;
    const translations = await readTranslations(join(folder, "locales"));
    const liquid = createLiquid({ root: join(folder, "blocks"), snippets: join(folder, "snippets"), assetPath, translations });
    for (const name of await list(join(folder, "assets"))) assets.set(`${handle}/${name}`, join(folder, "assets", name));
    for (const name of (await list(join(folder, "blocks"))).filter((item) => item.endsWith(".liquid"))) {
      blocks.push(await readBlock(liquid, handle, join(folder, "blocks", name), assetPath));
    }
  }
  return { blocks, asset: (extension, file) => assets.get(`${extension}/${file}`) ?? null };
}

async function readBlock(liquid: Liquid, extension: string, path: string, assetPath: string): Promise<AppBlock> {
  const source = await readFile(path, "utf8");
  const name = basename(path, ".liquid");
  const schema = schemaOf(source, path);
  const settings: Record<string, unknown> = {};
  for (const setting of schema.settings) {
    if (setting.id !== undefined)
      settings[setting.id] =
        setting.default ??
        (setting.type === "checkbox" ? false : /^(text|textarea|inline_richtext|richtext|html)$/.test(setting.type) ? "" : null);
  }
  const block = {
    id: `${extension}-${name}`,
    type: `shopify://apps/${extension}/blocks/${name}`,
    settings,
    // Shopify fills this in the theme editor only.
    shopify_attributes: "",
  };
  return {
    id: `${extension}/${name}`,
    name: schema.name,
    target: schema.target,
    stylesheet: schema.stylesheet ? `${assetPath}/${schema.stylesheet}` : null,
    javascript: schema.javascript ? `${assetPath}/${schema.javascript}` : null,
    settings,
    templates: schema.enabled_on?.templates ?? schema.templates ?? null,
    // Parsed when asked for: a mistake in a block must cost that block alone.
    render: async (globals) => (await liquid.renderFile(name, {}, { globals: { ...globals, block, app: { metafields: {} } } })) as string,
  };
}

function schemaOf(source: string, path: string): z.infer<typeof schemaShape> {
  const text = /\{%-?\s*schema\s*-?%\}([\s\S]*?)\{%-?\s*endschema\s*-?%\}/.exec(source)?.[1];
  if (text === undefined) throw new Error(`${path} has no {% schema %}; an app block needs one.`);
  try {
    return schemaShape.parse(JSON.parse(text));
  } catch (error) {
    throw new Error(`The {% schema %} of ${path} is not valid: ${error instanceof Error ? error.message : String(error)}`);
  }
}

async function list(folder: string): Promise<string[]> {
  return await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return [];
    throw error;
  });
}

/** The blocks of one place on one kind of page, rendered. A block that fails prints nothing and is logged, as on Shopify. */
export async function renderBlocks(
  extensions: ThemeExtensions,
  place: { target: AppBlock["target"]; pageType: string; settings: ThemeSettings },
  globals: object,
  used: Set<AppBlock>,
): Promise<string> {
  let html = "";
  for (const block of extensions.blocks) {
    if (block.target !== place.target || place.settings.disabledBlocks.has(block.id)) continue;
    if (block.templates && !block.templates.includes(place.pageType)) continue;
    try {
      const content = await block.render(globals);
      used.add(block);
      html +=
        block.target === "section"
          ? `<div id="shopify-block-${block.id.replace("/", "-")}" class="shopify-block shopify-app-block">${content}</div>`
          : content;
    } catch (error) {
      console.error(`Liquid error in app block ${block.id}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  return html;
}
