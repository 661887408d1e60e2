import { mkdirSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { GraphQLSchema } from "graphql";
import { idOf, type Store } from "../../store/store.ts";
import type { Plan, PlanCompiler } from "../compile-plan.ts";
import type { ExecutionContext } from "../execution-context.ts";
import { type AdminFaults, type BulkFaults, noBulkFaults } from "../faults.ts";
import { notAnswered } from "../field-error.ts";
import { type Listing, sortedListing } from "../listing.ts";
import type { UserError } from "../resolvers/payload.ts";
import { compileSearch } from "../search/compile-search.ts";
import { numberFilter, timeFilter, wordFilter } from "../search/filter-kinds.ts";
import type { Filters } from "../search/search-filters.ts";
import { type BulkFile, BulkFiles } from "./bulk-files.ts";
import { type BulkOperation, finishPayload, isUnderWay } from "./bulk-operation.ts";
import { readBulkQuery } from "./bulk-rules.ts";
import { cutMidLine, writeBulkFile } from "./write-bulk-file.ts";

/** Shopify runs so many bulk queries of an app at a time in one shop. */
const MAX_CONCURRENT = 5;

const filters: Filters<BulkOperation> = {
  default: wordFilter((row) => [row.status]),
  id: numberFilter((row) => row.id),
  status: wordFilter((row) => [row.status]),
  operation_type: wordFilter(() => ["query"]),
  created_at: timeFilter((row) => row.createdAt),
};

export interface BulkOptions {
  schema: GraphQLSchema;
  compiler: PlanCompiler;
  folder: string;
  publicUrl: string;
  faults: AdminFaults;
}

interface Payload {
  bulkOperation: BulkOperation | null;
  userErrors: UserError[];
}

/** The bulk operations of every app and shop of this process, from creation to the end of their files. */
export class BulkOperations {
  readonly #options: BulkOptions;
  readonly #files: BulkFiles;
  readonly #operations = new WeakMap<Store, BulkOperation[]>();
  #closed = false;

  constructor(options: BulkOptions) {
    this.#options = options;
    this.#files = new BulkFiles(options.publicUrl);
  }

  start(query: string, groupObjects: boolean, context: ExecutionContext): Payload {
    const { store, clientId } = context;
    const refuse = (...userErrors: UserError[]): Payload => ({ bulkOperation: null, userErrors });
    const read = readBulkQuery(this.#options.schema, query);
    if (!read.ok) return refuse(...read.userErrors);
    const plan = this.#options.compiler.compile({
      ...read,
      variables: {},
      scopes: context.scopes,
      protectedData: context.protectedData,
      mode: "bulk",
    });
    const [unanswered] = plan.unanswered;
    if (unanswered)
      throw notAnswered(`${unanswered.message.replace(/^The local store does not answer (.*) yet\.$/, "$1")} in a bulk query`);
    const own = this.#own(store, clientId);
    if (own.filter(isUnderWay).length >= MAX_CONCURRENT) {
      return refuse({ field: null, message: "Bulk operations limit reached. Please try again later.", code: "LIMIT_REACHED" });
    }
    const operation: BulkOperation = {
      id: store.nextId(),
      clientId,
      query,
      groupObjects,
      createdAt: store.now(),
      status: "CREATED",
      errorCode: null,
      completedAt: null,
      objectCount: 0,
      rootObjectCount: 0,
      fileSize: null,
      file: null,
      url: null,
      partialDataUrl: null,
    };
    this.#all(store).push(operation);
    const background: ExecutionContext = { ...context, errors: [], searches: [], path: [], cost: 0, bulk: null };
    // The payload is answered while the operation is still CREATED.
    setImmediate(() => void this.#run(operation, plan, background, this.#faults()));
    return { bulkOperation: operation, userErrors: [] };
  }

  cancel(id: string, { store, clientId }: ExecutionContext): Payload {
    const operation = this.find(store, clientId, idOf("BulkOperation", id) ?? -1);
    if (!operation) return { bulkOperation: null, userErrors: [{ field: ["id"], message: "Bulk operation does not exist" }] };
    if (!isUnderWay(operation)) {
      return {
        bulkOperation: operation,
        userErrors: [{ field: null, message: `A bulk operation cannot be canceled when it is ${operation.status.toLowerCase()}` }],
      };
    }
    operation.status = "CANCELING";
    return { bulkOperation: operation, userErrors: [] };
  }

  find(store: Store, clientId: string, id: number): BulkOperation | null {
    return this.#own(store, clientId).find((one) => one.id === id) ?? null;
  }

  latest(store: Store, clientId: string): BulkOperation | null {
    return this.#own(store, clientId).at(-1) ?? null;
  }

  listing(store: Store, clientId: string, args: Record<string, unknown>, context: ExecutionContext): Listing {
    const key =
      args.sortKey === "COMPLETED_AT"
        ? (row: BulkOperation) => row.completedAt ?? Number.MAX_SAFE_INTEGER
        : (row: BulkOperation) => row.createdAt;
    const rows = [...this.#own(store, clientId)].sort((a, b) => key(a) - key(b) || a.id - b.id);
    const matches = compileSearch(args.query, filters, context.settings.documentedFilters("bulkOperations"), "bulkOperations", context);
    return sortedListing({ rows, keyOf: key, idOf: (row) => row.id }, { matches, reverse: args.reverse === true });
  }

  /** The file behind an operation's url. */
  file(store: Store, id: number, search: URLSearchParams): BulkFile {
    const operation = this.#all(store).find((one) => one.id === id);
    return this.#files.read(store, id, operation?.file ?? null, search);
  }

  /** Ends what is under way without a trace: the process is about to go. */
  close(): void {
    this.#closed = true;
  }

  async #run(operation: BulkOperation, plan: Plan, context: ExecutionContext, faults: BulkFaults): Promise<void> {
    const { store } = context;
    const end = (status: BulkOperation["status"], errorCode: BulkOperation["errorCode"] = null) => {
      if (this.#closed) return;
      operation.status = status;
      operation.errorCode = errorCode;
      // Shopify leaves completedAt empty unless the operation completed.
      operation.completedAt = status === "COMPLETED" ? store.now() : null;
      if (!faults.loseWebhook) store.emit("bulk_operations/finish", operation.id, finishPayload(operation));
    };
    const fail = (code: BulkOperation["errorCode"]) => {
      if (faults.partialData && operation.file && operation.objectCount > 0)
        operation.partialDataUrl = this.#files.url(store, operation.id, faults.expiredUrl);
      end("FAILED", code);
    };
    try {
      await this.#wait(operation, faults.createdMs);
      if (operation.status === "CREATED") operation.status = "RUNNING";
      const started = performance.now();
      while (faults.stuckRunning && operation.status === "RUNNING" && !this.#closed) await sleep(20, undefined, { ref: false });
      if (operation.status === "CANCELING") return end("CANCELED");
      if (plan.denied.length > 0) return end("FAILED", "ACCESS_DENIED");

      mkdirSync(this.#options.folder, { recursive: true });
      operation.file = path.join(this.#options.folder, `${store.shop.domain}-${operation.id}.jsonl`);
      const written = await writeBulkFile(operation.file, operation, plan, context, faults.failAfterObjects);
      await this.#wait(operation, faults.runningMs - (performance.now() - started));
      if (written.kind === "failed") {
        console.error(`Bulk operation ${operation.id} failed:`, written.error);
        return fail("INTERNAL_SERVER_ERROR");
      }
      if ((operation.status as string) === "CANCELING") return end("CANCELED");
      if (written.kind === "stopped") return fail(faults.errorCode);
      if (faults.endAs !== "") return end(faults.endAs);
      if (faults.cutMidLine) operation.fileSize = await cutMidLine(operation.file, operation.fileSize ?? 0);
      if (operation.objectCount > 0 && !faults.nullUrl) operation.url = this.#files.url(store, operation.id, faults.expiredUrl);
      end("COMPLETED");
    } catch (error) {
      console.error(`Bulk operation ${operation.id} broke:`, error);
      end("FAILED", "INTERNAL_SERVER_ERROR");
    }
  }

  /** Waits, but not past a cancellation. */
  async #wait(operation: BulkOperation, ms: number): Promise<void> {
    const until = performance.now() + ms;
    while (performance.now() < until && operation.status !== "CANCELING" && !this.#closed) {
      await sleep(Math.min(20, until - performance.now()), undefined, { ref: false });
    }
  }

  /** The faults that strike the next operation; a counted number of them is used up here. */
  #faults(): BulkFaults {
    const set = this.#options.faults.bulk;
    const faults = { ...noBulkFaults(), ...set };
    if (set.operations === 1) Object.assign(set, noBulkFaults());
    else if (set.operations > 1) set.operations -= 1;
    return faults;
  }

  #all(store: Store): BulkOperation[] {
    const list = this.#operations.get(store) ?? [];
    this.#operations.set(store, list);
    return list;
  }

  #own(store: Store, clientId: string): BulkOperation[] {
    return this.#all(store).filter((one) => one.clientId === clientId);
  }
}
