import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  isListType,
  isNonNullType,
  isObjectType,
  type OperationDefinitionNode,
  parse,
  type SelectionSetNode,
  validate,
} from "graphql";
import type { UserError } from "../resolvers/payload.ts";

const MAX_CONNECTIONS = 5;
const MAX_DEPTH = 2;

export type BulkQuery = { ok: true; document: DocumentNode; operation: OperationDefinitionNode } | { ok: false; userErrors: UserError[] };

/** Reads a bulk query and holds it against Shopify's rules; every breach is a user error in Shopify's words. */
export function readBulkQuery(schema: GraphQLSchema, query: string): BulkQuery {
  const refuse = (...messages: string[]): BulkQuery => ({
    ok: false,
    userErrors: messages.map((message) => ({ field: ["query"], message, code: "INVALID" })),
  });
  let document: DocumentNode;
  try {
    document = parse(query);
  } catch (error) {
    return refuse(`Invalid bulk query: ${(error as Error).message.replace(/^Syntax Error: /, "syntax error, ")}`);
  }
  const operations = document.definitions.filter((one) => one.kind === "OperationDefinition");
  const [operation] = operations;
  if (!operation || operations.length > 1 || operation.operation !== "query")
    return refuse("Invalid operation type. Only `query` operations are supported.");
  const invalid = validate(schema, document);
  if (invalid.length > 0) return refuse(...invalid.map((error) => `Invalid bulk query: ${error.message}`));
  if ((operation.variableDefinitions ?? []).length > 0) return refuse("Invalid bulk query: variables are not supported.");

  const found = new Survey(schema, document).run(operation);
  const messages: string[] = [];
  if (found.rootFields !== 1) messages.push("Bulk queries must contain exactly one top-level field.");
  if (found.viaNodes.size > 0) {
    messages.push(
      "All connection fields in a bulk query must select their contents using 'edges' > 'node', e.g: 'products { edges { node {'. " +
        `Selecting via 'nodes' is not supported. Invalid connection fields: '${[...found.viaNodes].join("', '")}'.`,
    );
  }
  if (found.topLevelNode) messages.push("Bulk queries cannot contain a top level `node` field.");
  if (found.depth > MAX_DEPTH) messages.push(`Bulk queries cannot contain connections with a nesting depth greater than ${MAX_DEPTH}.`);
  if (found.connections > MAX_CONNECTIONS) messages.push(`Bulk queries cannot contain more than ${MAX_CONNECTIONS} connections.`);
  if (found.withoutId.size > 0) {
    messages.push(
      "The parent 'node' field for a nested connection must select the 'id' field without an alias and must be of 'ID' return type. " +
        `Connection fields without 'id': ${[...found.withoutId].join(", ")}.`,
    );
  }
  if (found.inList) messages.push("Queries that contain a connection field within a list field are not currently supported.");
  if (found.connections === 0 && messages.length === 0) messages.push("Bulk queries must contain at least one connection.");
  return messages.length > 0 ? refuse(...messages) : { ok: true, document, operation };
}

interface Place {
  depth: number;
  inList: boolean;
  /** the connection whose node this is, and whether that node selects its id */
  parent: { name: string; hasId: boolean } | null;
}

class Survey {
  rootFields = 0;
  connections = 0;
  depth = 0;
  inList = false;
  topLevelNode = false;
  readonly viaNodes = new Set<string>();
  readonly withoutId = new Set<string>();
  readonly #schema: GraphQLSchema;
  readonly #fragments = new Map<string, FragmentDefinitionNode>();

  constructor(schema: GraphQLSchema, document: DocumentNode) {
    this.#schema = schema;
    for (const one of document.definitions) if (one.kind === "FragmentDefinition") this.#fragments.set(one.name.value, one);
  }

  run(operation: OperationDefinitionNode): this {
    const root = this.#schema.getQueryType() as GraphQLObjectType;
    const fields = this.#fields(root, operation.selectionSet);
    this.rootFields = fields.length;
    this.topLevelNode = fields.some(({ node }) => node.name.value === "node" || node.name.value === "nodes");
    this.#walk(root, operation.selectionSet, { depth: 0, inList: false, parent: null });
    return this;
  }

  #walk(type: GraphQLObjectType, selections: SelectionSetNode, place: Place): void {
    for (const { node, type: owner } of this.#fields(type, selections)) {
      const field = owner.getFields()[node.name.value];
      if (!field || !node.selectionSet) continue;
      const returns = getNamedType(field.type);
      if (isObjectType(returns) && returns.name.endsWith("Connection")) this.#connection(returns, node, place);
      else if ("getFields" in returns || "getTypes" in returns) {
        this.#walk(returns as GraphQLObjectType, node.selectionSet, { ...place, inList: place.inList || isList(field.type) });
      }
    }
  }

  #connection(type: GraphQLObjectType, node: FieldNode, place: Place): void {
    this.connections += 1;
    const depth = place.depth + 1;
    this.depth = Math.max(this.depth, depth);
    if (place.inList) this.inList = true;
    if (place.parent && !place.parent.hasId) this.withoutId.add(place.parent.name);
    for (const { node: part } of this.#fields(type, node.selectionSet)) {
      if (part.name.value === "nodes") this.viaNodes.add(node.name.value);
      if (part.name.value !== "edges") continue;
      const edge = getNamedType(type.getFields().edges?.type) as GraphQLObjectType;
      for (const { node: inner } of this.#fields(edge, part.selectionSet)) {
        if (inner.name.value !== "node" || !inner.selectionSet) continue;
        const target = getNamedType(edge.getFields().node?.type) as GraphQLObjectType;
        const hasId = this.#fields(target, inner.selectionSet).some(
          ({ node: one }) => one.name.value === "id" && (one.alias === undefined || one.alias.value === "id"),
        );
        this.#walk(target, inner.selectionSet, { depth, inList: false, parent: { name: node.name.value, hasId } });
      }
    }
  }

  /** The fields of a selection with fragments opened, each with the type it is selected on. */
  #fields(type: GraphQLObjectType, selections: SelectionSetNode | undefined): { node: FieldNode; type: GraphQLObjectType }[] {
    return (selections?.selections ?? []).flatMap((selection) => {
      if (selection.kind === "Field") return "getFields" in type ? [{ node: selection, type }] : [];
      const fragment = selection.kind === "InlineFragment" ? selection : this.#fragments.get(selection.name.value);
      const condition = fragment?.typeCondition ? this.#schema.getType(fragment.typeCondition.name.value) : type;
      return this.#fields((condition ?? type) as GraphQLObjectType, fragment?.selectionSet);
    });
  }
}

function isList(type: GraphQLOutputType): boolean {
  return isListType(isNonNullType(type) ? type.ofType : type);
}
