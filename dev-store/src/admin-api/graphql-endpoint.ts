import {
  type DocumentNode,
  executeSync,
  GraphQLError,
  type GraphQLFormattedError,
  type GraphQLSchema,
  getVariableValues,
  type OperationDefinitionNode,
  parse,
  validate,
} from "graphql";
import type { Store } from "../store/store.ts";
import type { AdminApiSettings } from "./admin-api-settings.ts";
import type { BulkOperations } from "./bulk/bulk-operations.ts";
import type { PlanCompiler } from "./compile-plan.ts";
import { type ExecutionContext, ordersVisibleSince } from "./execution-context.ts";
import { type AdminFaults, noFaults } from "./faults.ts";
import type { ProtectedDataLevel } from "./protected-data.ts";
import { MAX_QUERY_COST } from "./query-cost.ts";
import { StoreIndex } from "./store-index.ts";
import { type Bucket, Throttle } from "./throttle.ts";
import { validationError } from "./validation-errors.ts";

export interface GraphqlAnswer {
  status: number;
  body: Record<string, unknown>;
}

interface EndpointOptions {
  schema: GraphQLSchema;
  compiler: PlanCompiler;
  settings: AdminApiSettings;
  bulkOperations: BulkOperations;
  faults: AdminFaults;
  protectedCustomerData: ReadonlyMap<string, ProtectedDataLevel>;
}

interface Request {
  clientId: string;
  scopes: string[];
  body: string;
}

interface Document {
  document: DocumentNode | null;
  errors: GraphQLFormattedError[];
}

const KEPT_DOCUMENTS = 200;
const DOCUMENTATION = "https://shopify.dev/api/usage/limits#rate-limits";

/** One POST to graphql.json: parse, validate, price, run. Whatever is wrong with a query is said with status 200. */
export class GraphqlEndpoint {
  readonly #options: EndpointOptions;
  readonly #throttles = new WeakMap<Store, Throttle>();
  readonly #indexes = new WeakMap<Store, StoreIndex>();
  readonly #documents = new Map<string, Document>();

  constructor(options: EndpointOptions) {
    this.#options = options;
  }

  answer(store: Store, request: Request, throttled: boolean): GraphqlAnswer {
    const input = readBody(request.body);
    if (!input) return { status: 400, body: { errors: { query: "Required parameter missing or invalid" } } };
    const { document, errors } = this.#document(input.query);
    if (!document || errors.length > 0) return refusal(...errors);
    const operation = chooseOperation(document, input.operationName);
    if (!operation)
      return refusal({
        message: `No operation named ${JSON.stringify(input.operationName ?? "")}`,
        extensions: { code: "operationNotFound" },
      });
    if (operation.operation === "subscription")
      return refusal({ message: "Subscriptions are not supported.", extensions: { code: "BAD_REQUEST" } });
    if (isIntrospection(operation)) return this.#introspect(document, input);

    const { schema, compiler } = this.#options;
    const variables = getVariableValues(schema, operation.variableDefinitions ?? [], input.variables);
    if (variables.errors) return refusal(...variables.errors.map(variableError));
    const protectedData = this.#options.protectedCustomerData.get(store.shop.domain) ?? "level2";
    const plan = compiler.compile({
      document,
      operation,
      variables: variables.coerced,
      scopes: request.scopes,
      protectedData,
      mode: "response",
    });
    if (plan.unanswered.length > 0) return refusal(...plan.unanswered.map((error) => error.format()));

    const bucket: Bucket = { ...noFaults().bucket, ...this.#options.faults.bucket };
    const throttle = this.#throttles.get(store) ?? new Throttle();
    this.#throttles.set(store, throttle);
    const key = request.clientId;
    const requested = plan.requestedCost;
    if (requested > MAX_QUERY_COST) return refusal(tooExpensive(requested));
    const now = store.now();
    if (throttled || !throttle.take(key, requested, bucket, now)) {
      const throttleStatus = throttle.status(key, bucket, now);
      return {
        status: 200,
        body: {
          errors: [{ message: "Throttled", extensions: { code: "THROTTLED", documentation: DOCUMENTATION } }],
          extensions: { cost: { requestedQueryCost: requested, actualQueryCost: null, throttleStatus } },
        },
      };
    }

    const context = this.#context(store, request, protectedData, now);
    const data = plan.execute(context);
    const actual = Math.min(requested, Math.max(context.cost, operation.operation === "mutation" ? 10 : 0));
    throttle.giveBack(key, requested - actual, bucket, now);
    const cost = { requestedQueryCost: requested, actualQueryCost: actual, throttleStatus: throttle.status(key, bucket, now) };
    return {
      status: 200,
      body: {
        data,
        ...(context.errors.length > 0 ? { errors: context.errors } : {}),
        extensions: { cost, ...(context.searches.length > 0 ? { search: context.searches } : {}) },
      },
    };
  }

  #context(store: Store, request: Request, protectedData: ProtectedDataLevel, now: number): ExecutionContext {
    const index = this.#indexes.get(store) ?? new StoreIndex(store);
    this.#indexes.set(store, index);
    return {
      store,
      index,
      clientId: request.clientId,
      scopes: request.scopes,
      protectedData,
      settings: this.#options.settings,
      bulkOperations: this.#options.bulkOperations,
      now,
      ordersSince: ordersVisibleSince(request.scopes, now),
      errors: [],
      searches: [],
      path: [],
      cost: 0,
      bulk: null,
    };
  }

  #document(query: string): Document {
    const known = this.#documents.get(query);
    if (known) return known;
    const fresh = readDocument(this.#options.schema, query);
    const [oldest] = this.#documents.keys();
    if (this.#documents.size >= KEPT_DOCUMENTS && oldest !== undefined) this.#documents.delete(oldest);
    this.#documents.set(query, fresh);
    return fresh;
  }

  #introspect(document: DocumentNode, input: Input): GraphqlAnswer {
    const result = executeSync({
      schema: this.#options.schema,
      document,
      variableValues: input.variables,
      operationName: input.operationName,
    });
    return { status: 200, body: { ...result } };
  }
}

interface Input {
  query: string;
  variables: Record<string, unknown>;
  operationName: string | null;
}

function readBody(body: string): Input | null {
  try {
    const value = JSON.parse(body) as { query?: unknown; variables?: unknown; operationName?: unknown } | null;
    if (!value || typeof value.query !== "string" || value.query.trim() === "") return null;
    return {
      query: value.query,
      variables: typeof value.variables === "object" && value.variables !== null ? (value.variables as Record<string, unknown>) : {},
      operationName: typeof value.operationName === "string" ? value.operationName : null,
    };
  } catch {
    return null;
  }
}

function readDocument(schema: GraphQLSchema, query: string): Document {
  try {
    const document = parse(query);
    return { document, errors: validate(schema, document).map(validationError) };
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    const locations = error.locations?.map(({ line, column }) => ({ line, column })) ?? [];
    return { document: null, errors: [{ message: error.message.replace(/^Syntax Error: /, "syntax error, "), locations }] };
  }
}

function chooseOperation(document: DocumentNode, name: string | null): OperationDefinitionNode | null {
  const operations = document.definitions.filter((one) => one.kind === "OperationDefinition");
  if (name !== null) return operations.find((one) => one.name?.value === name) ?? null;
  return operations.length === 1 ? (operations[0] ?? null) : null;
}

function isIntrospection(operation: OperationDefinitionNode): boolean {
  return operation.selectionSet.selections.every(
    (one) => one.kind === "Field" && (one.name.value === "__schema" || one.name.value === "__type"),
  );
}

function variableError(error: GraphQLError): GraphQLFormattedError {
  return {
    message: error.message,
    locations: error.locations?.map(({ line, column }) => ({ line, column })) ?? [],
    extensions: { code: "INVALID_VARIABLE" },
  };
}

function tooExpensive(cost: number): GraphQLFormattedError {
  return {
    message:
      `Query cost is ${cost}, which exceeds the single query max cost limit (${MAX_QUERY_COST}).\n\n` +
      "To query larger amounts of data with fewer limits, bulk operations should be used instead.\n" +
      "See https://shopify.dev/api/usage/bulk-operations/queries for usage details.\n",
    extensions: { code: "MAX_COST_EXCEEDED", cost, maxCost: MAX_QUERY_COST, documentation: DOCUMENTATION },
  };
}

function refusal(...errors: GraphQLFormattedError[]): GraphqlAnswer {
  return { status: 200, body: { errors } };
}
