import { type FieldNode, type GraphQLObjectType, type GraphQLOutputType, getNamedType, type SelectionSetNode } from "graphql";
import type { Compiled, Complete } from "./compile-plan.ts";
import type { ExecutionContext } from "./execution-context.ts";
import type { Listing, Page, PageArgs } from "./listing.ts";
import { connectionCost } from "./query-cost.ts";

type Part = { key: string; run: (page: Page, context: ExecutionContext) => unknown };
type EdgePart = { key: string; run: (row: Page["rows"][number], context: ExecutionContext) => unknown };

export interface CompiledConnection {
  parts: Part[];
  /** the node's own selection, for bulk operations */
  node: Complete;
  nodeCost: number;
}

export interface ConnectionTools {
  collect(type: GraphQLObjectType, selections: SelectionSetNode[]): Map<string, FieldNode[]>;
  output(type: GraphQLOutputType, selections: SelectionSetNode[], path: string[]): Compiled<Complete>;
  unanswered(field: string): void;
}

/** Settles what a query asks of a connection: edges, nodes and pageInfo in any mixture. */
export function compileConnection(type: GraphQLObjectType, selections: SelectionSetNode[], tools: ConnectionTools): CompiledConnection {
  const compiled: CompiledConnection = { parts: [], node: () => ({}), nodeCost: 1 };
  const nodeOf = (field: { type: GraphQLOutputType }, nodes: FieldNode[], path: string[]) => {
    const node = tools.output(bareType(field.type), selectionsOf(nodes), path);
    compiled.node = node.run;
    compiled.nodeCost = Math.max(compiled.nodeCost, 1 + node.cost);
    return node.run;
  };
  for (const [key, nodes] of tools.collect(type, selections)) {
    const name = (nodes[0] as FieldNode).name.value;
    const field = type.getFields()[name];
    if (name === "__typename") compiled.parts.push({ key, run: () => type.name });
    else if (name === "pageInfo") compiled.parts.push({ key, run: pageInfo(field?.type, nodes, tools) });
    else if (name === "nodes" && field) {
      const run = nodeOf(field, nodes, [key]);
      compiled.parts.push({ key, run: (page, context) => eachRow(page, context, key, (row) => run(row.source, context)) });
    } else if (name === "edges" && field) {
      const edges = edgeParts(getNamedType(field.type) as GraphQLObjectType, key, nodes, tools, nodeOf);
      compiled.parts.push({
        key,
        run: (page, context) =>
          eachRow(page, context, key, (row) => Object.fromEntries(edges.map((part) => [part.key, part.run(row, context)]))),
      });
    } else tools.unanswered(`${type.name}.${name}`);
  }
  return compiled;
}

function edgeParts(
  edge: GraphQLObjectType,
  edgesKey: string,
  nodes: FieldNode[],
  tools: ConnectionTools,
  nodeOf: (field: { type: GraphQLOutputType }, nodes: FieldNode[], path: string[]) => Complete,
): EdgePart[] {
  const parts: EdgePart[] = [];
  for (const [key, fields] of tools.collect(edge, selectionsOf(nodes))) {
    const name = (fields[0] as FieldNode).name.value;
    const field = edge.getFields()[name];
    if (name === "__typename") parts.push({ key, run: () => edge.name });
    else if (name === "cursor") parts.push({ key, run: (row) => row.cursor });
    else if (name === "node" && field) {
      const run = nodeOf(field, fields, [edgesKey, key]);
      parts.push({
        key,
        run: (row, context) => {
          context.path.push(key);
          const value = run(row.source, context);
          context.path.pop();
          return value;
        },
      });
    } else tools.unanswered(`${edge.name}.${name}`);
  }
  return parts;
}

/** An ordinary query: one page, in the order the fields were asked. */
export function pagedConnection(parts: Part[], args: PageArgs): Complete {
  return (value, context) => {
    const page = (value as Listing).page(args);
    const before = context.cost;
    context.cost = 0;
    const out = Object.fromEntries(parts.map((part) => [part.key, part.run(page, context)]));
    const count = page.rows.length;
    context.cost = before + connectionCost(count, count > 0 ? context.cost / count : 0);
    return out;
  };
}

/** A bulk operation: every node is a line of its own that names its parent, and the parent keeps nothing. */
export function bulkConnection(node: Complete, idOf: (source: unknown, context: ExecutionContext) => string | null): Complete {
  return (value, context) => {
    const { bulk } = context;
    if (!bulk) throw new Error("A bulk plan was run without a sink.");
    const rows = (value as Listing).all();
    // A connection without a parent is the operation itself: whoever runs it takes its rows bit by bit.
    if (bulk.parentId === null) bulk.roots.push({ rows, write: (source) => writeBulkNode(node, idOf, source, context) });
    else for (const source of rows) writeBulkNode(node, idOf, source, context);
    return undefined;
  };
}

/** Writes the line of one node and, by running its selection, those of its children. */
function writeBulkNode(
  node: Complete,
  idOf: (source: unknown, context: ExecutionContext) => string | null,
  source: unknown,
  context: ExecutionContext,
): void {
  const { bulk } = context;
  if (!bulk) throw new Error("A bulk plan was run without a sink.");
  const parent = bulk.parentId;
  const slot = bulk.lines.length;
  bulk.lines.push("");
  bulk.objects += 1;
  bulk.parentId = idOf(source, context);
  const record = node(source, context) as Record<string, unknown>;
  bulk.parentId = parent;
  if (parent !== null) record.__parentId = parent;
  bulk.lines[slot] = JSON.stringify(record);
}

function eachRow<T>(page: Page, context: ExecutionContext, key: string, run: (row: Page["rows"][number]) => T): T[] {
  const depth = context.path.length;
  return page.rows.map((row, at) => {
    context.path.length = depth;
    context.path.push(key, at);
    const value = run(row);
    context.path.length = depth;
    return value;
  });
}

function pageInfo(type: GraphQLOutputType | undefined, nodes: FieldNode[], tools: ConnectionTools): Part["run"] {
  if (!type) throw new Error("The connection has no pageInfo.");
  const wanted = [...tools.collect(getNamedType(type) as GraphQLObjectType, selectionsOf(nodes))].map(
    ([key, fields]) => [key, (fields[0] as FieldNode).name.value] as const,
  );
  return (page) => {
    const info: Record<string, unknown> = {
      __typename: "PageInfo",
      hasNextPage: page.hasNextPage,
      hasPreviousPage: page.hasPreviousPage,
      startCursor: page.rows[0]?.cursor ?? null,
      endCursor: page.rows.at(-1)?.cursor ?? null,
    };
    return Object.fromEntries(wanted.map(([key, name]) => [key, info[name]]));
  };
}

/** The node type without list and non-null wrappers: rows come one by one. */
function bareType(type: GraphQLOutputType): GraphQLOutputType {
  return getNamedType(type) as GraphQLOutputType;
}

function selectionsOf(nodes: FieldNode[]): SelectionSetNode[] {
  return nodes.flatMap((node) => (node.selectionSet ? [node.selectionSet] : []));
}
