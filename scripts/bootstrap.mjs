// The first step of `npm run demo` and `npm test`, written for any Node from 18 on and for a clone with nothing
// installed: brings packages, the database client and (for tests) a browser, then hands over to Node 24.
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
const modules = path.join(root, "node_modules");
const say = (text) => process.stderr.write(`${text}\n`);

const [task, ...rest] = process.argv.slice(2);
const scripts = { demo: "scripts/demo.ts", test: "scripts/test.ts" };
if (!(task in scripts)) {
  say(`bootstrap.mjs starts one of: ${Object.keys(scripts).join(", ")}`);
  process.exit(2);
}

installPackages();
const node = findNode();
generateClient();
const browser = task === "test" ? findBrowser() : undefined;

const child = spawn(
  node,
  [
    "--disable-warning=ExperimentalWarning",
    "--import",
    path.join(root, "scripts/end-with-parent.mjs"),
    path.join(root, scripts[task]),
    ...rest,
  ],
  {
    cwd: root,
    stdio: ["pipe", "inherit", "inherit"],
    env: {
      ...process.env,
      INIT_CWD: process.env.INIT_CWD ?? process.cwd(),
      PATH: `${path.join(modules, ".bin")}${path.delimiter}${process.env.PATH}`,
      ...(browser ? { CRESCENDO_BROWSER: browser } : {}),
    },
  },
);
child.stdin.on("error", () => {}); // held open only to close with this process
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
// npm and the shell between us may be ended without a word
const before = ancestors();
if (process.env.npm_lifecycle_event) setInterval(() => ancestors() !== before && child.kill("SIGTERM"), 500).unref();
child.on("exit", (code, signal) => process.exit(code ?? { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 }[signal] ?? 1));

function ancestors() {
  try {
    return `${process.ppid} ${/\) \S (\d+)/.exec(fs.readFileSync(`/proc/${process.ppid}/stat`, "utf8"))?.[1]}`;
  } catch {
    return `${process.ppid}`;
  }
}

function installPackages() {
  const lock = createHash("sha256")
    .update(fs.readFileSync(path.join(root, "package-lock.json")))
    .digest("hex");
  const marker = path.join(modules, ".crescendo-lock");
  if (fs.existsSync(marker) && fs.readFileSync(marker, "utf8") === lock) return;
  say("Installing packages with npm ci (about a minute, this first time only) …");
  run("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"], "The packages could not be installed: see npm's message above.");
  fs.writeFileSync(marker, lock);
}

function findNode() {
  const bundled = path.join(modules, "node/bin/node");
  if (fs.existsSync(bundled)) return bundled;
  const [major, minor] = process.versions.node.split(".").map(Number);
  if (major > 22 || (major === 22 && minor >= 18)) return process.execPath;
  say(
    `Node ${process.versions.node} is too old and npm's install scripts are switched off, so the project could not bring its own: allow them (npm config set ignore-scripts false), or install Node 22.18 or later.`,
  );
  process.exit(1);
}

function generateClient() {
  const schema = fs.readFileSync(path.join(root, "prisma/schema.prisma"));
  const marker = path.join(modules, ".prisma/client/.crescendo-schema");
  const digest = createHash("sha256").update(schema).digest("hex");
  if (fs.existsSync(marker) && fs.readFileSync(marker, "utf8") === digest) return;
  run(node, [path.join(modules, "prisma/build/index.js"), "generate", "--no-hints"], "The database client could not be generated.");
  fs.writeFileSync(marker, digest);
}

function findBrowser() {
  const known = [
    process.env.CRESCENDO_BROWSER,
    "/usr/bin/chromium",
    "/usr/bin/chromium-browser",
    "/usr/bin/google-chrome",
    "/usr/bin/google-chrome-stable",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  ];
  const present = () => known.find((file) => file && fs.existsSync(file));
  if (present()) return present();
  say("Installing Chromium with apt for the browser tests (this first time only) …");
  const sudo = process.getuid?.() === 0 ? [] : ["sudo", "-n"];
  for (const step of [
    ["apt-get", "update", "-qq"],
    ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"],
  ]) {
    const [command, ...parameters] = [...sudo, ...step];
    spawnSync(command, parameters, { stdio: ["ignore", "ignore", "inherit"], env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" } });
  }
  if (present()) return present();
  say("Chromium could not be installed: install it, or set CRESCENDO_BROWSER to a Chrome or Chromium.");
  process.exit(1);
}

function run(command, parameters, complaint) {
  const result = spawnSync(command, parameters, {
    cwd: root,
    stdio: ["ignore", process.stderr.fd, process.stderr.fd],
    env: { ...process.env, CHECKPOINT_DISABLE: "1", PRISMA_HIDE_UPDATE_MESSAGE: "1" },
  });
  if (result.status !== 0) {
    say(complaint);
    process.exit(1);
  }
}
