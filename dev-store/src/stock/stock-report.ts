/** What loading the stock did. Rows read = rows loaded + rows set aside. */
export interface StockReport {
  orders: number;
  lines: number;
  customers: number;
  products: number;
  refunds: number;
  /** rows of the file that were not loaded; 0 for a generated shop */
  setAside: number;
  /** where the rows set aside are listed with their line, column and reason; null when there are none */
  setAsideFile: string | null;
  seconds: number;
  /** data rows of the file, the header not counted; 0 for a generated shop */
  rows: number;
  /** whole orders set aside */
  setAsideOrders: number;
  /** reason -> rows, the most frequent first */
  setAsideReasons: Record<string, number>;
  /** orders whose lines and discounts did not add up to Subtotal, so that the difference was booked as a discount */
  adjustedOrders: number;
}
