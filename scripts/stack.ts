import { randomBytes } from "node:crypto";
import { once } from "node:events";
import fs from "node:fs";
import path from "node:path";
import { discardEmbeddedPostgres, startEmbeddedPostgres } from "../app/database/embedded-postgres.server.ts";
import { migrate } from "../app/database/migrate.server.ts";
import { ensureBuilt } from "./build.ts";
import { freePort, Processes, untilAnswers } from "./processes.ts";

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
  /** a part that ended by itself; the stack is of no use any more */
  readonly onFailure: (message: string) => void;
}

/** Starts all of it on free ports with a fresh database that goes when the stack stops. */
export async function startStack({ storeArguments, say, onFailure }: StackOptions): Promise<Stack> {
  await removeLeftRuns();
  const folder = path.join(root, ".data", `run-${process.pid}`);
  const processes = new Processes();
  const databaseFolder = path.join(folder, "postgres");
  const stop = async () => {
    await processes.stop();
    await discardEmbeddedPostgres(databaseFolder);
    fs.rmSync(folder, { recursive: true, force: true });
  };
  processes.onUnexpectedExit = (name, output) => onFailure(`The ${name} stopped by itself:\n${output}`);

  try {
    const appPort = await freePort();
    const clientId = "crescendo-local";
    const clientSecret = randomBytes(24).toString("hex");
    const credentials = { SHOPIFY_API_KEY: clientId, SHOPIFY_API_SECRET: clientSecret };
    const appUrl = `http://127.0.0.1:${appPort}`;
    const store = startStore(processes, [...storeArguments, "--app-url", appUrl], credentials);
    store.catch(() => {}); // awaited below; a failure while the database starts is not unhandled
    const database = await startEmbeddedPostgres(databaseFolder);
    await migrate(database.url);
    ensureBuilt();
    const ready = await store;
    const environment = {
      NODE_ENV: "production",
      ...credentials,
      DATABASE_URL: database.url,
      SHOPIFY_APP_URL: ready.frameUrl,
      TOKEN_ENCRYPTION_KEYS: `local:${randomBytes(32).toString("base64")}`,
      CRESCENDO_DEV_STORE: ready.url,
      LOG_LEVEL: process.env.LOG_LEVEL ?? "warn",
    };
    const preload = ["--import", path.join(root, "dev-store/preload.mjs"), "--disable-warning=ExperimentalWarning"];
    const webServer = processes.start(
      "web server",
      [process.execPath, ...preload, path.join(root, "server.ts")],
      { ...environment, ROLE: "web", PORT: String(appPort), HOST: "127.0.0.1" },
      say,
    );
    processes.start(
      "worker",
      [process.execPath, ...preload, path.join(root, "app/worker.server.ts")],
      { ...environment, ROLE: "worker" },
      say,
    );
    await untilAnswers(`${appUrl}/healthz`);
    const crashWebServer = async () => {
      const ended = once(webServer, "exit");
      webServer.kill("SIGKILL");
      await ended;
    };
    return {
      storeUrl: ready.url,
      frameUrl: ready.frameUrl,
      appUrl,
      shop: ready.shop,
      stock: ready.report,
      environment,
      crashWebServer,
      stop,
    };
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
    const store = processes.start(
      "local store",
      [process.execPath, path.join(root, "dev-store/src/main.ts"), "--json", ...parameters],
      environment,
      (line) => {
        if (line.startsWith('{"ready":true')) resolve(JSON.parse(line) as StoreReady);
        else said += `${line}\n`;
      },
    );
    store.once("exit", () => reject(new Error(said.trim() || "The local store did not start.")));
  });
}

/** Runs that were killed: their server is stopped and their data removed. */
async function removeLeftRuns(): Promise<void> {
  const data = path.join(root, ".data");
  if (!fs.existsSync(data)) return;
  for (const name of fs.readdirSync(data)) {
    const owner = /^run-(\d+)$/.exec(name)?.[1];
    if (!owner || isAlive(Number(owner))) continue;
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
