import cluster from "node:cluster";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import http from "node:http";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { createRequestHandler } from "@remix-run/express";
import type { ServerBuild } from "@remix-run/node";
import compression from "compression";
import express from "express";
import { environment } from "./app/environment.server.ts";
import { log, redactText } from "./app/log.server.ts";

type AppEntry = ServerBuild["entry"]["module"] &
  Pick<typeof import("./app/entry.server.tsx"), "answerOffer" | "closePool" | "closePrisma" | "stopQueue" | "withLogContext">;

const here = path.dirname(fileURLToPath(import.meta.url));
const LARGEST_BYTES = 2 * 1024 * 1024;
const STOP_WITHIN_MS = 15_000;

export interface AppServer {
  readonly url: string;
  close(): Promise<void>;
}

/** The app over HTTP, from what `npm run build` made. */
export async function startWeb(options: { port: number; host: string }): Promise<AppServer> {
  const build = (await import(pathToFileURL(path.join(here, "build/server/index.js")).href).catch((cause: unknown) => {
    throw new Error('The app is not built: run "npm run build" first.', { cause });
  })) as ServerBuild;
  const entry = build.entry.module as AppEntry;
  const app = express();
  app.disable("x-powered-by");
  app.set("trust proxy", "loopback, linklocal, uniquelocal");
  app.use((request, response, next) => {
    const requestId = begin(request, response);
    if (Number(request.get("content-length")) > LARGEST_BYTES) return void response.status(413).set("Connection", "close").end();
    entry.withLogContext({ requestId }, next);
  });
  // Whatever NODE_ENV is: in its other modes Remix writes stacks into pages.
  const remix = createRequestHandler({ build, mode: "production" });
  // Shoppers wait for these: no file is looked for first, and the answers are too short to compress.
  app.all("/proxy/*", remix);
  app.use(compression());
  app.use(
    "/assets",
    express.static(path.join(here, "build/client/assets"), { immutable: true, maxAge: "1y", fallthrough: false, index: false }),
  );
  app.use(express.static(path.join(here, "build/client"), { maxAge: "1h", index: false }));
  app.all("*", remix);
  app.use((error: Error & { status?: number }, _request: express.Request, response: express.Response, next: express.NextFunction) => {
    if (response.headersSent) return next(error);
    const status = error.status && error.status >= 400 && error.status < 500 ? error.status : 500;
    if (status === 500) log.error({ err: error }, "a request failed");
    response
      .status(status)
      .type("text/plain")
      .send(status === 500 ? "Something went wrong." : "Not found.");
  });
  const server = http.createServer((request, response) => {
    if (request.method !== "GET" || !request.url?.startsWith(OFFER)) return app(request, response);
    const requestId = begin(request, response);
    entry.withLogContext({ requestId }, () => offer(entry, request, response));
  });
  // Longer than proxies keep an idle connection: one that we closed while they wrote to it would be an error to a shopper.
  server.keepAliveTimeout = 65_000;
  server.listen(options.port, options.host);
  await new Promise<void>((resolve, reject) => server.once("listening", resolve).once("error", reject));
  const { port } = server.address() as { port: number };
  return {
    url: `http://${options.host === "0.0.0.0" ? "127.0.0.1" : options.host}:${port}`,
    close: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeIdleConnections();
      const patience = setTimeout(() => server.closeAllConnections(), 8_000);
      await closed;
      clearTimeout(patience);
      await entry.stopQueue();
      await entry.closePool();
      await entry.closePrisma();
    },
  };
}

const OFFER = "/proxy/offer?";

/** An offer is asked for on every page of the store: finding its way to the route would take longer than the decision. */
function offer(entry: AppEntry, request: http.IncomingMessage, response: http.ServerResponse): void {
  const forwardedFor = request.headers["x-forwarded-for"];
  entry
    .answerOffer(new URLSearchParams(request.url?.slice(OFFER.length)), forwardedFor === undefined ? null : String(forwardedFor))
    .then(({ status, headers, body }) => {
      response.writeHead(status, { ...headers, "Content-Length": Buffer.byteLength(body) });
      response.end(body);
    })
    .catch((err: Error) => {
      log.error({ err }, "a request failed");
      if (!response.headersSent) response.writeHead(500, { "Content-Type": "text/plain; charset=utf-8" });
      response.end("Something went wrong.");
    });
}

/** What all answers have, and a line in the log; the request's id. */
function begin(request: http.IncomingMessage, response: http.ServerResponse): string {
  const given = request.headers["x-request-id"];
  const requestId = typeof given === "string" && /^[\w-]{8,80}$/.test(given) ? given : randomUUID();
  response.setHeader("X-Request-Id", requestId);
  response.setHeader("X-Content-Type-Options", "nosniff");
  if (log.isLevelEnabled("debug")) {
    const began = performance.now();
    const path = request.url?.split("?", 1)[0];
    response.on("finish", () =>
      log.debug(
        { requestId, method: request.method, path, status: response.statusCode, ms: Math.round(performance.now() - began) },
        "request",
      ),
    );
  }
  return requestId;
}

/** So many processes answer at one port, that shoppers have more than one processor; one that dies is replaced. */
function startWebProcesses(count: number): () => Promise<void> {
  let stopping = false;
  const begin = () => cluster.fork({ ...process.env, ROLE: "web" });
  cluster.on("exit", (web, code, signal) => {
    if (stopping) return;
    log.error({ code, signal, pid: web.process.pid }, "a web process ended and is replaced");
    setTimeout(begin, 1_000);
  });
  for (let at = 0; at < count; at++) begin();
  return async () => {
    stopping = true;
    const running = Object.values(cluster.workers ?? {}).flatMap((web) => (web ? [web.process] : []));
    await Promise.all(
      running.map(async (web) => {
        const ended = once(web, "exit");
        web.kill("SIGTERM");
        await ended;
      }),
    );
  };
}

async function main(): Promise<void> {
  const { ROLE, PORT, HOST, WEB_CONCURRENCY } = environment();
  const stops: (() => Promise<void>)[] = [];
  if (ROLE !== "web") {
    const { startWorker } = await import("./app/worker.server.ts");
    const worker = await startWorker();
    stops.push(() => worker.stop());
  }
  if (ROLE !== "worker" && WEB_CONCURRENCY > 1 && cluster.isPrimary) stops.push(startWebProcesses(WEB_CONCURRENCY));
  else if (ROLE !== "worker") {
    const web = await startWeb({ port: PORT, host: HOST });
    stops.push(() => web.close());
    log.info({ url: web.url, role: ROLE }, "listening");
  }
  let stopping = false;
  const stop = (signal: string) => {
    if (stopping) return;
    stopping = true;
    log.info({ signal }, "stopping");
    setTimeout(() => process.exit(1), STOP_WITHIN_MS).unref();
    void Promise.all(stops.map((each) => each())).then(
      () => process.exit(0),
      (err) => {
        log.error({ err }, "could not stop in order");
        process.exit(1);
      },
    );
  };
  process.on("SIGTERM", stop).on("SIGINT", stop);
}

if (process.argv[1] && path.resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  main().catch((error: Error) => {
    process.stderr.write(`${redactText(error.message)}\n`);
    process.exit(1);
  });
}
