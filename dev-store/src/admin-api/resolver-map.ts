import type { ExecutionContext } from "./execution-context.ts";

export type Arguments = Record<string, unknown>;
export type Resolver<Source = unknown> = (source: Source, args: Arguments, context: ExecutionContext) => unknown;

/** Resolvers of one GraphQL type, all over the same kind of source. */
export type FieldResolvers<Source> = Record<string, Resolver<Source>>;

/** By type name, then field name. What is not in here is refused by name, never answered with null. */
export type ResolverMap = Record<string, Record<string, Resolver<never>>>;

/** The value of a field whose GraphQL type is an interface or a union: which object type it is, and its source. */
export class Typed {
  readonly type: string;
  readonly source: unknown;

  constructor(type: string, source: unknown) {
    this.type = type;
    this.source = source;
  }
}
