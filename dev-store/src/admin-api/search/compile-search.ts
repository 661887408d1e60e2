import { type GraphQLSchema, isObjectType } from "graphql";
import type { ExecutionContext } from "../execution-context.ts";
import { notAnswered } from "../field-error.ts";
import type { Test } from "./filter-kinds.ts";
import { describeSearch, parseSearch, type SearchNode } from "./parse-search.ts";
import type { Filters } from "./search-filters.ts";

/**
 * The test a `query` argument puts to each row. A filter Shopify does not know is left out with a warning in
 * `extensions.search`, as Shopify does; one that Shopify knows and this store does not is an error that names it.
 */
export function compileSearch<Row>(
  query: unknown,
  filters: Filters<Row>,
  known: ReadonlySet<string>,
  field: string,
  context: ExecutionContext,
): Test<Row> {
  if (typeof query !== "string" || query.trim() === "") return () => true;
  const warnings: { field: string; message: string; code: string }[] = [];
  const tree = parseSearch(query);

  const build = (node: SearchNode): Test<Row> | null => {
    if (node.kind === "not") {
      const test = build(node.node);
      return test && ((row) => !test(row));
    }
    if (node.kind === "term") {
      const name = node.field ?? "default";
      const filter = Object.hasOwn(filters, name) ? filters[name] : undefined;
      if (filter) {
        const test = filter(node, context.now);
        if (test) return test;
        warnings.push({ field: name, message: `Input \`${node.value}\` is not an accepted value.`, code: "invalid_value" });
        return () => false;
      }
      if (known.has(name) || name.startsWith("metafields.")) throw notAnswered(`the search filter ${name}: of ${field}`);
      warnings.push({ field: name, message: "Invalid search field for this query.", code: "invalid_field" });
      return null;
    }
    const tests = node.nodes.map(build).filter((test) => test !== null);
    if (tests.length === 0) return null;
    return node.kind === "and" ? (row) => tests.every((test) => test(row)) : (row) => tests.some((test) => test(row));
  };

  const test = build(tree) ?? (() => true);
  if (warnings.length > 0) context.searches.push({ path: [...context.path, field], query, parsed: describeSearch(tree), warnings });
  return test;
}

/** The filters Shopify documents for a field, read from the schema's own description of its `query` argument. */
export function documentedFilters(schema: GraphQLSchema, parent: string, field: string): ReadonlySet<string> {
  const type = schema.getType(parent);
  const definition = isObjectType(type) ? type.getFields()[field] : undefined;
  if (!definition) throw new Error(`${parent}.${field} is not in the schema.`);
  const description = definition.args.find((arg) => arg.name === "query")?.description ?? "";
  const names = [...description.matchAll(/^\| ([a-z_][a-z_.]*) \| (\w+) \|/gm)];
  // The table's own heading reads "name | type".
  return new Set(names.filter(([, name, kind]) => !(name === "name" && kind === "type")).map((match) => match[1] as string));
}
