import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { parse } from "smol-toml";
import { z } from "zod";

export interface FunctionExtension {
  readonly handle: string;
  readonly folder: string;
  readonly targets: readonly { target: string; inputQuery: string; exportName: string }[];
  /** the metafield of the discount whose JSON gives the input query's variables */
  readonly variables: { namespace: string; key: string } | null;
}

export interface ThemeExtension {
  /** folder name below `extensions/` */
  readonly handle: string;
  readonly name: string;
  readonly folder: string;
}

const variables = z.object({ namespace: z.string(), key: z.string() });
const entry = z.object({
  type: z.string(),
  handle: z.string().optional(),
  name: z.string().optional(),
  targeting: z.array(z.object({ target: z.string(), input_query: z.string().optional(), export: z.string().optional() })).optional(),
  input: z.object({ variables: variables.optional() }).optional(),
});
/** `[[extensions]]`, or one extension at the top of the file as theme app extensions have it */
const file = z.union([z.object({ extensions: z.array(entry).min(1) }), entry.transform((one) => ({ extensions: [one] }))]);

/** The app's extensions that this store runs: every `<extensionsFolder>/<name>/shopify.extension.toml` of type function or theme. */
export async function readExtensions(extensionsFolder: string): Promise<{ functions: FunctionExtension[]; themes: ThemeExtension[] }> {
  const functions: FunctionExtension[] = [];
  const themes: ThemeExtension[] = [];
  const folders = await readdir(extensionsFolder, { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return [];
    throw error;
  });
  for (const directory of folders.filter((item) => item.isDirectory()).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const folder = join(extensionsFolder, directory.name);
    const path = join(folder, "shopify.extension.toml");
    const text = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") return null;
      throw error;
    });
    if (text === null) continue;
    for (const extension of parseExtensions(text, path)) {
      if (extension.type === "theme") themes.push({ handle: directory.name, name: extension.name ?? directory.name, folder });
      if (extension.type === "function") {
        functions.push({
          handle: extension.handle ?? directory.name,
          folder,
          targets: (extension.targeting ?? []).flatMap(({ target, input_query, export: exportName }) =>
            input_query ? [{ target, inputQuery: join(folder, input_query), exportName: exportName ?? "run" }] : [],
          ),
          variables: extension.input?.variables ?? null,
        });
      }
    }
  }
  return { functions, themes };
}

function parseExtensions(text: string, path: string) {
  try {
    return file.parse(parse(text)).extensions;
  } catch (error) {
    throw new Error(`${path} is not a valid extension file: ${error instanceof Error ? error.message : String(error)}`);
  }
}
