/** One of the forms on a page: what the bar needs to know of it. */
export interface BarredForm {
  readonly dirty: boolean;
  /** being saved */
  readonly busy: boolean;
  save(): void;
  discard(): void;
}
