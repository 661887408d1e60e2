/** CLV in five steps, every part of it over the same orders of identified customers. Money in minor units. */
export interface FiveSteps {
  /** Customer Value a year x lifespan in years; null where the orders span too short a time to tell */
  readonly clv: number | null;
  /** steps 1 to 3: of the last year of those orders, a year; null as clv */
  readonly customerValue: number | null;
  /** step 4: mean over the customers of those orders, in days */
  readonly lifespanDays: number;
  /** ISO 8601: from and to when orders count, where a pause of more than a year parts them from others; null where the period's all do */
  readonly span: { readonly from: string; readonly to: string } | null;
}
