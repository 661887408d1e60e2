import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterEach, expect, test } from "vitest";
import { listeningApp } from "./src/platform/sample-platform.ts";

const run = promisify(execFile);
const PRELOAD = join(import.meta.dirname, "preload.mjs");
const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

function node(script: string, store: string | undefined) {
  const { CRESCENDO_DEV_STORE: _, ...env } = process.env;
  return run(process.execPath, ["--import", PRELOAD, "--input-type=module", "-e", script], {
    env: store ? { ...env, CRESCENDO_DEV_STORE: store } : env,
  });
}

test("what is fetched from a shop reaches the local store as it was, with the shop's name", async () => {
  const store = await listeningApp((_seen, response) => response.writeHead(202, { "X-Answer": "local" }).end("done"));
  closing.push(store.close);
  const script = `const r = await fetch("https://one.myshopify.com/admin/oauth/access_token?a=1", { method: "POST", body: '{"b":2}', headers: { "Content-Type": "application/json", "X-Own": "kept" } });
    const again = await fetch(new Request("https://two.myshopify.com/x", { method: "PUT", body: "text" }));
    process.stdout.write([r.status, r.headers.get("x-answer"), await r.text(), again.status].join());`;
  expect((await node(script, store.url)).stdout).toBe("202,local,done,202");
  expect(store.seen[0]).toMatchObject({
    method: "POST",
    url: "/admin/oauth/access_token?a=1",
    body: '{"b":2}',
    headers: { "x-forwarded-host": "one.myshopify.com", "content-type": "application/json", "x-own": "kept" },
  });
  expect(store.seen[1]).toMatchObject({ method: "PUT", url: "/x", body: "text", headers: { "x-forwarded-host": "two.myshopify.com" } });
});

test("other addresses are left alone", async () => {
  const store = await listeningApp();
  const other = await listeningApp((_seen, response) => response.end("other"));
  closing.push(store.close, other.close);
  const script = `process.stdout.write(await (await fetch("${other.url}/")).text()); await fetch("https://myshopify.com.invalid/").catch(() => process.stdout.write(" gone"));`;
  expect((await node(script, store.url)).stdout).toBe("other gone");
  expect(store.seen).toEqual([]);
});

test("a request that is given up is given up", async () => {
  const store = await listeningApp(() => {});
  closing.push(store.close);
  const script = `await fetch("https://one.myshopify.com/", { signal: AbortSignal.timeout(50) }).catch((error) => process.stdout.write(error.name));`;
  expect((await node(script, store.url)).stdout).toBe("TimeoutError");
});

test("without the store's address it says what to set", async () => {
  await expect(node("", undefined)).rejects.toThrow(/CRESCENDO_DEV_STORE should be the local store's address/);
});
