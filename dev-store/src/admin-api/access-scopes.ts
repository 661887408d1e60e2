import { type GraphQLNamedType, type GraphQLObjectType, type GraphQLSchema, getNamedType, isObjectType } from "graphql";
import type { ScopeRow } from "./admin-schema.ts";

export interface AccessRule {
  anyOf: readonly string[];
  /** Shopify's wording: "`read_orders` access scope." */
  requiredAccess: string;
}

/** Which access scopes each field and type of the Admin API needs, from Shopify's own table. */
export class AccessScopes {
  readonly #types = new Map<string, AccessRule>();
  readonly #fields = new Map<string, AccessRule>();
  readonly #schema: GraphQLSchema;

  constructor(schema: GraphQLSchema, rows: readonly ScopeRow[]) {
    this.#schema = schema;
    for (const row of rows) {
      if (row.offlineScopes.length === 0) continue;
      const rule = { anyOf: row.offlineScopes, requiredAccess: row.requiredAccess };
      if (row.type === "type") this.#types.set(row.typeName, rule);
      else this.#fields.set(`${row.typeName}.${row.fieldName}`, rule);
    }
  }

  /** The rule a field falls under: its own row, else the row of the type it returns (a connection counts as its nodes). */
  ofField(parent: string, field: string, returns: GraphQLNamedType): AccessRule | undefined {
    return this.#fields.get(`${parent}.${field}`) ?? this.ofType(this.#nodeType(returns).name);
  }

  ofType(name: string): AccessRule | undefined {
    return this.#types.get(name);
  }

  #nodeType(type: GraphQLNamedType): GraphQLNamedType {
    if (!isObjectType(type) || !type.name.endsWith("Connection")) return type;
    const nodes = (this.#schema.getType(type.name) as GraphQLObjectType).getFields().nodes;
    return nodes ? getNamedType(nodes.type) : type;
  }
}

/** Whether granted scopes satisfy a rule; a write scope includes its read scope. */
export function grants(scopes: readonly string[], rule: AccessRule): boolean {
  return rule.anyOf.some((scope) => scopes.includes(scope) || (scope.startsWith("read_") && scopes.includes(`write_${scope.slice(5)}`)));
}
