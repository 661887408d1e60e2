import { shopify } from "./shopify-app.server.ts";

const LARGEST_BYTES = 1024 * 1024;

/** A webhook whose signature is right. `body` is undefined when it is no JSON. */
export interface SignedWebhook {
  readonly domain: string;
  readonly topic: string;
  readonly eventId: string;
  readonly triggeredAt: Date;
  readonly body: unknown;
}

/** Checks a delivery's signature with the library. Throws the Response to give otherwise: 401, 400, 405, 413. */
export async function requireWebhook(request: Request): Promise<SignedWebhook> {
  if (request.method !== "POST") throw new Response(null, { status: 405, headers: { Allow: "POST" } });
  const text = await textWithin(request, LARGEST_BYTES);
  if (!request.headers.get("x-shopify-hmac-sha256")) throw new Response(null, { status: 401 });
  let body: unknown;
  try {
    await shopify().authenticate.webhook(new Request(request.url, { method: "POST", headers: request.headers, body: text }));
    body = JSON.parse(text);
  } catch (error) {
    // The library reads the JSON after it has found the signature right.
    if (!(error instanceof SyntaxError)) throw error;
  }
  const header = (name: string) => request.headers.get(name) ?? "";
  const triggeredAt = new Date(header("x-shopify-triggered-at"));
  return {
    domain: header("x-shopify-shop-domain"),
    topic: header("x-shopify-topic").toLowerCase(),
    eventId: header("x-shopify-event-id") || header("x-shopify-webhook-id"),
    triggeredAt: Number.isNaN(triggeredAt.getTime()) ? new Date() : triggeredAt,
    body,
  };
}

async function textWithin(request: Request, most: number): Promise<string> {
  // The rest of the body is not read, so the connection cannot carry another request.
  const tooLarge = () => new Response(null, { status: 413, headers: { Connection: "close" } });
  if (Number(request.headers.get("content-length")) > most) throw tooLarge();
  const chunks: Uint8Array[] = [];
  let size = 0;
  // Node's streams can be iterated; the DOM's types do not know.
  for await (const chunk of (request.body as unknown as AsyncIterable<Uint8Array> | null) ?? []) {
    size += chunk.byteLength;
    if (size > most) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}
