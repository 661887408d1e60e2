import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "dev-store-"));
});
afterEach(() => rm(folder, { recursive: true }));

function start(...parameters: string[]) {
  const child = spawn(process.execPath, [join(import.meta.dirname, "main.ts"), ...parameters], {
    env: { ...process.env, SHOPIFY_API_KEY: "client", SHOPIFY_API_SECRET: "secret" },
  });
  const said = { out: "", error: "" };
  child.stdout.setEncoding("utf8").on("data", (text) => {
    said.out += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text) => {
    said.error += text;
  });
  return { child, said, ended: once(child, "exit").then(([code]) => code as number | null) };
}

test("--help tells the options", async () => {
  const { said, ended } = start("--help");
  expect(await ended).toBe(0);
  expect(said.out).toContain("--orders <file>");
});

test.each([
  [["--unknown"], "Unknown option '--unknown'"],
  [["--seed", "x"], "--seed is a whole number, not x."],
  [["--orders", "none.csv", "--margin", "2"], "--margin is a share from 0 to 1, not 2."],
])("%j ends with status 2 and a sentence", async (parameters, message) => {
  const { said, ended } = start(...parameters);
  expect(await ended).toBe(2);
  expect(said.error).toContain(message);
  expect(said.error).not.toContain("    at ");
});

test("an export that cannot be read ends with status 2 and names line and columns", async () => {
  const file = join(folder, "orders.csv");
  await writeFile(file, "Nothing,of,use\n1,2,3\n");
  const { said, ended } = start("--orders", file);
  expect(await ended).toBe(2);
  expect(said.error).toMatch(/Line 1: .*"Currency"/);
  expect(said.error).not.toContain("    at ");
});

test("a made-up store says on one line where it is, serves a shop and an admin, and closes at once", async () => {
  const { child, said, ended } = start("--json", "--install", "--customers", "50");
  for (let waited = 0; !said.out.includes("\n"); waited += 50) {
    if (waited > 25_000) throw new Error(`Not ready in time: ${said.error}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const ready = JSON.parse(said.out);
  expect(ready).toMatchObject({ ready: true, shop: "crescendo-demo.myshopify.com", report: { customers: 50 } });
  expect((await fetch(`${ready.url}/`)).status).toBe(200);
  expect(await (await fetch(`${ready.url}/admin`)).text()).toContain("Local store");
  expect((await fetch(ready.frameUrl)).status).toBe(502);
  const status = await (await fetch(`${ready.url}/_dev/status`)).json();
  expect(status.shops[0]).toMatchObject({ installed: true, customers: 50 });
  const second = await fetch(`${ready.url}/_dev/shops`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: '{"domain":"second.myshopify.com","seed":2,"customers":10}',
  });
  expect(await second.json()).toMatchObject({ domain: "second.myshopify.com", installed: false, customers: 10 });
  const began = Date.now();
  child.kill("SIGTERM");
  expect(await ended).toBe(0);
  expect(Date.now() - began).toBeLessThan(3000);
}, 30_000);
