import {
  type DocumentNode,
  type FieldNode,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getArgumentValues,
  getLocation,
  getNamedType,
  isAbstractType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from "graphql";
import { type AccessScopes, grants } from "./access-scopes.ts";
import { FieldCollector } from "./collect-fields.ts";
import { bulkConnection, compileConnection, pagedConnection } from "./compile-connection.ts";
import type { ExecutionContext } from "./execution-context.ts";
import { accessDenied, FieldError, notAnswered, protectedDataDenied } from "./field-error.ts";
import type { PageArgs } from "./listing.ts";
import { type ProtectedDataLevel, protectedWhat } from "./protected-data.ts";
import { connectionCost, listCost, MUTATION_COST } from "./query-cost.ts";
import { type Arguments, type Resolver, type ResolverMap, Typed } from "./resolver-map.ts";

export type Complete = (value: unknown, context: ExecutionContext) => unknown;
type Execute = Complete;

export interface Compiled<T> {
  run: T;
  /** points this part may cost at most */
  cost: number;
}

export interface Plan {
  /** the response's `data`; errors are in the context */
  execute(context: ExecutionContext): Record<string, unknown> | null;
  requestedCost: number;
  /** fields of the query that have no resolver */
  unanswered: FieldError[];
  /** fields that the granted scopes or the data level refuse */
  denied: FieldError[];
}

export interface PlanInput {
  document: DocumentNode;
  operation: OperationDefinitionNode;
  variables: Record<string, unknown>;
  scopes: readonly string[];
  protectedData: ProtectedDataLevel;
  mode: "response" | "bulk";
}

/**
 * Turns one validated operation into closures: scopes, arguments and fragments are settled once, so that running it
 * for each of half a million lines is a walk over plain functions. Resolvers are synchronous, the store is in memory.
 */
export class PlanCompiler {
  readonly #schema: GraphQLSchema;
  readonly #access: AccessScopes;
  readonly #resolvers: ResolverMap;

  constructor(schema: GraphQLSchema, access: AccessScopes, resolvers: ResolverMap) {
    this.#schema = schema;
    this.#access = access;
    this.#resolvers = resolvers;
  }

  compile(input: PlanInput): Plan {
    return new Compilation(this.#schema, this.#access, this.#resolvers, input).plan();
  }
}

class Compilation {
  readonly #schema: GraphQLSchema;
  readonly #access: AccessScopes;
  readonly #resolvers: ResolverMap;
  readonly #input: PlanInput;
  readonly #fields: FieldCollector;
  readonly #unanswered: FieldError[] = [];
  readonly #denied: FieldError[] = [];

  constructor(schema: GraphQLSchema, access: AccessScopes, resolvers: ResolverMap, input: PlanInput) {
    this.#schema = schema;
    this.#access = access;
    this.#resolvers = resolvers;
    this.#input = input;
    this.#fields = new FieldCollector(schema, input.document, input.variables);
  }

  plan(): Plan {
    const mutation = this.#input.operation.operation === "mutation";
    const root = mutation ? this.#schema.getMutationType() : this.#schema.getQueryType();
    if (!root) throw new Error("The schema has no such root type.");
    const object = this.#object(root, [this.#input.operation.selectionSet], []);
    return {
      requestedCost: object.cost,
      unanswered: this.#unanswered,
      denied: this.#denied,
      execute: (context) => {
        try {
          return object.run({}, context) as Record<string, unknown>;
        } catch (error) {
          if (!(error instanceof FieldError)) throw error;
          context.errors.push(error.format());
          return null;
        }
      },
    };
  }

  #object(type: GraphQLObjectType, selections: SelectionSetNode[], path: string[]): Compiled<Complete> {
    const keys: string[] = [];
    const runs: Execute[] = [];
    let cost = 0;
    for (const [key, nodes] of this.#fields.collect(type, selections)) {
      const field = this.#field(type, key, nodes, [...path, key]);
      keys.push(key);
      runs.push(field.run);
      cost += field.cost;
    }
    const count = keys.length;
    return {
      cost,
      run: (source, context) => {
        const out: Record<string, unknown> = {};
        for (let at = 0; at < count; at += 1) {
          const value = (runs[at] as Execute)(source, context);
          // A connection of a bulk operation writes its own lines and leaves nothing in its parent.
          if (value !== undefined) out[keys[at] as string] = value;
        }
        return out;
      },
    };
  }

  #field(parent: GraphQLObjectType, key: string, nodes: FieldNode[], path: string[]): Compiled<Execute> {
    const node = nodes[0] as FieldNode;
    const name = node.name.value;
    if (name === "__typename") return { run: () => parent.name, cost: 0 };
    const definition = parent.getFields()[name];
    if (!definition) throw new Error(`${parent.name} has no field ${name}; the query was not validated.`);
    const location = node.loc ? [getLocation(node.loc.source, node.loc.start)].map(({ line, column }) => ({ line, column })) : undefined;
    const place = (error: FieldError, at: (string | number)[]) => {
      error.path ??= at;
      error.locations ??= location;
      return error;
    };
    const returns = getNamedType(definition.type);
    const resolver = this.#resolvers[parent.name]?.[name] as Resolver | undefined;
    if (!resolver) this.#unanswered.push(place(notAnswered(`${parent.name}.${name}`), path));

    const args = getArgumentValues(definition, node, this.#input.variables);
    const selections = nodes.flatMap((one) => (one.selectionSet ? [one.selectionSet] : []));
    const completed = this.#output(definition.type, returns, selections, path, args);
    const mutation = parent === this.#schema.getMutationType() ? this.#mutationCost(returns as GraphQLObjectType, selections) : null;
    const cost = mutation ? mutation(completed.cost) : this.#fieldCost(definition.type, returns, args, completed.cost);

    const refusal = this.#refusal(parent.name, name, returns);
    if (refusal) this.#denied.push(place(refusal(), path));
    const nullable = !isNonNullType(definition.type);
    const label = `${parent.name}.${name}`;
    const { run: complete } = completed;
    const scalar = isLeafType(returns) && !isListType(isNonNullType(definition.type) ? definition.type.ofType : definition.type);

    const run: Execute = (source, context) => {
      const depth = context.path.length;
      try {
        if (refusal) throw refusal();
        const value = (resolver as Resolver)(source, args, context);
        if (value === null || value === undefined) {
          if (nullable) return null;
          throw new Error(`${label} may not be null, but the store has no value for it.`);
        }
        if (scalar) return value;
        const before = context.cost;
        context.path.push(key);
        const result = complete(value, context);
        context.path.pop();
        if (mutation) context.cost = before + mutation(Math.max(0, context.cost - before - 1));
        return result;
      } catch (error) {
        if (!(error instanceof FieldError)) throw error;
        context.path.length = depth;
        place(error, [...context.path, key]);
        if (!nullable) throw error;
        context.errors.push(error.format());
        return null;
      }
    };
    return { run, cost };
  }

  #output(
    type: GraphQLOutputType,
    named: GraphQLNamedType,
    selections: SelectionSetNode[],
    path: string[],
    args: Arguments,
  ): Compiled<Complete> {
    if (isNonNullType(type)) return this.#output(type.ofType, named, selections, path, args);
    if (isListType(type)) return this.#list(type.ofType, named, selections, path, args);
    if (isLeafType(named)) return { run: (value) => value, cost: 0 };
    if (isObjectType(named) && named.name.endsWith("Connection")) return this.#connection(named, selections, path, args);
    if (isObjectType(named)) {
      const object = this.#object(named, selections, path);
      return { cost: object.cost, run: countingOne(object.run) };
    }
    if (isAbstractType(named)) return this.#abstract(named, selections, path);
    throw new Error(`${named.name} is not an output type.`);
  }

  #list(
    itemType: GraphQLOutputType,
    named: GraphQLNamedType,
    selections: SelectionSetNode[],
    path: string[],
    args: Arguments,
  ): Compiled<Complete> {
    const item = this.#output(itemType, named, selections, path, args);
    const nullable = !isNonNullType(itemType);
    return {
      cost: item.cost,
      run: (value, context) => {
        const items = value as unknown[];
        const out: unknown[] = new Array(items.length);
        const before = context.cost;
        context.cost = 0;
        for (let at = 0; at < items.length; at += 1) {
          const one = items[at];
          const depth = context.path.length;
          context.path.push(at);
          try {
            out[at] = one === null || one === undefined ? null : item.run(one, context);
          } catch (error) {
            if (!(error instanceof FieldError)) throw error;
            error.path ??= [...context.path];
            if (!nullable) throw error;
            context.errors.push(error.format());
            out[at] = null;
          }
          context.path.length = depth;
        }
        context.cost = before + (items.length > 0 ? listCost(items.length, context.cost / items.length) : 0);
        return out;
      },
    };
  }

  #abstract(type: GraphQLNamedType, selections: SelectionSetNode[], path: string[]): Compiled<Complete> {
    const plans = new Map<string, Compiled<Complete>>();
    const planOf = (name: string) => {
      let plan = plans.get(name);
      if (!plan) {
        const object = this.#schema.getType(name);
        if (!isObjectType(object)) throw new Error(`${name} is not an object type.`);
        plan = this.#object(object, selections, path);
        plans.set(name, plan);
      }
      return plan;
    };
    // Fragments that name a concrete type are settled now, so that a missing resolver shows before anything runs.
    for (const name of this.#fields.concreteTypes(selections)) planOf(name);
    const cost = Math.max(0, ...[...plans.values()].map((plan) => plan.cost));
    const refused = new Map<string, boolean>();
    return {
      cost,
      run: (value, context) => {
        if (!(value instanceof Typed)) throw new Error(`A ${type.name} needs a Typed source.`);
        const known = this.#unanswered.length;
        const plan = planOf(value.type);
        if (this.#unanswered.length > known) throw this.#unanswered[known];
        const rule = this.#access.ofType(value.type);
        const no = refused.get(value.type) ?? (rule !== undefined && !grants(this.#input.scopes, rule));
        refused.set(value.type, no);
        if (no && rule) throw accessDenied(String(context.path.findLast((part) => typeof part === "string")), rule.requiredAccess);
        context.cost += 1;
        return plan.run(value.source, context);
      },
    };
  }

  #connection(type: GraphQLObjectType, selections: SelectionSetNode[], path: string[], args: Arguments): Compiled<Complete> {
    const connection = compileConnection(type, selections, {
      collect: (of, sets) => this.#fields.collect(of, sets),
      output: (fieldType, sets, at) => this.#output(fieldType, getNamedType(fieldType), sets, [...path, ...at], {}),
      unanswered: (field) => this.#unanswered.push(withPath(notAnswered(field), path)),
    });
    if (this.#input.mode === "bulk") return { cost: 0, run: bulkConnection(connection.node, this.#idResolver(type)) };
    const { first, last } = args as PageArgs;
    return {
      cost: connectionCost(Math.min(first ?? last ?? 0, 250), connection.nodeCost),
      run: pagedConnection(connection.parts, args as PageArgs),
    };
  }

  #idResolver(connection: GraphQLObjectType): (source: unknown, context: ExecutionContext) => string | null {
    const nodes = connection.getFields().nodes ?? connection.getFields().edges;
    const name = nodes ? getNamedType(nodes.type).name : "";
    const own = this.#resolvers[name]?.id as Resolver | undefined;
    return (source, context) =>
      source instanceof Typed
        ? ((this.#resolvers[source.type]?.id as Resolver | undefined)?.(source.source, {}, context) as string)
        : ((own?.(source, {}, context) as string | undefined) ?? null);
  }

  /** A mutation costs its fixed points; its payload and the objects directly in it come free. */
  #mutationCost(payload: GraphQLObjectType, selections: SelectionSetNode[]): (inner: number) => number {
    let free = 0;
    for (const [, nodes] of this.#fields.collect(payload, selections)) {
      const field = payload.getFields()[(nodes[0] as FieldNode).name.value];
      if (field && !isLeafType(getNamedType(field.type))) free += 1;
    }
    return (inner) => MUTATION_COST + Math.max(0, inner - free);
  }

  #fieldCost(type: GraphQLOutputType, named: GraphQLNamedType, args: Arguments, inner: number): number {
    if (isLeafType(named)) return 0;
    if (isObjectType(named) && named.name.endsWith("Connection")) return inner;
    const list = isListType(isNonNullType(type) ? type.ofType : type);
    const ids = list && Array.isArray(args.ids) ? args.ids.length : 1;
    return list ? listCost(ids, 1 + inner) : 1 + inner;
  }

  #refusal(parent: string, field: string, returns: GraphQLNamedType): (() => FieldError) | null {
    const rule = this.#access.ofField(parent, field, returns);
    if (rule && !grants(this.#input.scopes, rule)) return () => accessDenied(field, rule.requiredAccess);
    const node = returns.name.endsWith("Connection") ? returns.name.slice(0, -"Connection".length) : returns.name;
    const what = protectedWhat(this.#input.protectedData, parent, field, node);
    return what ? () => protectedDataDenied(what) : null;
  }
}

function countingOne(run: Complete): Complete {
  return (source, context) => {
    context.cost += 1;
    return run(source, context);
  };
}

function withPath(error: FieldError, path: (string | number)[]): FieldError {
  error.path = path;
  return error;
}
