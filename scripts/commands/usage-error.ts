/** Bad input of the person at the terminal: said in one line, exit code 2. */
export class UsageError extends Error {
  override name = "UsageError";
}
