import type { z } from "zod";
import { UsageError } from "./usage-error.ts";

/** JSON that a person gives, checked. `source` is where it came from. @throws UsageError of one line that names the field */
export function readJsonText<T>(source: string, text: string, schema: z.ZodType<T>): T {
  let json: unknown;
  try {
    // some shells and editors begin with a byte order mark
    json = JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch (error) {
    // it quotes the text, which may have many lines
    throw new UsageError(`${source} is not JSON: ${(error as Error).message.replaceAll(/\s+/g, " ")}`);
  }
  const result = schema.safeParse(json, {
    error: ({ code, input }) => (code === "invalid_type" && input === undefined ? "it is missing" : undefined),
  });
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw new UsageError(`${source}${issue?.path.length ? `, field ${issue.path.join(".")}` : ""}: ${issue?.message.replace(/\.$/, "")}.`);
}
