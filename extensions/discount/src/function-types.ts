/** What the input query asks for, and the part of the schema's result that this Function gives (API 2026-07). */
export interface InputLine {
  readonly id: string;
  readonly attribute: { readonly value: string | null } | null;
  readonly cost: { readonly subtotalAmount: { readonly amount: string } };
  /** empty for a custom product */
  readonly merchandise: { readonly id?: string; readonly product?: { readonly id: string; readonly inAnyCollection: boolean } };
}

export interface FunctionInput {
  readonly cart: {
    readonly buyerIdentity: {
      readonly customer: { readonly numberOfOrders: number } | null;
      readonly purchasingCompany: { readonly company: { readonly id: string } } | null;
    } | null;
    readonly lines: readonly InputLine[];
  };
  readonly discount: { readonly discountClasses: readonly string[]; readonly metafield: { readonly jsonValue: unknown } | null };
  readonly presentmentCurrencyRate: string | number;
  readonly shop: { readonly localTime: { readonly date: string } };
}

export interface Candidate {
  readonly message: string;
  readonly targets: readonly { readonly cartLine: { readonly id: string; readonly quantity: number } }[];
  readonly value:
    | { readonly percentage: { readonly value: number } }
    | { readonly fixedAmount: { readonly amount: string; readonly appliesToEachItem: true } };
}

export interface FunctionOutput {
  readonly operations: readonly {
    readonly productDiscountsAdd: { readonly selectionStrategy: "ALL"; readonly candidates: readonly Candidate[] };
  }[];
}
