import { Command, CommanderError } from "commander";
import { syncCommand } from "./commands/sync.ts";

/** Bad input of the person at the terminal: said in one line, exit code 2. */
export class UsageError extends Error {
  override name = "UsageError";
}

const program = new Command("crescendo")
  .description("Crescendo on the command line. Every command has --help; those that a program would read have --json.")
  .exitOverride()
  .configureOutput({ writeErr: (text) => process.stderr.write(text) })
  .addCommand(syncCommand());

try {
  await program.parseAsync();
  process.exit(process.exitCode ?? 0);
} catch (error) {
  if (error instanceof CommanderError) process.exit(error.exitCode === 0 ? 0 : 2);
  process.stderr.write(`${(error as Error).message}\n`);
  process.exit((error as Error).name === "UsageError" ? 2 : 1);
}
