import type { Discount } from "../../store/model.ts";
import { gid, idOf } from "../../store/store.ts";
import type { ExecutionContext } from "../execution-context.ts";
import type { FieldResolvers, ResolverMap } from "../resolver-map.ts";
import { checkCommon, checkFunction, checkRoom, type DiscountInput, Errors, refuseUnanswered } from "./discount-input.ts";
import { discountOwnerGid, discountStatus } from "./discount-resolvers.ts";
import { writeMetafield } from "./metafield-mutations.ts";
import { payload, type UserError, userError } from "./payload.ts";

const combined = (given: DiscountInput["combinesWith"], current?: Discount["combinesWith"]): Discount["combinesWith"] => ({
  orderDiscounts: given?.orderDiscounts ?? current?.orderDiscounts ?? false,
  productDiscounts: given?.productDiscounts ?? current?.productDiscounts ?? false,
  shippingDiscounts: given?.shippingDiscounts ?? current?.shippingDiscounts ?? false,
});

function keep(discount: Discount, context: ExecutionContext): Discount {
  const isNew = !context.store.discounts.has(discount.id);
  // The record's status is only whether it is switched on; before startsAt the clock keeps it from applying.
  discount.status = discountStatus(discount, context.store.now()) === "EXPIRED" ? "EXPIRED" : "ACTIVE";
  context.store.discounts.set(discount.id, discount);
  context.index.touch("discounts");
  context.store.emit(isNew ? "discounts/create" : "discounts/update", discount.id);
  return discount;
}

function saveAppDiscount(field: string, input: DiscountInput, current: Discount | null, context: ExecutionContext) {
  refuseUnanswered(field, input);
  const errors = new Errors("automaticAppDiscount");
  const times = checkCommon(input, errors, current, context);
  const functionHandle = checkFunction(input, errors, current, context);
  const discountClasses = input.discountClasses ?? current?.discountClasses ?? [];
  if (discountClasses.length === 0) errors.add("discountClasses", "Discount classes can't be blank.", "BLANK");
  checkRoom(errors.list, times.startsAt, times.endsAt, current?.id ?? null, context);
  if (errors.list.length > 0) return { automaticAppDiscount: null, userErrors: errors.list };
  const now = context.store.now();
  const discount = keep(
    {
      id: current?.id ?? context.store.nextId(),
      kind: "automatic_app",
      title: input.title ?? current?.title ?? "",
      status: "ACTIVE",
      ...times,
      createdAt: current?.createdAt ?? now,
      updatedAt: now,
      discountClasses,
      combinesWith: combined(input.combinesWith, current?.combinesWith),
      appliesOnSubscription: input.appliesOnSubscription ?? current?.appliesOnSubscription ?? true,
      functionHandle,
      appClientId: context.clientId,
      percentage: null,
      code: null,
    },
    context,
  );
  for (const write of input.metafields ?? []) writeMetafield(discountOwnerGid(discount.id), write, context);
  return { automaticAppDiscount: discount, userErrors: [] };
}

function createBasic(
  field: string,
  root: string,
  result: string,
  input: DiscountInput,
  kind: "automatic_basic" | "code_basic",
  context: ExecutionContext,
) {
  refuseUnanswered(field, input);
  const errors = new Errors(root);
  const times = checkCommon(input, errors, null, context);
  const percentage = input.customerGets?.value?.percentage ?? null;
  if (percentage === null) errors.add("customerGets", "Value can't be blank.", "BLANK");
  else if (!(percentage > 0 && percentage <= 1)) errors.add("customerGets", "Value must be between 0.0 and 1.0", "VALUE_OUTSIDE_RANGE");
  const code = input.code ?? null;
  if (kind === "code_basic" && !code) errors.add("code", "Code can't be blank.", "BLANK");
  const taken = [...context.store.discounts.values()].some((one) => code !== null && one.code?.toLowerCase() === code.toLowerCase());
  if (taken) errors.add("code", "Code must be unique. Please try a different code.", "TAKEN");
  if (errors.list.length > 0) return { [result]: null, userErrors: errors.list };
  const now = context.store.now();
  const discount: Discount = {
    id: context.store.nextId(),
    kind,
    title: input.title ?? "",
    status: "ACTIVE",
    ...times,
    createdAt: now,
    updatedAt: now,
    discountClasses: ["ORDER"],
    combinesWith: combined(input.combinesWith),
    functionHandle: null,
    appClientId: null,
    // Shopify's input is a fraction, the record keeps 0 to 100.
    percentage: percentage === null ? null : Math.round(percentage * 1e6) / 1e4,
    code,
  };
  return { [result]: keep(discount, context), userErrors: [] };
}

function find(id: unknown, automatic: boolean, context: ExecutionContext): Discount | null {
  const number = idOf(automatic ? "DiscountAutomaticNode" : "DiscountCodeNode", String(id)) ?? idOf("DiscountNode", String(id));
  const discount = number === null ? undefined : context.store.discounts.get(number);
  return discount && (discount.kind !== "code_basic") === automatic ? discount : null;
}

const missing = (automatic: boolean): UserError => ({
  field: ["id"],
  message: `${automatic ? "Automatic" : "Code"} discount does not exist.`,
  code: "INVALID",
});

function switchDiscount(id: unknown, automatic: boolean, result: string, on: boolean, context: ExecutionContext) {
  const discount = find(id, automatic, context);
  if (!discount) return { [result]: null, userErrors: [missing(automatic)] };
  const now = context.store.now();
  const errors: UserError[] = [];
  if (on && discount.kind === "automatic_app") checkRoom(errors, now, null, discount.id, context);
  if (errors.length > 0) return { [result]: null, userErrors: errors };
  if (on) {
    discount.status = "ACTIVE";
    if (discount.startsAt > now) discount.startsAt = now;
    if (discount.endsAt !== null && discount.endsAt <= now) discount.endsAt = null;
  } else {
    if (discount.startsAt > now) discount.startsAt = now;
    discount.endsAt = now;
  }
  discount.updatedAt = now;
  return { [result]: keep(discount, context), userErrors: [] };
}

function remove(id: unknown, automatic: boolean, result: string, context: ExecutionContext) {
  const discount = find(id, automatic, context);
  if (!discount) return { [result]: null, userErrors: [missing(automatic)] };
  const { store } = context;
  store.discounts.delete(discount.id);
  context.index.touch("discounts");
  for (const [key, metafield] of store.metafields) if (metafield.ownerGid === discountOwnerGid(discount.id)) store.metafields.delete(key);
  store.emit("discounts/delete", discount.id, {
    admin_graphql_api_id: gid(automatic ? "DiscountAutomaticNode" : "DiscountCodeNode", discount.id),
  });
  return { [result]: gid(automatic ? "DiscountAutomaticNode" : "DiscountCodeNode", discount.id), userErrors: [] };
}

export const discountMutations: FieldResolvers<unknown> = {
  discountAutomaticAppCreate: (_root, args, context) =>
    saveAppDiscount("discountAutomaticAppCreate", args.automaticAppDiscount as DiscountInput, null, context),
  discountAutomaticAppUpdate: (_root, args, context) => {
    const current = find(args.id, true, context);
    if (current?.kind !== "automatic_app" || current.appClientId !== context.clientId)
      return { automaticAppDiscount: null, userErrors: [missing(true)] };
    return saveAppDiscount("discountAutomaticAppUpdate", args.automaticAppDiscount as DiscountInput, current, context);
  },
  discountAutomaticActivate: (_root, { id }, context) => switchDiscount(id, true, "automaticDiscountNode", true, context),
  discountAutomaticDeactivate: (_root, { id }, context) => switchDiscount(id, true, "automaticDiscountNode", false, context),
  discountAutomaticDelete: (_root, { id }, context) => remove(id, true, "deletedAutomaticDiscountId", context),
  discountAutomaticBasicCreate: (_root, args, context) =>
    createBasic(
      "discountAutomaticBasicCreate",
      "automaticBasicDiscount",
      "automaticDiscountNode",
      args.automaticBasicDiscount as DiscountInput,
      "automatic_basic",
      context,
    ),
  discountCodeBasicCreate: (_root, args, context) =>
    createBasic(
      "discountCodeBasicCreate",
      "basicCodeDiscount",
      "codeDiscountNode",
      args.basicCodeDiscount as DiscountInput,
      "code_basic",
      context,
    ),
  discountCodeActivate: (_root, { id }, context) => switchDiscount(id, false, "codeDiscountNode", true, context),
  discountCodeDeactivate: (_root, { id }, context) => switchDiscount(id, false, "codeDiscountNode", false, context),
  discountCodeDelete: (_root, { id }, context) => remove(id, false, "deletedCodeDiscountId", context),
};

export const discountPayloads: ResolverMap = {
  DiscountAutomaticAppCreatePayload: payload("automaticAppDiscount"),
  DiscountAutomaticAppUpdatePayload: payload("automaticAppDiscount"),
  DiscountAutomaticActivatePayload: payload("automaticDiscountNode"),
  DiscountAutomaticDeactivatePayload: payload("automaticDiscountNode"),
  DiscountAutomaticDeletePayload: payload("deletedAutomaticDiscountId"),
  DiscountAutomaticBasicCreatePayload: payload("automaticDiscountNode"),
  DiscountCodeBasicCreatePayload: payload("codeDiscountNode"),
  DiscountCodeActivatePayload: payload("codeDiscountNode"),
  DiscountCodeDeactivatePayload: payload("codeDiscountNode"),
  DiscountCodeDeletePayload: payload("deletedCodeDiscountId"),
  DiscountUserError: userError,
};
