import { randomBytes } from "node:crypto";
import { once } from "node:events";
import fs from "node:fs";
import path from "node:path";
import { discardEmbeddedPostgres, makeEnterable, startEmbeddedPostgres } from "../app/database/embedded-postgres.server.ts";
import { migrate } from "../app/database/migrate.server.ts";
import { ensureBuilt } from "./build.ts";
import { END_WITH_PARENT, freePort, Processes, untilAnswers } from "./processes.ts";

const root = path.resolve(import.meta.dirname, "..");

/** Everything that runs together: PostgreSQL, the local store, the app's web server and its worker. */
export interface Stack {
  readonly storeUrl: string;
  /** the app as a merchant's browser reaches it, through the store's admin */
  readonly frameUrl: string;
  readonly appUrl: string;
  readonly shop: string;
  readonly stock: { orders: number; lines: number; customers: number; setAside: number; setAsideFile: string | null; seconds: number };
  /** what a further process of the app needs to join in */
  readonly environment: Record<string, string>;
  /** Ends the app's web server at once, as a crash would; `onFailure` hears of it. */
  crashWebServer(): Promise<void>;
  stop(): Promise<void>;
}

export interface StackOptions {
  /** parameters for the local store's own command line */
  readonly storeArguments: readonly string[];
  readonly say: (text: string) => void;
  /** a part that ended by itself after all had started; the stack is of no use any more */
  readonly onFailure: (message: string) => void;
  /** given before anything starts, for whoever may have to stop it halfway */
  readonly onStopper?: (stop: () => Promise<void>) => void;
}

/** The stack could not start. `exitCode` is 2 when what was asked for is wrong, as an orders export that is none. */
export class StartError extends Error {
  override name = "StartError";
  readonly exitCode: number;

  constructor(message: string, exitCode = 1) {
    super(message);
    this.exitCode = exitCode;
  }
}

/** Starts all of it on free ports with a fresh database that goes when the stack stops. */
export async function startStack({ storeArguments, say, onFailure, onStopper }: StackOptions): Promise<Stack> {
  const folder = path.join(root, ".data", `run-${process.pid}`);
  const databaseFolder = path.join(folder, "postgres");
  const processes = new Processes();
  let database: ReturnType<typeof startEmbeddedPostgres> | undefined;
  let stopped: Promise<void> | undefined;
  const stop = () => {
    stopped ??= (async () => {
      await processes.stop();
      await database?.catch(() => {}); // one that is still starting could not be found and stopped
      await discardEmbeddedPostgres(databaseFolder);
      fs.rmSync(folder, { recursive: true, force: true });
    })();
    return stopped;
  };
  onStopper?.(stop);

  // what ends early is told at once, not after the database is made
  let fail: (error: Error) => void = () => {};
  const failed = new Promise<never>((_, reject) => {
    fail = reject;
  });
  processes.onUnexpectedExit = (name, output) => {
    if (name !== "local store") fail(new StartError(`The ${name} stopped by itself:\n${output}`));
  };

  const start = async (): Promise<Stack> => {
    await removeLeftRuns();
    makeEnterable(folder); // also where the data lie elsewhere: by it the next run knows of this one
    const appPort = await freePort();
    if (stopped) throw new StartError("Stopped while starting.");
    const clientId = "crescendo-local";
    const clientSecret = randomBytes(24).toString("hex");
    const credentials = { SHOPIFY_API_KEY: clientId, SHOPIFY_API_SECRET: clientSecret };
    const appUrl = `http://127.0.0.1:${appPort}`;
    const store = startStore(processes, [...storeArguments, "--app-url", appUrl], credentials);
    store.catch(fail);
    database = startEmbeddedPostgres(databaseFolder);
    const { socketUrl } = await database;
    await migrate(socketUrl);
    ensureBuilt();
    const ready = await store;
    const environment = {
      NODE_ENV: "production",
      ...credentials,
      DATABASE_URL: socketUrl,
      SHOPIFY_APP_URL: ready.frameUrl,
      TOKEN_ENCRYPTION_KEYS: `local:${randomBytes(32).toString("base64")}`,
      CRESCENDO_DEV_STORE: ready.url,
      LOG_LEVEL: process.env.LOG_LEVEL ?? "warn",
    };
    const command = [
      process.execPath,
      ...END_WITH_PARENT,
      "--import",
      path.join(root, "dev-store/preload.mjs"),
      "--disable-warning=ExperimentalWarning",
    ];
    const web = processes.start(
      "web server",
      [...command, path.join(root, "server.ts")],
      { ...environment, ROLE: "web", PORT: String(appPort), HOST: "127.0.0.1" },
      say,
    );
    processes.start("worker", [...command, path.join(root, "app/worker.server.ts")], { ...environment, ROLE: "worker" }, say);
    await untilAnswers(`${appUrl}/healthz`);
    return {
      storeUrl: ready.url,
      frameUrl: ready.frameUrl,
      appUrl,
      shop: ready.shop,
      stock: ready.report,
      environment,
      crashWebServer: async () => {
        const ended = once(web, "exit");
        web.kill("SIGKILL");
        await ended;
      },
      stop,
    };
  };

  try {
    const stack = await Promise.race([failed, start()]);
    processes.onUnexpectedExit = (name, output) => onFailure(`The ${name} stopped by itself:\n${output}`);
    return stack;
  } catch (error) {
    await stop();
    throw error;
  }
}

interface StoreReady {
  url: string;
  frameUrl: string;
  shop: string;
  report: Stack["stock"];
}

function startStore(processes: Processes, parameters: readonly string[], environment: Record<string, string>): Promise<StoreReady> {
  return new Promise((resolve, reject) => {
    let said = "";
    const command = [process.execPath, ...END_WITH_PARENT, path.join(root, "dev-store/src/main.ts"), "--json", ...parameters];
    const store = processes.start("local store", command, environment, (line) => {
      if (line.startsWith('{"ready":true')) resolve(JSON.parse(line) as StoreReady);
      else said += `${line}\n`;
    });
    // "close": after all it said was read
    store.once("close", (code) => reject(new StartError(said.trim() || "The local store did not start.", code ?? 1)));
  });
}

/** Runs that were killed: their server is stopped and their data removed. */
async function removeLeftRuns(): Promise<void> {
  const data = path.join(root, ".data");
  if (!fs.existsSync(data)) return;
  for (const name of fs.readdirSync(data)) {
    const owner = /^run-(\d+)$/.exec(name)?.[1];
    // a run of this process's own number was another process's, before the machine started again
    if (!owner || (Number(owner) !== process.pid && isAlive(Number(owner)))) continue;
    await discardEmbeddedPostgres(path.join(data, name, "postgres"));
    fs.rmSync(path.join(data, name), { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
