import { existsSync } from "node:fs";
import { setImmediate } from "node:timers/promises";
import { Command, CommanderError } from "commander";

// The variables of a server installation, when it keeps them in a file.
if (existsSync(".env")) process.loadEnvFile(".env");

// stdout is a command's answer, which a program may read: the log goes to stderr, also that of processes a command starts.
process.env.LOG_TO = "stderr";

const program = new Command("crescendo")
  .description("Crescendo on the command line. Every command has --help; those a program would read have --json.")
  .exitOverride();

const COMMANDS = new Map<string, () => Promise<Command>>([
  ["shops", async () => (await import("./commands/shops.ts")).shopsCommand()],
  ["sync", async () => (await import("./commands/sync.ts")).syncCommand()],
  ["value", async () => (await import("./commands/value.ts")).valueCommand()],
  ["affinity", async () => (await import("./commands/affinity.ts")).affinityCommand()],
  ["experiment", async () => (await import("./commands/experiment.ts")).experimentCommand()],
  ["simulate", async () => (await import("./commands/simulate.ts")).simulateCommand()],
  ["decide", async () => (await import("./commands/decide.ts")).decideCommand()],
]);

// Some take a second to load, so the others are only for who asks what there is.
const asked = COMMANDS.get(process.argv[2] ?? "");
for (const load of asked ? [asked] : COMMANDS.values()) program.addCommand(inheritExit(await load()));

// Whoever reads the answer may leave early (`| head`), which is no failure; a full disk is one.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(0);
  process.stderr.write(`The answer could not be written (${error.code}).\n`);
  process.exit(1);
});

try {
  await program.parseAsync();
  // an answer that could not be written is told of after the write
  await setImmediate();
  process.exit(process.exitCode ?? 0);
} catch (error) {
  if (error instanceof CommanderError) process.exit(error.exitCode === 0 ? 0 : 2);
  process.stderr.write(`${(error as Error).message}\n`);
  process.exit((error as Error).name === "UsageError" ? 2 : 1);
}

/** A usage error anywhere in the tree ends with 2, not commander's 1. */
function inheritExit(command: Command): Command {
  for (const child of command.commands) inheritExit(child as Command);
  return command.exitOverride();
}
