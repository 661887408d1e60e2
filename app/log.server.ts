import { AsyncLocalStorage } from "node:async_hooks";
import pino from "pino";

/** What every line logged while a request or job runs carries: `requestId`, `shop`, `job`. */
const context = new AsyncLocalStorage<Record<string, unknown>>();

const secret = [
  "accessToken",
  "refreshToken",
  "token",
  "authorization",
  "cookie",
  "password",
  "id_token",
  "hmac",
  "signature",
  "secret",
  "email",
  "phone",
  "firstName",
  "lastName",
  "address",
];

export const log = pino(
  {
    level: process.env.LOG_LEVEL ?? "info",
    base: null,
    mixin: () => context.getStore() ?? {},
    redact: { paths: secret.flatMap((key) => [key, `*.${key}`, `*.*.${key}`]), censor: "[redacted]" },
    serializers: {
      err: (error: Error) => ({ type: error.name, message: redactText(error.message), stack: redactText(error.stack ?? "") }),
    },
  },
  // a command's stdout is its answer
  pino.destination({ dest: process.env.LOG_TO === "stderr" ? 2 : 1, sync: true }),
);

export function withLogContext<T>(fields: Record<string, unknown>, work: () => T): T {
  return context.run({ ...context.getStore(), ...fields }, work);
}

/** Tokens, signatures and e-mail addresses that slipped into free text. */
export function redactText(text: string): string {
  return text
    .replace(/\bshp(?:at|ca|pa|ss|rt|ua)_[A-Za-z0-9_-]+/g, "[token]")
    .replace(/\beyJ[\w-]+\.[\w-]+\.[\w-]+/g, "[token]")
    .replace(/[\w.+-]+@[\w-]+\.[\w.-]+/g, "[e-mail]")
    .replace(/((?:id_token|hmac|signature|token|session)=)[^&\s"]+/gi, "$1[redacted]");
}
