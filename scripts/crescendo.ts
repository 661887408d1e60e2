import { existsSync } from "node:fs";
import { Command, CommanderError } from "commander";

// The variables of a server installation, when it keeps them in a file.
if (existsSync(".env")) process.loadEnvFile(".env");

// stdout is a command's answer, which a program may read: the log goes to stderr, also that of processes a command starts.
process.env.LOG_TO = "stderr";

const program = new Command("crescendo")
  .description("Crescendo on the command line. Every command has --help; those a program would read have --json.")
  .exitOverride();

for (const load of [
  async () => (await import("./commands/shops.ts")).shopsCommand(),
  async () => (await import("./commands/sync.ts")).syncCommand(),
  async () => (await import("./commands/value.ts")).valueCommand(),
  async () => (await import("./commands/affinity.ts")).affinityCommand(),
  async () => (await import("./commands/experiment.ts")).experimentCommand(),
  async () => (await import("./commands/simulate.ts")).simulateCommand(),
  async () => (await import("./commands/decide.ts")).decideCommand(),
]) {
  program.addCommand(inheritExit(await load()));
}

try {
  await program.parseAsync();
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
