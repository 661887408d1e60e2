import { PassThrough } from "node:stream";
import { createReadableStreamFromReadable, type EntryContext } from "@remix-run/node";
import { isRouteErrorResponse, RemixServer } from "@remix-run/react";
import { isbot } from "isbot";
import { renderToPipeableStream } from "react-dom/server";
import { log } from "./log.server.ts";
import { setDocumentHeaders } from "./shopify/document-headers.ts";

// server.ts runs this bundle's copy, so that what it opens and logs is what the routes open and log.
export { closePool } from "./database/pool.server.ts";
export { closePrisma } from "./database/prisma.server.ts";
export { answerOffer } from "./funnel/serve/answer-offer.server.ts";
export { stopQueue } from "./jobs/queue.server.ts";
export { withLogContext } from "./log.server.ts";

export const streamTimeout = 5_000;

export default function handleRequest(request: Request, status: number, headers: Headers, context: EntryContext): Promise<Response> {
  setDocumentHeaders(headers, new URL(request.url));
  headers.set("Content-Type", "text/html; charset=utf-8");
  const wholePage = isbot(request.headers.get("user-agent") ?? "");
  return new Promise((resolve, reject) => {
    let started = false;
    let code = status;
    const answer = () => {
      started = true;
      const body = new PassThrough();
      resolve(new Response(createReadableStreamFromReadable(body), { headers, status: code }));
      pipe(body);
    };
    const { pipe, abort } = renderToPipeableStream(<RemixServer context={context} url={request.url} abortDelay={streamTimeout} />, {
      ...(wholePage ? { onAllReady: answer } : { onShellReady: answer }),
      onShellError: reject,
      onError: (err) => {
        code = 500;
        if (started) log.error({ err }, "a page could not be rendered to its end");
      },
    });
    setTimeout(abort, streamTimeout + 1_000).unref();
  });
}

/** Errors that no route expected. What a client aborted is none, nor a request for what does not exist. */
export function handleError(err: unknown, { request }: { request: Request }): void {
  if (request.signal.aborted) return;
  const about = { method: request.method, path: new URL(request.url).pathname };
  if (isRouteErrorResponse(err) && err.status < 500) log.info({ ...about, status: err.status }, "a request was refused");
  else log.error({ err: err instanceof Error ? err : new Error(`thrown: ${typeof err}`), ...about }, "a request failed");
}
