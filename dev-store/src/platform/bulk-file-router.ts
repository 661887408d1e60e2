import type { Readable } from "node:stream";
import { pipeline } from "node:stream";
import express from "express";
import type { Store } from "../store/store.ts";
import type { StoreDirectory } from "../store/store-directory.ts";

export interface BulkFilePort {
  bulkFile(store: Store, id: number, search: URLSearchParams): { status: number; headers: Record<string, string>; body: Readable | string };
}

/** `/_files/bulk/<id>.jsonl`: results of bulk operations at signed addresses, which name the shop themselves. */
export function createBulkFileRouter(stores: StoreDirectory, adminApi: BulkFilePort): express.Router {
  const router = express.Router();
  router.get("/_files/bulk/:id.jsonl", (request, response) => {
    const search = new URL(request.originalUrl, "http://store.invalid").searchParams;
    const store = stores.get(search.get("shop") ?? "");
    if (!store) return void response.status(404).end();
    const { status, headers, body } = adminApi.bulkFile(store, Number(request.params.id), search);
    response.writeHead(status, headers);
    if (typeof body === "string") response.end(body);
    else pipeline(body, response, () => {});
  });
  return router;
}
