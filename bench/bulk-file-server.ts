import fs from "node:fs";
import { createServer } from "node:http";
import path from "node:path";

/**
 * A process of its own that answers bulk operations with finished files from a folder: `node bench/bulk-file-server.ts
 * FOLDER`. Writes its port on stdout. It measures the app, not Shopify, so nothing is ever slow or wrong here.
 */
const folder = process.argv[2] as string;
const files = ["products", "customers", "orders"];

const server = createServer((request, response) => {
  if (request.method === "GET") {
    const file = path.join(folder, path.basename(request.url ?? ""));
    response.writeHead(200, { "content-type": "application/jsonl", "content-length": fs.statSync(file).size });
    fs.createReadStream(file, { highWaterMark: 1 << 18 }).pipe(response);
    return;
  }
  let body = "";
  request.on("data", (chunk) => {
    body += chunk;
  });
  request.on("end", () => {
    const { query, variables } = JSON.parse(body) as { query: string; variables: { query?: string; id?: string } };
    const asked = variables.query
      ? files.findIndex((name) => variables.query?.trimStart().slice(1).trimStart().startsWith(name))
      : Number(variables.id?.split("/").pop()) - 1;
    const data = query.startsWith("mutation")
      ? { bulkOperationRunQuery: { bulkOperation: operation(asked), userErrors: [] } }
      : { bulkOperation: operation(asked) };
    response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify({ data }));
  });
});

function operation(index: number): object {
  const name = files[index] as string;
  const { port } = server.address() as { port: number };
  return {
    id: `gid://shopify/BulkOperation/${index + 1}`,
    status: "COMPLETED",
    errorCode: null,
    createdAt: new Date().toISOString(),
    objectCount: "0",
    fileSize: String(fs.statSync(path.join(folder, `${name}.jsonl`)).size),
    url: `http://127.0.0.1:${port}/${name}.jsonl`,
    partialDataUrl: null,
    query: "",
  };
}

server.listen(0, "127.0.0.1", () => process.stdout.write(`${(server.address() as { port: number }).port}\n`));
