import express, { type Request } from "express";

/** a form or JSON body as nested plain values; forms give strings, JSON gives what it holds */
export type Body = { [key: string]: unknown };

/** Reads the whole body of a request, whatever its type; `parseBody` then understands it. */
export const readBody = express.raw({ type: () => true, limit: "1mb" });

/** The body of a request as Shopify's storefront takes it: JSON, urlencoded or multipart. null when it is malformed. */
export async function parseBody(request: Request): Promise<Body | null> {
  const raw = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
  const type = request.headers["content-type"] ?? "";
  if (raw.length === 0) return {};
  try {
    if (type.includes("json")) {
      const value: unknown = JSON.parse(raw.toString("utf8"));
      return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Body) : null;
    }
    if (type.startsWith("multipart/form-data")) {
      const form = await new Response(new Uint8Array(raw), { headers: { "content-type": type } }).formData();
      return nest([...form].flatMap(([key, value]) => (typeof value === "string" ? [[key, value] as const] : [])));
    }
    return nest([...new URLSearchParams(raw.toString("utf8"))]);
  } catch {
    return null;
  }
}

/** `items[0][id]=1`, `updates[]=2`, `properties[_a]=b` as nested objects; `[]` appends to a list. */
export function nest(pairs: readonly (readonly [string, string])[]): Body {
  const root: Body = Object.create(null) as Body;
  for (const [key, value] of pairs) {
    const head = /^[^[\]]+/.exec(key)?.[0];
    if (head === undefined) continue;
    const path = [head, ...[...key.slice(head.length).matchAll(/\[([^[\]]*)\]/g)].map((match) => match[1] ?? "")];
    let at: Body = root;
    path.forEach((part, depth) => {
      const name = part === "" ? String(Object.keys(at).length) : part;
      if (depth === path.length - 1) at[name] = value;
      else {
        const next = at[name];
        if (typeof next !== "object" || next === null) at[name] = Object.create(null) as Body;
        at = at[name] as Body;
      }
    });
  }
  return root;
}
