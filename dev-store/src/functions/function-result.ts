/** What a run of a Function gave, in the shape of the Functions schema's CartLinesDiscountsGenerateRunResult. */
export interface CartOperation {
  productDiscountsAdd?: { selectionStrategy: "FIRST" | "MAXIMUM" | "ALL"; candidates: ProductDiscountCandidate[] } | null;
  orderDiscountsAdd?: { selectionStrategy: "FIRST" | "MAXIMUM"; candidates: OrderDiscountCandidate[] } | null;
  enteredDiscountCodesAccept?: { codes: { code: string }[] } | null;
  enteredDiscountCodesReject?: { codes: { code: string }[]; message: string } | null;
}

interface ProductDiscountCandidate {
  targets: { cartLine?: { id: string; quantity?: number | null } | null }[];
  prerequisites?: { cartLine?: { id: string; quantity: number } | null }[] | null;
  value: OperationValue;
  message?: string | null;
}

interface OrderDiscountCandidate {
  targets: { orderSubtotal?: { excludedCartLineIds: string[] } | null }[];
  value: OperationValue;
  conditions?: OperationCondition[] | null;
  message?: string | null;
}

/** amounts and percentages are decimals: JSON strings or numbers */
export interface OperationValue {
  fixedAmount?: { amount: unknown; appliesToEachItem?: boolean | null } | null;
  percentage?: { value: unknown } | null;
}

export interface OperationCondition {
  orderMinimumSubtotal?: { excludedCartLineIds: string[]; minimumAmount: unknown } | null;
  cartLineMinimumSubtotal?: { ids: string[]; minimumAmount: unknown } | null;
  cartLineMinimumQuantity?: { ids: string[]; minimumQuantity: number } | null;
}

export type FunctionFailure =
  | "function_not_found"
  | "input_query_failed"
  | "input_too_large"
  | "output_too_large"
  | "instruction_limit"
  | "memory_limit"
  | "threw"
  | "no_output"
  | "invalid_output";

interface RunMeasures {
  readonly functionHandle: string;
  readonly discountId: number;
  readonly at: number;
  /** building the input, running, checking the output */
  readonly milliseconds: number;
  readonly inputBytes: number;
  readonly outputBytes: number;
  /** at most 1,000 bytes, as Shopify keeps */
  readonly logs: string;
}

export type FunctionResult =
  | (RunMeasures & { readonly ok: true; readonly operations: CartOperation[] })
  | (RunMeasures & { readonly ok: false; readonly reason: FunctionFailure; readonly message: string });
