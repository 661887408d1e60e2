import { spawn } from "node:child_process";
import path from "node:path";

const BENCHES = {
  sync: "the first sync of 19,773 orders against a plain COPY, once and five times the size",
  decide: "a decision inside the app and over HTTP at 100 requests a second",
  value: "forecasts of customers' value: speed, memory and accuracy",
  offers: "what offers are chosen and proven by: quality, speed, and decisions under load",
} as const;
type Bench = keyof typeof BENCHES;

const help = `npm run bench -- [${Object.keys(BENCHES).join("|")}] [options of that bench]

Without a name all run, one after the other. Tables go to stderr; stdout has one JSON object, the last line.

${Object.entries(BENCHES)
  .map(([name, what]) => `  ${name.padEnd(8)}${what}`)
  .join("\n")}
`;

const [name, ...parameters] = process.argv.slice(2);
if (name === "--help" || name === "-h") process.stdout.write(help);
else if (name !== undefined && !(name in BENCHES)) {
  process.stderr.write(`There is no bench "${name}".\n\n${help}`);
  process.exitCode = 2;
} else {
  const results: Record<string, unknown> = {};
  for (const bench of name === undefined ? (Object.keys(BENCHES) as Bench[]) : [name as Bench]) {
    process.stderr.write(`\n${bench}: ${BENCHES[bench]}\n`);
    const result = await run(bench, parameters);
    if (result === null) process.exitCode = 1;
    else results[bench] = result;
  }
  process.stdout.write(`${JSON.stringify(results)}\n`);
}

/** Each in a process of its own, so that one's memory is not the other's. The JSON object it prints is its result; the rest is for people. */
async function run(bench: Bench, parameters: readonly string[]): Promise<unknown> {
  const script = path.join(import.meta.dirname, `${bench}.ts`);
  const child = spawn(process.execPath, ["--disable-warning=ExperimentalWarning", script, ...parameters], {
    stdio: ["inherit", "pipe", "inherit"],
  });
  let text = "";
  child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
    text += chunk;
  });
  const code = await new Promise<number | null>((resolve) => child.on("close", resolve));
  const json = /^\{.*\}$|^\{\n[\s\S]*?\n\}$/m.exec(text)?.[0];
  process.stderr.write(json ? text.replace(json, "") : text);
  if (code !== 0 || json === undefined) {
    process.stderr.write(`The bench ${bench} ended with ${code}${json === undefined ? " and without a result" : ""}.\n`);
    return null;
  }
  const result = JSON.parse(json) as Record<string, unknown>;
  return result[bench] ?? result;
}
