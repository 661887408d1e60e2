import { createServer, type Server, type ServerResponse } from "node:http";
import { gzipSync } from "node:zlib";
import { afterEach, expect, test } from "vitest";
import { inShop } from "../../app/database/pool.server.ts";
import { DownloadCut, download, FileBroken, FileGone } from "../../app/orders/download.server.ts";
import { insertShop, ownDatabase } from "../test-database.ts";

ownDatabase();
let server: Server | undefined;

afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

const customer = (id: number): string =>
  JSON.stringify({ id: `gid://shopify/Customer/${id}`, createdAt: "2026-01-01T00:00:00Z", updatedAt: "2026-01-01T00:00:00Z" });
const file = (count: number, end = "\n"): string => Array.from({ length: count }, (_, at) => customer(at + 1) + end).join("");

async function serve(answer: (response: ServerResponse) => void): Promise<string> {
  server = createServer((_, response) => answer(response));
  await new Promise<void>((resolve) => server?.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as { port: number }).port}/file`;
}

async function newRun(): Promise<{ shopId: number; runId: string }> {
  const shopId = await insertShop();
  const runId = await inShop(shopId, async (db) => {
    const row = await db.row<{ id: number }>("insert into sync_runs (shop_id, kind, status) values ($1, 'first', 'running') returning id", [
      shopId,
    ]);
    await db.run("insert into sync_parts (shop_id, run_id, part, stage) values ($1, $2, 'customers', 'downloading')", [shopId, row?.id]);
    return String(row?.id);
  });
  return { shopId, runId };
}

function get(run: { shopId: number; runId: string }, url: string, fileSize: number | null = null): Promise<number> {
  const shop = {
    shopId: run.shopId,
    domain: "download.myshopify.com",
    currency: "GBP",
    ask: () => Promise.reject(new Error("nothing is asked here")),
  };
  return download(shop, { runId: run.runId, part: "customers", url, fileSize });
}

const staged = (run: { shopId: number; runId: string }) =>
  inShop(run.shopId, (db) =>
    db.row("select count(*)::int as rows, count(distinct id)::int as different from staging.own_customers where run_id = $1", [run.runId]),
  );

test("a compressed file with CRLF and blank lines is read whole", async () => {
  const run = await newRun();
  const text = `${file(3, "\r\n")}\r\n\r\n${file(2, "\r\n")}`;
  const url = await serve((response) => response.writeHead(200, { "content-encoding": "gzip" }).end(gzipSync(text)));
  expect(await get(run, url, Buffer.byteLength(text))).toBe(7);
  expect(await staged(run)).toEqual({ rows: 5, different: 3 });
});

test("a connection that breaks costs at most the batch in hand; the next try goes on after it", async () => {
  const run = await newRun();
  const text = file(45_000);
  let cut = true;
  const url = await serve((response) => {
    response.writeHead(200, { "content-length": Buffer.byteLength(text) });
    if (!cut) return void response.end(text);
    cut = false;
    response.write(text.slice(0, text.length * 0.6), () => setTimeout(() => response.destroy(), 300));
  });
  await expect(get(run, url)).rejects.toThrow(DownloadCut);
  const after = (await staged(run)) as { rows: number };
  expect(after.rows).toBeGreaterThanOrEqual(20_000);
  expect(after.rows).toBeLessThan(45_000);
  expect(await get(run, url)).toBe(45_000);
  expect(await staged(run)).toEqual({ rows: 45_000, different: 45_000 });
});

test("a file shorter than Shopify said is not taken for whole", async () => {
  const run = await newRun();
  const url = await serve((response) => response.end(file(10)));
  await expect(get(run, url, 100_000)).rejects.toThrow(DownloadCut);
  expect(await staged(run)).toEqual({ rows: 0, different: 0 });
});

test("a file that ends inside a record is broken", async () => {
  const run = await newRun();
  const url = await serve((response) => response.end(file(10).slice(0, -30)));
  await expect(get(run, url)).rejects.toThrow(FileBroken);
});

test("an address past its time is told apart from a server in trouble", async () => {
  await expect(get(await newRun(), await serve((response) => response.writeHead(403).end()))).rejects.toThrow(FileGone);
  server?.close();
  await expect(get(await newRun(), await serve((response) => response.writeHead(503).end()))).rejects.toThrow(DownloadCut);
});

test("staging tables emptied by a crash of the server are noticed, and the file is read again", async () => {
  const run = await newRun();
  const url = await serve((response) => response.end(file(5)));
  await get(run, url);
  await inShop(run.shopId, async (db) => {
    await db.run("delete from staging.own_customers");
    await db.run("delete from staging.own_progress");
  });
  expect(await get(run, url)).toBe(5);
  expect(await staged(run)).toEqual({ rows: 5, different: 5 });
});

test("records that cannot be read are counted and kept with their reasons, and the others go on", async () => {
  const run = await newRun();
  const url = await serve((response) =>
    response.end(`${file(2)}{"id":"gid://shopify/Customer/77","createdAt":"soon"}\nnonsense\n${customer(9)}\n`),
  );
  expect(await get(run, url)).toBe(5);
  expect(await inShop(run.shopId, (db) => db.rows("select resource, reason, record from set_aside order by id"))).toEqual([
    { resource: "customers", reason: "createdAt is not a moment", record: { line: 3, id: "gid://shopify/Customer/77", parentId: null } },
    { resource: "customers", reason: "not JSON", record: { line: 4, id: null, parentId: null } },
  ]);
  expect(await inShop(run.shopId, (db) => db.row("select set_aside from sync_parts where run_id = $1", [run.runId]))).toEqual({
    set_aside: 2,
  });
});

test("staged rows belong to the shop of the transaction, and no other can be named", async () => {
  const run = await newRun();
  const url = await serve((response) => response.end(file(3)));
  await get(run, url);
  const other = await insertShop();
  expect(await inShop(other, (db) => db.rows("select * from staging.own_customers"))).toEqual([]);
  await expect(
    inShop(other, (db) =>
      db.run("insert into staging.customers (shop_id, run_id, id, created_at, updated_at) values ($1, 1, 1, now(), now())", [run.shopId]),
    ),
  ).rejects.toThrow(/permission denied/);
  await expect(inShop(other, (db) => db.rows("select * from staging.customers"))).rejects.toThrow(/permission denied/);
});
