import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import pg from "pg";
import { afterAll, expect, test } from "vitest";
import { discardEmbeddedPostgres, startEmbeddedPostgres } from "./embedded-postgres.server.ts";

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "crescendo-embedded-"));
fs.chmodSync(folder, 0o755);
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

async function whereAsked(connectionString: string): Promise<string | null> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    return (await client.query<{ address: string | null }>("select inet_server_addr()::text as address")).rows[0]?.address ?? null;
  } finally {
    await client.end();
  }
}

test("the embedded server answers at loopback and at a socket, which who takes it over finds too; and at loopback alone where the socket's name would be too long", async () => {
  const short = path.join(folder, "a");
  const long = path.join(folder, "b".repeat(110));
  try {
    const server = await startEmbeddedPostgres(short);
    expect(await whereAsked(server.url)).toMatch(/^127\.0\.0\.1/);
    // nobody's address: it is no network
    expect(await whereAsked(server.socketUrl)).toBeNull();
    expect((await startEmbeddedPostgres(short)).socketUrl).toBe(server.socketUrl);
    const far = await startEmbeddedPostgres(long);
    expect(far.socketUrl).toBe(far.url);
    expect(await whereAsked(far.socketUrl)).toMatch(/^127\.0\.0\.1/);
  } finally {
    await discardEmbeddedPostgres(short);
    await discardEmbeddedPostgres(long);
  }
}, 60_000);
