import express, { type Request, type Response } from "express";
import { addLines, type CartRefusal, changeLine, lineKey } from "../checkout/cart.ts";
import type { PricedCart } from "../checkout/price-cart.ts";
import { cartJson } from "./cart-json.ts";
import { type Body, parseBody, readBody } from "./form-body.ts";
import type { PageRenderer } from "./page-renderer.ts";
import type { ShopperRequest } from "./shopper-request.ts";

type Answer = { ok: true; touched?: string[]; single?: boolean } | { ok: false; status: number; message: string; description: string };
type Action = (shopper: ShopperRequest, body: Body) => Answer;

/**
 * Shopify's AJAX cart (shopify.dev/docs/api/ajax/reference/cart) and the plain form posts of the same
 * addresses. Section rendering is not carried out: asked-for sections come back as null, as Shopify
 * gives for a section it cannot render.
 */
export function createCartRouter(
  renderer: PageRenderer,
  shopperOf: (request: Request, response: Response) => ShopperRequest,
): express.Router {
  const router = express.Router();
  router.get(["/cart.js", "/cart.json"], async (request, response) => {
    const shopper = shopperOf(request, response);
    sendJson(response, 200, cartJson(await renderer.price(shopper), shopper.prefix));
  });
  const actions: Record<string, Action> = { add, change, update, clear };
  for (const [name, action] of Object.entries(actions)) {
    router.all([`/cart/${name}`, `/cart/${name}.js`, `/cart/${name}.json`], readBody, async (request, response) => {
      const shopper = shopperOf(request, response);
      const body = request.method === "GET" ? { ...request.query } : await parseBody(request);
      const answer: Answer = body === null ? badRequest("The body could not be read as JSON or a form.") : action(shopper, body);
      if (answer.ok) shopper.saveCart();
      if (!wantsJson(request)) {
        const target =
          typeof body?.return_to === "string" && /^\/(?![/\\])/.test(body.return_to) ? body.return_to : `${shopper.prefix}/cart`;
        return response.redirect(302, answer.ok ? target : `${shopper.prefix}/cart?cart_error=${encodeURIComponent(answer.description)}`);
      }
      if (!answer.ok)
        return sendJson(response, answer.status, { status: answer.status, message: answer.message, description: answer.description });
      const priced = await renderer.price(shopper);
      sendJson(response, 200, { ...result(name, answer, priced, shopper), ...sections(body ?? {}) });
    });
  }
  router.post("/cart", readBody, async (request, response) => {
    const shopper = shopperOf(request, response);
    const body = (await parseBody(request)) ?? {};
    const answer = update(shopper, body);
    if (answer.ok) shopper.saveCart();
    const next = "checkout" in body ? "/checkout" : "/cart";
    response.redirect(
      302,
      answer.ok ? `${shopper.prefix}${next}` : `${shopper.prefix}/cart?cart_error=${encodeURIComponent(answer.description)}`,
    );
  });
  // A shareable discount link: keeps the code and goes on to the page asked for.
  router.get("/discount/:code", (request, response) => {
    const shopper = shopperOf(request, response);
    noteAndAttributes(shopper.cart, { discount: [...shopper.cart.discountCodes, request.params.code].join(",") });
    shopper.saveCart();
    const target = request.query.redirect;
    response.redirect(302, typeof target === "string" && /^\/(?![/\\])/.test(target) ? target : shopper.prefix || "/");
  });
  // A cart permalink: /cart/<variant>:<quantity>,<variant>:<quantity>, with note, discount and attributes[key] as parameters
  router.get(/^\/cart\/(\d+:\d+(?:,\d+:\d+)*)$/, (request, response) => {
    const shopper = shopperOf(request, response);
    const items = (request.params[0] ?? "").split(",").map((pair) => {
      const [variantId, quantity] = pair.split(":").map(Number);
      return { variantId: variantId ?? 0, quantity: quantity ?? 0, properties: {} };
    });
    shopper.cart.lines = [];
    const outcome = addLines(shopper.store, shopper.cart, items);
    noteAndAttributes(shopper.cart, { ...request.query });
    shopper.saveCart();
    response.redirect(302, `${shopper.prefix}${outcome.ok ? "/checkout" : "/cart"}`);
  });
  return router;
}

function add({ store, cart }: ShopperRequest, body: Body): Answer {
  const wanted = body.items === undefined ? [body] : listOf(body.items);
  if (wanted.length === 0 || !wanted.every((item): item is Body => typeof item === "object" && item !== null)) {
    return badRequest("Required parameter missing or invalid: items");
  }
  const items: Parameters<typeof addLines>[2] = [];
  for (const item of wanted) {
    const variantId = integer(item.id);
    if (variantId === null) return badRequest("Required parameter missing or invalid: id");
    items.push({
      variantId,
      quantity: item.quantity === undefined || item.quantity === "" ? 1 : (integer(item.quantity) ?? 0),
      properties: properties(item.properties),
    });
  }
  const outcome = addLines(store, cart, items);
  if (!outcome.ok) return refused(outcome.refusal);
  noteAndAttributes(cart, body);
  return { ok: true, touched: outcome.value.map((line) => line.key), single: body.items === undefined };
}

function change({ store, cart }: ShopperRequest, body: Body): Answer {
  const line = integer(body.line);
  const id = body.id === undefined ? null : String(body.id);
  const key = line !== null ? cart.lines[line - 1]?.key : cart.lines.find((item) => item.key === id || String(item.variantId) === id)?.key;
  if (key === undefined) return badRequest("no valid id or line parameter");
  const quantity = body.quantity === undefined ? undefined : (integer(body.quantity) ?? -1);
  const outcome = changeLine(store, cart, key, {
    ...(quantity === undefined ? {} : { quantity }),
    ...(body.properties === undefined ? {} : { properties: properties(body.properties) }),
  });
  return outcome.ok ? { ok: true } : refused(outcome.refusal);
}

function update({ store, cart }: ShopperRequest, body: Body): Answer {
  if (body.updates !== undefined) {
    const changes: { key: string; variantId: number | null; quantity: number }[] = [];
    const list = Array.isArray(body.updates) || isList(body.updates);
    for (const [name, value] of Object.entries(body.updates as object)) {
      const quantity = integer(value);
      if (quantity === null || quantity < 0) return refused({ reason: "bad_quantity" });
      const line = list ? cart.lines[Number(name)] : cart.lines.find((item) => item.key === name || String(item.variantId) === name);
      if (line) changes.push({ key: line.key, variantId: null, quantity });
      // "If an ID is not in the cart, it is added" holds for variant ids.
      else if (!list && /^\d+$/.test(name) && quantity > 0)
        changes.push({ key: lineKey(Number(name), {}), variantId: Number(name), quantity });
    }
    const before = cart.lines;
    for (const { key, variantId, quantity } of changes) {
      const outcome =
        variantId === null ? changeLine(store, cart, key, { quantity }) : addLines(store, cart, [{ variantId, quantity, properties: {} }]);
      if (!outcome.ok) {
        cart.lines = before;
        return refused(outcome.refusal);
      }
    }
  }
  noteAndAttributes(cart, body);
  return { ok: true };
}

function clear({ store, cart }: ShopperRequest): Answer {
  cart.lines = [];
  cart.updatedAt = store.now();
  return { ok: true };
}

function noteAndAttributes(cart: ShopperRequest["cart"], body: Body): void {
  if (body.note !== undefined) cart.note = String(body.note ?? "").slice(0, 5_000) || null;
  if (typeof body.attributes === "object" && body.attributes !== null) {
    for (const [name, value] of Object.entries(body.attributes)) {
      if (value === null || value === "") delete cart.attributes[name];
      else cart.attributes[name] = String(value);
    }
  }
  if (typeof body.discount === "string") {
    cart.discountCodes = [...new Set(body.discount.split(",").map((code) => code.trim().toUpperCase()))].filter(Boolean).slice(0, 5);
  }
}

function result(name: string, answer: Answer & { ok: true }, priced: PricedCart, shopper: ShopperRequest): object {
  const cart = cartJson(priced, shopper.prefix);
  if (name !== "add") return cart;
  const items = (answer.touched ?? []).flatMap((key) => cart.items.find((item) => item.key === key) ?? []);
  return answer.single && items[0] ? items[0] : { items };
}

function sections(body: Body): object {
  if (body.sections === undefined) return {};
  const names = typeof body.sections === "string" ? body.sections.split(",") : listOf(body.sections).map(String);
  return { sections: Object.fromEntries(names.map((name) => [name, null])) };
}

function refused(refusal: CartRefusal): Answer {
  const error = (description: string): Answer => ({ ok: false, status: 422, message: "Cart Error", description });
  switch (refusal.reason) {
    case "unknown_variant":
      return error("Cannot find variant");
    case "sold_out":
      return error(`The product '${refusal.title}' is already sold out.`);
    case "not_enough":
      return error(`You can only add ${refusal.available} of '${refusal.title}' to the cart.`);
    case "bad_quantity":
      return error("Quantity must be a whole number greater than or equal to 1.");
    case "too_many_lines":
      return error("A cart can have at most 500 different items.");
    case "no_such_line":
      return badRequest("no valid id or line parameter");
  }
}

function badRequest(description: string): Answer {
  return { ok: false, status: 400, message: "Bad Request", description };
}

function integer(value: unknown): number | null {
  const text = typeof value === "number" ? String(value) : typeof value === "string" ? value.trim() : "";
  return /^-?\d{1,15}$/.test(text) ? Number(text) : null;
}

function listOf(value: unknown): unknown[] {
  if (Array.isArray(value)) return value;
  return typeof value === "object" && value !== null ? Object.values(value) : [];
}

/** `updates[]=1&updates[]=2` arrives as an object with the keys 0, 1, … */
function isList(value: unknown): boolean {
  return typeof value === "object" && value !== null && Object.keys(value).every((name, index) => name === String(index));
}

function properties(value: unknown): Record<string, string> {
  if (typeof value !== "object" || value === null) return {};
  return Object.fromEntries(Object.entries(value).flatMap(([name, text]) => (text === null || text === "" ? [] : [[name, String(text)]])));
}

function wantsJson(request: Request): boolean {
  return (
    /\.js(on)?$/.test(request.path) ||
    /json|javascript/.test(request.headers.accept ?? "") ||
    request.headers["x-requested-with"] === "XMLHttpRequest"
  );
}

function sendJson(response: Response, status: number, value: object): void {
  response.status(status).set("Cache-Control", "private, no-store").type("application/json").send(JSON.stringify(value));
}
