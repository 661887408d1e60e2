/** Of how many products what is left of a budget is enough for one order, with as many units as it may have. Minor units. */
export interface BudgetRoom {
  /** that may be sold now and use the budget at all */
  readonly products: number;
  readonly within: number;
  /** what the order that takes least would take */
  readonly least: number;
}

export interface BudgetRooms {
  /** null: the offer has no such budget */
  readonly discount: BudgetRoom | null;
  readonly loss: BudgetRoom | null;
}
