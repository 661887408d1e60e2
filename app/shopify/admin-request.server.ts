import { setTimeout as pause } from "node:timers/promises";
import { z } from "zod";
import { log } from "../log.server.ts";
import { API_VERSION } from "./api-version.ts";
import { offlineToken } from "./offline-token.server.ts";
import { isShopDomain } from "./shop-domain.ts";
import { ShopifyError } from "./shopify-error.ts";
import { type Bucket, spend, waitFor } from "./throttle-bucket.ts";

const TIMEOUT_MS = 30_000;
const ATTEMPTS = 6;
const LONGEST_WAIT_MS = 20_000;

const Answer = z.object({
  data: z.unknown().optional(),
  errors: z
    .array(z.object({ message: z.string(), extensions: z.object({ code: z.string().optional() }).loose().optional() }).loose())
    .optional(),
  extensions: z
    .object({
      cost: z
        .object({
          requestedQueryCost: z.number().nullish(),
          throttleStatus: z.object({ maximumAvailable: z.number(), currentlyAvailable: z.number(), restoreRate: z.number().positive() }),
        })
        .loose()
        .optional(),
    })
    .loose()
    .optional(),
});
type Answer = z.infer<typeof Answer>;

/** Each shop's bucket as this process last saw it, and what a document cost. Other processes share the bucket: THROTTLED tells. */
const buckets = new Map<string, Bucket>();
const costs = new Map<string, number>();

/**
 * Sends a GraphQL document to a shop's Admin API with its offline token and returns the data in the form of
 * `schema`. Paces itself by the shop's bucket; retries what may be retried a few times. Mutations answer
 * with userErrors inside the data: they are the caller's. Throws ShopifyError. Aborting `until` ends it: nobody waits for the answer.
 */
export async function adminRequest<T>(
  shop: { shopId: number; domain: string },
  document: string,
  variables: object,
  schema: z.ZodType<T>,
  until?: AbortSignal,
): Promise<T> {
  const { domain } = shop;
  if (!isShopDomain(domain)) throw new Error(`Not a shop's domain: ${domain}`);
  let token = await offlineToken(domain);
  let renewed = false;
  // A change whose answer was lost may have happened: only its caller can tell whether to ask again.
  const changes = /^\s*mutation\b/m.test(document);
  for (let attempt = 1; ; attempt++) {
    const outcome = await attemptOnce(domain, token, { document, variables, until });
    if (outcome.kind === "answer") return parse(domain, outcome.data, schema);
    if (outcome.kind === "unauthorized" && !renewed) {
      renewed = true;
      token = await offlineToken(domain, token);
      continue;
    }
    const error =
      outcome.kind === "unauthorized"
        ? new ShopifyError("reconnect", `Shopify accepts neither our old nor our new access to ${domain}.`, { domain })
        : outcome.error;
    if (!error.retryable || attempt >= ATTEMPTS || (changes && error.reason !== "throttled")) throw error;
    const wait = Math.max(outcome.kind === "failed" ? outcome.waitMs : 0, 250 * 2 ** attempt) * (0.75 + Math.random() / 2);
    log.debug({ shop: domain, reason: error.reason, attempt, wait: Math.round(wait) }, "a request to Shopify is tried again");
    await pauseUntil(Math.min(wait, LONGEST_WAIT_MS), until);
  }
}

type Outcome = { kind: "answer"; data: unknown } | { kind: "unauthorized" } | { kind: "failed"; error: ShopifyError; waitMs: number };

interface AdminRequest {
  readonly document: string;
  readonly variables: object;
  readonly until: AbortSignal | undefined;
}

async function attemptOnce(domain: string, token: string, request: AdminRequest): Promise<Outcome> {
  await pace(domain, request);
  let response: Response;
  let text: string;
  try {
    response = await fetch(`https://${domain}/admin/api/${API_VERSION}/graphql.json`, {
      method: "POST",
      headers: {
        "Content-Type": "application/json",
        Accept: "application/json",
        "X-Shopify-Access-Token": token,
        "User-Agent": "Crescendo",
      },
      body: JSON.stringify({ query: request.document, variables: request.variables }),
      redirect: "error",
      signal: AbortSignal.any([AbortSignal.timeout(TIMEOUT_MS), ...(request.until ? [request.until] : [])]),
    });
    text = await response.text();
  } catch (cause) {
    return failed("unreachable", `${domain} could not be reached.`, { domain, cause });
  }
  const shopifyRequestId = response.headers.get("x-request-id");
  const about = { domain, shopifyRequestId };
  if (response.status === 401) return { kind: "unauthorized" };
  if (response.status === 429) return failed("throttled", `${domain} asks to slow down.`, about, retryAfter(response));
  if (response.status >= 500) return failed("server_error", `${domain} answered with HTTP ${response.status}.`, about);
  if (response.status === 402 || response.status === 403 || response.status === 423) {
    return failed(
      "access_denied",
      `${domain} denied access (HTTP ${response.status}): the shop is frozen, locked or has withdrawn a right.`,
      about,
    );
  }
  if (!response.ok) return failed("refused", `${domain} refused a request (HTTP ${response.status}).`, about);
  const answer = Answer.safeParse(readJson(text));
  if (!answer.success) return failed("unexpected_shape", `${domain} answered in a form that is not GraphQL's.`, about);
  return judge(answer.data, request.document, about);
}

function judge(answer: Answer, document: string, about: { domain: string; shopifyRequestId: string | null }): Outcome {
  const cost = answer.extensions?.cost;
  if (cost) {
    buckets.set(about.domain, { ...cost.throttleStatus, at: Date.now() });
    if (typeof cost.requestedQueryCost === "number") costs.set(document, cost.requestedQueryCost);
  }
  const codes = (answer.errors ?? []).map((error) => error.extensions?.code ?? "");
  if (codes.includes("THROTTLED")) {
    const bucket = buckets.get(about.domain);
    return failed(
      "throttled",
      `${about.domain} is asked too much at once.`,
      about,
      bucket ? waitFor(bucket, costs.get(document) ?? 100, Date.now()) : 1000,
    );
  }
  if (codes.includes("INTERNAL_SERVER_ERROR") || codes.includes("TIMEOUT"))
    return failed("server_error", `${about.domain} failed to answer.`, about);
  if (codes.includes("ACCESS_DENIED")) return failed("access_denied", `A right is missing: ${messages(answer)}`, about);
  if (answer.errors?.length) return failed("refused", messages(answer), about);
  return { kind: "answer", data: answer.data };
}

async function pace(domain: string, { document, until }: AdminRequest): Promise<void> {
  for (;;) {
    const bucket = buckets.get(domain);
    if (!bucket) return;
    const cost = costs.get(document) ?? 10;
    const wait = waitFor(bucket, cost, Date.now());
    if (wait === 0) {
      buckets.set(domain, spend(bucket, cost, Date.now()));
      return;
    }
    await pauseUntil(Math.min(wait, LONGEST_WAIT_MS), until);
  }
}

/** Whoever gave the time has been told already; what is left is to stop. */
async function pauseUntil(ms: number, until: AbortSignal | undefined): Promise<void> {
  await pause(ms, undefined, until ? { signal: until } : {});
}

function parse<T>(domain: string, data: unknown, schema: z.ZodType<T>): T {
  const result = schema.safeParse(data);
  if (result.success) return result.data;
  // The path and what was expected there; never a value, which may be personal.
  const where = result.error.issues.slice(0, 5).map((issue) => `${issue.path.join(".") || "(root)"}: ${issue.code}`);
  throw new ShopifyError("unexpected_shape", `${domain} answered in an unexpected form at ${where.join(", ")}`, { domain });
}

function failed(
  reason: ShopifyError["reason"],
  message: string,
  about: ConstructorParameters<typeof ShopifyError>[2],
  waitMs = 0,
): Outcome {
  return { kind: "failed", error: new ShopifyError(reason, message, about), waitMs };
}

/** GraphQL's own words about the document; they quote no data. */
function messages(answer: Answer): string {
  return (answer.errors ?? [])
    .map((error) => error.message)
    .join(" ")
    .slice(0, 500);
}

function retryAfter(response: Response): number {
  const seconds = Number(response.headers.get("retry-after"));
  return Number.isFinite(seconds) && seconds > 0 ? seconds * 1000 : 2000;
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
