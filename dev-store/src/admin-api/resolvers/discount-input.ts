import type { Discount } from "../../store/model.ts";
import type { ExecutionContext } from "../execution-context.ts";
import { notAnswered } from "../field-error.ts";
import { functionId } from "./app-resolvers.ts";
import { discountOwnerGid, discountStatus } from "./discount-resolvers.ts";
import { type MetafieldWrite, metafieldProblem } from "./metafield-mutations.ts";
import type { UserError } from "./payload.ts";

export interface DiscountInput {
  title?: string | null;
  code?: string | null;
  startsAt?: string | null;
  endsAt?: string | null;
  combinesWith?: Partial<Discount["combinesWith"]> & { productDiscountsWithTagsOnSameCartLine?: unknown };
  discountClasses?: Discount["discountClasses"];
  functionHandle?: string | null;
  functionId?: string | null;
  metafields?: MetafieldWrite[] | null;
  context?: Record<string, unknown> | null;
  appliesOnSubscription?: boolean | null;
  customerSelection?: Record<string, unknown> | null;
  customerGets?: {
    value?: { percentage?: number | null } & Record<string, unknown>;
    items?: { all?: boolean | null } & Record<string, unknown>;
  } | null;
  [other: string]: unknown;
}

/** Shopify allows an app this many automatic app discounts at a time. */
const MAX_ACTIVE_APP_DISCOUNTS = 25;
const ANSWERED = new Set([
  "title",
  "code",
  "startsAt",
  "endsAt",
  "combinesWith",
  "discountClasses",
  "functionHandle",
  "functionId",
  "metafields",
  "context",
  "customerSelection",
  "customerGets",
  "appliesOnSubscription",
]);

/** Values the schema fills in by itself; they change nothing for the one-time purchases of this checkout. */
const NEUTRAL: Record<string, unknown> = {
  appliesOnOneTimePurchase: true,
  appliesOncePerCustomer: false,
  recurringCycleLimit: 1,
};

/** Input that narrows or changes a discount in a way the checkout here would not follow must not be taken in silence. */
export function refuseUnanswered(field: string, input: DiscountInput): void {
  for (const [name, value] of Object.entries(input))
    if (value != null && !ANSWERED.has(name) && NEUTRAL[name] !== value) throw notAnswered(`${field}(${name}:)`);
  for (const [name, value] of Object.entries(input.context ?? {}))
    if (value != null && name !== "all") throw notAnswered(`${field}(context: {${name}})`);
  if (input.customerSelection && input.customerSelection.all !== true) throw notAnswered(`${field}(customerSelection:) other than all`);
  if (input.combinesWith?.productDiscountsWithTagsOnSameCartLine != null)
    throw notAnswered(`${field}(combinesWith: {productDiscountsWithTagsOnSameCartLine})`);
  if (!input.customerGets) return;
  if (input.customerGets.value && input.customerGets.value.percentage == null)
    throw notAnswered(`${field}(customerGets: {value}) other than percentage`);
  if (input.customerGets.items && input.customerGets.items.all !== true)
    throw notAnswered(`${field}(customerGets: {items}) other than all`);
}

/** User errors below one input argument. */
export class Errors {
  readonly list: UserError[] = [];
  readonly #root: string;

  constructor(root: string) {
    this.#root = root;
  }

  add(field: string, message: string, code: string): void {
    this.list.push({ field: [this.#root, field], message, code });
  }
}

/** Title, times and metafields: what every discount needs; what is wrong is added to `errors`. */
export function checkCommon(
  input: DiscountInput,
  errors: Errors,
  current: Discount | null,
  context: ExecutionContext,
): { startsAt: number; endsAt: number | null } {
  const title = input.title ?? current?.title ?? "";
  if (title.trim() === "") errors.add("title", "Title can't be blank.", "BLANK");
  else if (title.length > 255) errors.add("title", "Title is too long (maximum is 255 characters)", "TOO_LONG");
  const startsAt = input.startsAt == null ? (current?.startsAt ?? Number.NaN) : Date.parse(input.startsAt);
  if (input.startsAt == null && !current) errors.add("startsAt", "Starts at can't be blank", "BLANK");
  else if (Number.isNaN(startsAt)) errors.add("startsAt", "Starts at is invalid", "INVALID");
  const endsAt = input.endsAt === undefined ? (current?.endsAt ?? null) : input.endsAt === null ? null : Date.parse(input.endsAt);
  if (endsAt !== null && !(endsAt > startsAt)) errors.add("endsAt", "Ends at needs to be after starts_at", "END_DATE_BEFORE_START_DATE");
  for (const [index, write] of (input.metafields ?? []).entries()) {
    const existing = current
      ? context.store.metafield(discountOwnerGid(current.id), write.namespace ?? "$app", write.key ?? "", context.clientId)
      : undefined;
    const problem = metafieldProblem(write, ["automaticAppDiscount", "metafields", String(index)], existing?.type, context.clientId);
    if (problem) errors.list.push({ ...problem, code: "INVALID" });
  }
  return { startsAt, endsAt };
}

/** The handle of the app's own Function that the input names, or null with the error added. */
export function checkFunction(input: DiscountInput, errors: Errors, current: Discount | null, context: ExecutionContext): string | null {
  const { functions, app } = context.settings;
  if (input.functionHandle && input.functionId) {
    errors.add("functionHandle", "Only one of functionId or functionHandle is allowed.", "MULTIPLE_FUNCTION_IDENTIFIERS");
    return null;
  }
  if (!input.functionHandle && !input.functionId) {
    if (current) return current.functionHandle;
    errors.add("functionHandle", "Either functionId or functionHandle must be provided.", "MISSING_FUNCTION_IDENTIFIER");
    return null;
  }
  const found = functions.find(
    (one) => one.handle === input.functionHandle || functionId(context.clientId, one.handle) === input.functionId,
  );
  if (!found) {
    const given = input.functionHandle ?? input.functionId ?? "";
    errors.add(
      input.functionHandle ? "functionHandle" : "functionId",
      `Function ${given} not found. Ensure that it is released in the current app (${app.title}), and that the app is installed.`,
      "INVALID",
    );
    return null;
  }
  if (found.apiType !== "discount")
    errors.add(
      "functionHandle",
      `Unexpected Function API. The provided function must implement one of the following extension targets: [cart.lines.discounts.generate.run, cart.delivery-options.discounts.generate.run].`,
      "INVALID",
    );
  return found.handle;
}

function activeAppDiscounts({ store, clientId, now }: ExecutionContext, except: number | null): number {
  return [...store.discounts.values()].filter(
    (one) => one.kind === "automatic_app" && one.appClientId === clientId && one.id !== except && discountStatus(one, now) === "ACTIVE",
  ).length;
}

/** A discount that would be active at once needs room among the app's active ones. */
export function checkRoom(
  errors: UserError[],
  startsAt: number,
  endsAt: number | null,
  except: number | null,
  context: ExecutionContext,
): void {
  const active = startsAt <= context.now && (endsAt === null || endsAt > context.now);
  if (active && activeAppDiscounts(context, except) >= MAX_ACTIVE_APP_DISCOUNTS) {
    errors.push({
      field: null,
      message: `Maximum number of active app discounts reached (${MAX_ACTIVE_APP_DISCOUNTS}).`,
      code: "MAX_APP_DISCOUNTS",
    });
  }
}
