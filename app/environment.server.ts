import { z } from "zod";

/** Everything the app takes from its surroundings, read and checked once. `.env.example` explains each. */
const Environment = z.object({
  NODE_ENV: z.enum(["development", "production", "test"]).default("development"),
  ROLE: z.enum(["web", "worker", "all"]).default("all"),
  PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
  HOST: z.string().default("0.0.0.0"),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }),
  /** web processes at one port; each has a pool of its own */
  WEB_CONCURRENCY: z.coerce.number().int().min(1).max(64).default(1),
  DATABASE_POOL: z.coerce.number().int().min(2).max(200).default(10),
  SHOPIFY_API_KEY: z.string().min(1),
  SHOPIFY_API_SECRET: z.string().min(16),
  SHOPIFY_APP_URL: z.url({ protocol: /^https?$/ }),
  /** `<key id>:<32 bytes in base64>`, newest first; older ones only open what they sealed. */
  TOKEN_ENCRYPTION_KEYS: z
    .string()
    .transform((text) => text.split(",").map((entry) => entry.trim()))
    .pipe(z.array(z.string().regex(/^[\w-]{1,16}:[A-Za-z0-9+/]{43}=$/, "is not <key id>:<32 bytes in base64>")).min(1)),
  LOG_LEVEL: z.enum(["fatal", "error", "warn", "info", "debug", "trace", "silent"]).default("info"),
});
export type Environment = z.infer<typeof Environment>;

let current: Environment | undefined;

/** Throws one error that names every variable that is missing or wrong. */
export function environment(): Environment {
  current ??= readEnvironment(process.env);
  return current;
}

export function readEnvironment(variables: Record<string, string | undefined>): Environment {
  const result = Environment.safeParse(variables);
  if (result.success) return result.data;
  const faults = result.error.issues.map((issue) => `  ${issue.path.join(".")}: ${issue.message}`);
  throw new Error(`These environment variables need attention (see .env.example):\n${faults.join("\n")}`);
}
