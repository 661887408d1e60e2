import { access } from "node:fs/promises";
import { join } from "node:path";
import { build, type Plugin } from "esbuild";
import type { FunctionExtension } from "./extension-files.ts";

/**
 * One JavaScript module that exports each target's function without arguments, made as the Shopify CLI
 * makes `dist/function.js` before it hands over to Javy: esbuild, format esm, target es2022, the app's
 * `src/index` behind the alias `user-function` (Shopify/cli, services/function/build.ts).
 */
export async function bundleFunction(extension: FunctionExtension): Promise<string> {
  const entry = await entryFile(extension.folder);
  const wrapper = ['import runFunction from "@shopify/shopify_function/run";'];
  for (const name of new Set(extension.targets.map((target) => exportIdentifier(target.exportName)))) {
    wrapper.push(
      `import { ${name} as user_${name} } from "user-function";`,
      `export function ${name}() { return runFunction(user_${name}); }`,
    );
  }
  const result = await build({
    stdin: { contents: wrapper.join("\n"), loader: "ts", resolveDir: extension.folder },
    alias: { "user-function": entry },
    plugins: [runtimePlugin],
    bundle: true,
    write: false,
    format: "esm",
    target: "es2022",
    legalComments: "none",
    logLevel: "silent",
  });
  const output = result.outputFiles[0];
  if (!output) throw new Error(`esbuild gave no bundle for the Function ${extension.handle}.`);
  return output.text;
}

/** `cart-lines-discounts-generate-run` in the toml is `cartLinesDiscountsGenerateRun` in JavaScript. */
export function exportIdentifier(exportName: string): string {
  return exportName.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

async function entryFile(folder: string): Promise<string> {
  for (const name of ["src/index.ts", "src/index.js"]) {
    const path = join(folder, name);
    if (
      await access(path).then(
        () => true,
        () => false,
      )
    ) {
      return path;
    }
  }
  throw new Error(`The Function in ${folder} has no src/index.ts or src/index.js, where the Shopify CLI looks for it.`);
}

/** Plays the part of `@shopify/shopify_function/run`: reads the input, calls the app, writes the output. */
const runtimePlugin: Plugin = {
  name: "shopify-function-runtime",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^@shopify\/shopify_function(\/run)?$/ }, () => ({ path: "run", namespace: "shopify-function" }));
    onLoad({ filter: /.*/, namespace: "shopify-function" }, () => ({
      contents: "export default function (userFunction) { ShopifyFunction.writeOutput(userFunction(ShopifyFunction.readInput())); }",
      loader: "js",
    }));
  },
};
