import { randomUUID } from "node:crypto";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { createRequestHandler } from "@remix-run/express";
import type { LoaderFunctionArgs, ServerBuild } from "@remix-run/node";
import compression from "compression";
import express from "express";
import { environment } from "./app/environment.server.ts";
import { log, redactText } from "./app/log.server.ts";

type AppEntry = ServerBuild["entry"]["module"] &
  Pick<typeof import("./app/entry.server.tsx"), "closePool" | "closePrisma" | "stopQueue" | "withLogContext">;

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
    const given = request.get("x-request-id");
    const requestId = given && /^[\w-]{8,80}$/.test(given) ? given : randomUUID();
    const began = performance.now();
    response.setHeader("X-Request-Id", requestId);
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.on("finish", () =>
      log.debug(
        { requestId, method: request.method, path: request.path, status: response.statusCode, ms: Math.round(performance.now() - began) },
        "request",
      ),
    );
    if (Number(request.get("content-length")) > LARGEST_BYTES) return void response.status(413).set("Connection", "close").end();
    entry.withLogContext({ requestId }, next);
  });
  // Whatever NODE_ENV is: in its other modes Remix writes stacks into pages.
  const remix = createRequestHandler({ build, mode: "production" });
  // Shoppers wait for these: no file is looked for first, and the answers are too short to compress. An offer is asked for on every
  // page of the store, so its loader is called as it is, without finding the route, which takes longer than the decision.
  const offer = build.routes["routes/proxy.offer"]?.module.loader;
  if (!offer) throw new Error("The build has no offer route: build it anew.");
  app.get("/proxy/offer", (request, response, next) => {
    answerOffer(offer, request, response).catch(next);
  });
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
  const server = app.listen(options.port, options.host);
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

async function answerOffer(
  loader: (args: LoaderFunctionArgs) => unknown,
  request: express.Request,
  response: express.Response,
): Promise<void> {
  const asked = new Request(new URL(request.originalUrl, `http://${request.get("host") ?? "localhost"}`), { headers: headersOf(request) });
  const answer = (await Promise.resolve(loader({ request: asked, params: {}, context: {} })).catch((thrown: unknown) => {
    if (thrown instanceof Response) return thrown;
    throw thrown;
  })) as Response;
  response.status(answer.status);
  answer.headers.forEach((value, name) => {
    response.setHeader(name, value);
  });
  response.end(await answer.text());
}

function headersOf(request: express.Request): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers)) if (value !== undefined) headers.set(name, String(value));
  return headers;
}

async function main(): Promise<void> {
  const { ROLE, PORT, HOST } = environment();
  const stops: (() => Promise<void>)[] = [];
  if (ROLE !== "web") {
    const { startWorker } = await import("./app/worker.server.ts");
    const worker = await startWorker();
    stops.push(() => worker.stop());
  }
  if (ROLE !== "worker") {
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
