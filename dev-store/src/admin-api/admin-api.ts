import { rmSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import type { Store } from "../store/store.ts";
import { AccessScopes } from "./access-scopes.ts";
import type { AdminApiSettings, DeployedFunction } from "./admin-api-settings.ts";
import { adminSchemaWithScopes } from "./admin-schema.ts";
import type { BulkFile } from "./bulk/bulk-files.ts";
import { bulkFolder } from "./bulk/bulk-folder.ts";
import { BulkOperations } from "./bulk/bulk-operations.ts";
import { PlanCompiler } from "./compile-plan.ts";
import { type AdminFaults, type BulkFaults, noFaults } from "./faults.ts";
import { type GraphqlAnswer, GraphqlEndpoint } from "./graphql-endpoint.ts";
import type { ProtectedDataLevel } from "./protected-data.ts";
import { adminResolvers } from "./resolvers/admin-resolvers.ts";
import { API_VERSION } from "./schema-cache.ts";
import { documentedFilters } from "./search/compile-search.ts";
import { seededDraw } from "./seeded-draw.ts";

export { adminSchema, functionsSchema } from "./admin-schema.ts";

export interface AdminApiOptions {
  /** untracked: Shopify's schema is kept here, and files of bulk operations while the process lives */
  cacheFolder: string;
  /** where the store's files are fetched from: `http://127.0.0.1:4000` */
  publicUrl: string;
  bulk?: Partial<BulkFaults>;
  /** the Functions the app has deployed; a discount can be made with no other */
  functions?: DeployedFunction[];
  app?: AdminApiSettings["app"];
}

export interface AdminAnswer {
  /** 0: the connection is to be broken without an answer */
  status: number;
  headers: Record<string, string>;
  body: string;
}

export interface AdminApi {
  handle(store: Store, request: { clientId: string; scopes: string[]; body: string }): Promise<AdminAnswer>;
  /** The file of a bulk operation; `search` are the parameters of its signed url. */
  bulkFile(store: Store, id: number, search: URLSearchParams): BulkFile;
  /** changed in place to make requests and bulk operations go wrong */
  readonly faults: AdminFaults;
  /** by shop domain; without an entry an app may read everything, as in a development store */
  readonly protectedCustomerData: Map<string, ProtectedDataLevel>;
  close(): void;
}

/** Shopify's GraphQL Admin API over stores held in memory: its schema, scopes, limits and bulk operations. */
export async function createAdminApi(options: AdminApiOptions): Promise<AdminApi> {
  const { schema, scopeRows } = await adminSchemaWithScopes(options.cacheFolder);
  const faults = noFaults();
  Object.assign(faults.bulk, options.bulk);
  const filters = new Map<string, ReadonlySet<string>>();
  const settings: AdminApiSettings = {
    publicUrl: options.publicUrl,
    app: options.app ?? { title: "Crescendo", handle: "crescendo" },
    functions: options.functions ?? [],
    documentedFilters: (field) => {
      const known = filters.get(field) ?? documentedFilters(schema, "QueryRoot", field);
      filters.set(field, known);
      return known;
    },
  };
  const compiler = new PlanCompiler(schema, new AccessScopes(schema, scopeRows), adminResolvers);
  const folder = bulkFolder(options.cacheFolder);
  const bulkOperations = new BulkOperations({ schema, compiler, folder, publicUrl: options.publicUrl, faults });
  const protectedCustomerData = new Map<string, ProtectedDataLevel>();
  const endpoint = new GraphqlEndpoint({ schema, compiler, settings, bulkOperations, faults, protectedCustomerData });

  let draw = { seed: faults.seed, next: seededDraw(faults.seed) };
  const strikes = (ratio: number) => {
    if (draw.seed !== faults.seed) draw = { seed: faults.seed, next: seededDraw(faults.seed) };
    return ratio > 0 && draw.next() < ratio;
  };

  return {
    faults,
    protectedCustomerData,
    bulkFile: (store, id, search) => bulkOperations.file(store, id, search),
    async handle(store, request) {
      if (strikes(faults.resetRatio)) return { status: 0, headers: {}, body: "" };
      if (strikes(faults.http502Ratio))
        return { status: 502, headers: { "content-type": "text/html" }, body: "<html><body><h1>502 Bad Gateway</h1></body></html>" };
      if (strikes(faults.hangRatio)) await sleep(faults.hangMs, undefined, { ref: false });
      return respond(endpoint.answer(store, request, strikes(faults.throttleRatio)));
    },
    close() {
      bulkOperations.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function respond({ status, body }: GraphqlAnswer): AdminAnswer {
  return {
    status,
    headers: { "content-type": "application/json; charset=utf-8", "x-shopify-api-version": API_VERSION },
    body: JSON.stringify(body),
  };
}
