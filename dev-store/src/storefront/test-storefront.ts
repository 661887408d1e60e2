import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import express from "express";
import type { FunctionRunner } from "../functions/function-runner.ts";
import type { Store } from "../store/store.ts";
import { createStorefront } from "./storefront.ts";

/** A storefront of one store on a free port, and a shopper who keeps cookies. For tests. */
export async function startTestStorefront(options: { store: Store; runner?: FunctionRunner | null; extensionsFolder?: string }) {
  const app = express();
  app.use(
    createStorefront({
      stores: { forRequest: () => options.store },
      extensionsFolder: options.extensionsFolder ?? join(import.meta.dirname, "fixtures/extensions"),
      runner: options.runner ?? null,
    }),
  );
  const server = await new Promise<Server>((resolve) => {
    const listening = app.listen(0, "127.0.0.1", () => resolve(listening));
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    shopper: () => createShopper(url),
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}

export type TestShopper = ReturnType<typeof createShopper>;

function createShopper(origin: string) {
  const cookies = new Map<string, string>();
  const send = async (path: string, init: RequestInit = {}): Promise<Response> => {
    const headers = new Headers(init.headers);
    headers.set("cookie", [...cookies].map(([name, value]) => `${name}=${value}`).join("; "));
    const response = await fetch(new URL(path, origin), { ...init, headers, redirect: "manual" });
    for (const line of response.headers.getSetCookie()) {
      const [name = "", value = ""] = (line.split(";")[0] ?? "").split("=", 2);
      if (value === "") cookies.delete(name);
      else cookies.set(name, value);
    }
    return response;
  };
  return {
    send,
    text: async (path: string) => await (await send(path)).text(),
    /** POSTs JSON; gives the status and the parsed answer. */
    json: async (path: string, body?: unknown) => {
      const init =
        body === undefined ? {} : { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
      const response = await send(path, init);
      // biome-ignore lint/suspicious/noExplicitAny: tests read what the storefront answers
      return { status: response.status, body: (await response.json()) as any };
    },
    form: (path: string, fields: Record<string, string> | string[][]) => send(path, { method: "POST", body: new URLSearchParams(fields) }),
  };
}
