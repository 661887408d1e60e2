import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { access, mkdir, mkdtemp, readdir, readFile, rename, rm } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";

/** Shopify publishes its schemas inside this package (ISC). Both values change together. */
export const SCHEMA_PACKAGE = "@shopify/dev-mcp@1.16.0";
export const SCHEMA_PACKAGE_SHA512 =
  "b6a8119caeec4218dec3e86dc6d95e4c7db79d70797d972cae15a0124a26b28ac65ef2ce0769a1daea70666f2ecee4c3353667aad2cc7bae3223087ab366b0b7";
export const API_VERSION = "2026-07";

const FILES = { adminFile: `admin_${API_VERSION}.json.gz`, functionsDiscountFile: `functions_discount_${API_VERSION}.json.gz` };
const IN_PACKAGE = "package/dist/data";

export interface SchemaFiles {
  /** introspection JSON plus `offline_scopes`, gzipped */
  adminFile: string;
  functionsDiscountFile: string;
}

/** The schemas could not be brought or are not the ones expected; the message says what to do. */
export class SchemaCacheError extends Error {
  override name = "SchemaCacheError";
}

const run = promisify(execFile);
const underway = new Map<string, Promise<SchemaFiles>>();

/**
 * The schema files, downloaded once through `npm pack` into `<cacheFolder>/shopify-schemas/`.
 * Two processes may do it at once: each works in its own folder and renames whole files into place.
 * Throws SchemaCacheError when offline or when the package's sha512 differs.
 */
export function ensureSchemas(cacheFolder: string): Promise<SchemaFiles> {
  const folder = path.resolve(cacheFolder, "shopify-schemas", SCHEMA_PACKAGE_SHA512.slice(0, 12));
  let files = underway.get(folder);
  if (!files) {
    files = fill(folder).catch((error: unknown) => {
      underway.delete(folder);
      throw error;
    });
    underway.set(folder, files);
  }
  return files;
}

async function fill(folder: string): Promise<SchemaFiles> {
  const files = { adminFile: path.join(folder, FILES.adminFile), functionsDiscountFile: path.join(folder, FILES.functionsDiscountFile) };
  if ((await exists(files.adminFile)) && (await exists(files.functionsDiscountFile))) return files;
  await mkdir(folder, { recursive: true });
  const work = await mkdtemp(path.join(folder, ".fetch-"));
  try {
    const tarball = await pack(work);
    await checkSum(tarball);
    const members = Object.values(FILES).map((file) => `${IN_PACKAGE}/${file}`);
    await run("tar", ["-xzf", tarball, "-C", work, ...members]);
    for (const file of Object.values(FILES)) await rename(path.join(work, IN_PACKAGE, file), path.join(folder, file));
    return files;
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

async function pack(work: string): Promise<string> {
  try {
    await run("npm", ["pack", SCHEMA_PACKAGE, "--silent", "--ignore-scripts", "--pack-destination", work], { cwd: work, timeout: 180_000 });
  } catch (cause) {
    throw new SchemaCacheError(
      `Shopify's schema is not in ${path.dirname(work)} yet and "npm pack ${SCHEMA_PACKAGE}" failed. ` +
        "Connect to an npm registry and start again; afterwards no network is needed.",
      { cause },
    );
  }
  const name = (await readdir(work)).find((file) => file.endsWith(".tgz"));
  if (!name) throw new SchemaCacheError(`"npm pack ${SCHEMA_PACKAGE}" left no package behind.`);
  return path.join(work, name);
}

async function checkSum(tarball: string): Promise<void> {
  const sum = createHash("sha512")
    .update(await readFile(tarball))
    .digest("hex");
  if (sum !== SCHEMA_PACKAGE_SHA512) {
    throw new SchemaCacheError(
      `${SCHEMA_PACKAGE} has sha512 ${sum.slice(0, 16)}… but ${SCHEMA_PACKAGE_SHA512.slice(0, 16)}… is expected. ` +
        "The registry served another file; it is not used.",
    );
  }
}

async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}
