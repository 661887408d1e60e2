import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import {
  type DocumentNode,
  type GraphQLEnumType,
  type GraphQLSchema,
  getNamedType,
  parse,
  TypeInfo,
  validate,
  visit,
  visitWithTypeInfo,
} from "graphql";
import { beforeAll, expect, test } from "vitest";
import { API_VERSION } from "../app/shopify/api-version.ts";
import { type AccessRule, AccessScopes, grants } from "../dev-store/src/admin-api/access-scopes.ts";
import { adminSchemaWithScopes } from "../dev-store/src/admin-api/admin-schema.ts";

const root = path.resolve(import.meta.dirname, "..");
const loaded = await adminSchemaWithScopes(path.join(root, ".cache")).catch((error: Error) => {
  console.log(`skipped: ${error.message}`);
  return null;
});
const withSchema = test.skipIf(loaded === null);
const toml = fs.readFileSync(path.join(root, "shopify.app.toml"), "utf8");
const scopes = (/^scopes\s*=\s*"([^"]*)"/m.exec(toml)?.[1] ?? "").split(",");

/** How a document is marked in the source. */
const MARK = /\/\*\s*GraphQL\s*\*\/\s*`|`#graphql/i;
const read = (file: string) => fs.readFileSync(path.join(root, file), "utf8");

/** What no field of the API needs, with what it is for. */
const BESIDE_FIELDS: Record<string, string> = {
  read_all_orders: "orders older than 60 days",
};

let schema: GraphQLSchema;
let rules: AccessScopes;
const documents: { name: string; document: DocumentNode }[] = [];

beforeAll(async () => {
  if (!loaded) return;
  schema = loaded.schema;
  rules = new AccessScopes(schema, loaded.scopeRows);
  for (const file of fs
    .globSync("app/**/*.ts", { cwd: root })
    .filter((name) => !/\.(server|test)\.ts$/.test(name) && MARK.test(read(name)))) {
    const exported = (await import(pathToFileURL(path.join(root, file)).href)) as Record<string, unknown>;
    for (const [name, value] of Object.entries(exported)) {
      if (typeof value === "string" && /^(\s|#.*\n)*(query|mutation|\{)/.test(value))
        documents.push({ name: `${file} ${name}`, document: parse(value) });
    }
  }
});

/** Calls `each` for every field the documents select. */
function eachField(
  each: (field: { name: string; parent: string; rule: AccessRule | undefined; deprecated: boolean; document: string }) => void,
): void {
  for (const { name, document } of documents) {
    const info = new TypeInfo(schema);
    visit(
      document,
      visitWithTypeInfo(info, {
        enter: (node) => {
          if (node.kind !== "Field") return;
          const field = info.getFieldDef();
          const parent = info.getParentType()?.name;
          if (!field || !parent) return;
          each({
            name: field.name,
            parent,
            document: name,
            deprecated: Boolean(field.deprecationReason),
            rule: rules.ofField(parent, field.name, getNamedType(field.type)),
          });
        },
      }),
    );
  }
}

/** Subscribing to a topic needs a right too: Shopify names it in the topic's description. */
function topicRules(): AccessRule[] {
  const topics = [...toml.matchAll(/^\s*topics\s*=\s*\[([^\]]*)\]/gm)].flatMap((match) =>
    [...(match[1] ?? "").matchAll(/"([^"]+)"/g)].map((topic) => topic[1] ?? ""),
  );
  const known = schema.getType("WebhookSubscriptionTopic") as GraphQLEnumType;
  return topics.flatMap((topic) => {
    const value = known.getValue(topic.toUpperCase().replace("/", "_"));
    if (!value) throw new Error(`shopify.app.toml subscribes to "${topic}", which is no topic.`);
    const description = (value.description ?? "").replaceAll("\n", " ");
    const anyOf = [
      ...(/Requires (?:at least one of the following|the) (.*)/.exec(description)?.[1] ?? "").matchAll(/\b(?:read|write)_\w+/g),
    ].map((match) => match[0]);
    return anyOf.length > 0 ? [{ anyOf, requiredAccess: description }] : [];
  });
}

withSchema("every GraphQL document of the app is valid in the Admin API's own schema, and uses nothing deprecated", () => {
  expect(documents.length).toBeGreaterThan(3);
  const faults = documents.flatMap(({ name, document }) => validate(schema, document).map((error) => `${name}: ${error.message}`));
  eachField((field) => {
    if (field.deprecated) faults.push(`${field.document}: ${field.parent}.${field.name} is deprecated`);
  });
  expect(faults).toEqual([]);
});

withSchema("no document needs a right that shopify.app.toml does not ask for", () => {
  const missing = new Set<string>();
  eachField(({ rule, parent, name, document }) => {
    if (rule && !grants(scopes, rule)) missing.add(`${document}: ${parent}.${name} needs ${rule.anyOf.join(" or ")}`);
  });
  expect([...missing]).toEqual([]);
});

withSchema("the webhooks of shopify.app.toml need no right that it does not ask for", () => {
  expect(topicRules().filter((rule) => !grants(scopes, rule))).toEqual([]);
});

withSchema("shopify.app.toml asks for no right that nothing needs", () => {
  const needed: AccessRule[] = topicRules();
  eachField(({ rule }) => {
    if (rule) needed.push(rule);
  });
  const spare = scopes.filter((scope) => {
    if (scope in BESIDE_FIELDS) return false;
    const others = scopes.filter((other) => other !== scope);
    return needed.every((rule) => grants(others, rule) || !grants(scopes, rule));
  });
  expect(spare).toEqual([]);
});

test("documents stand in files without IO, where the tests above find them", () => {
  const elsewhere = fs
    .globSync("app/**/*.{server.ts,tsx}", { cwd: root })
    .filter((file) => MARK.test(read(file)) || /`\s*(query|mutation)\b[^`]*\{/.test(read(file)));
  expect(elsewhere).toEqual([]);
});

test("the API version is the same in the app, shopify.app.toml and the extensions", () => {
  const files = ["shopify.app.toml", ...fs.globSync("extensions/*/shopify.extension.toml", { cwd: root })];
  for (const file of files) {
    const named = [...fs.readFileSync(path.join(root, file), "utf8").matchAll(/^\s*api_version\s*=\s*"([^"]*)"/gm)].map(
      (match) => match[1],
    );
    for (const version of named) expect({ file, version }).toEqual({ file, version: API_VERSION });
  }
});
