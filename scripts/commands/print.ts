/** A line for whoever reads the terminal. */
export function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
