/** A Function as the app deployed it; the store knows no others. */
export interface DeployedFunction {
  handle: string;
  title: string;
  /** "discount" */
  apiType: string;
}

export interface AdminApiSettings {
  /** where the store's files are served from: `http://127.0.0.1:4000` */
  readonly publicUrl: string;
  readonly app: { title: string; handle: string };
  readonly functions: readonly DeployedFunction[];
  /** the search filters Shopify documents for a field of the query root */
  documentedFilters(field: string): ReadonlySet<string>;
}
