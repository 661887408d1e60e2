/** The columns of Shopify's orders export that are read. Every other column is ignored. */
const NAMES = {
  name: "Name",
  email: "Email",
  financialStatus: "Financial Status",
  paidAt: "Paid at",
  fulfilledAt: "Fulfilled at",
  acceptsMarketing: "Accepts Marketing",
  currency: "Currency",
  subtotal: "Subtotal",
  shipping: "Shipping",
  taxes: "Taxes",
  total: "Total",
  discountCode: "Discount Code",
  discountAmount: "Discount Amount",
  createdAt: "Created at",
  quantity: "Lineitem quantity",
  lineName: "Lineitem name",
  price: "Lineitem price",
  compareAtPrice: "Lineitem compare at price",
  sku: "Lineitem sku",
  requiresShipping: "Lineitem requires shipping",
  lineDiscount: "Lineitem discount",
  billingName: "Billing Name",
  shippingName: "Shipping Name",
  cancelledAt: "Cancelled at",
  paymentMethod: "Payment Method",
  refundedAmount: "Refunded Amount",
  vendor: "Vendor",
  id: "Id",
  tags: "Tags",
  source: "Source",
} as const;

export type ColumnKey = keyof typeof NAMES;

/** Position of each column in a row, -1 when the file does not have it. */
export type Columns = Readonly<Record<ColumnKey, number>>;

const REQUIRED: readonly ColumnKey[] = ["name", "currency", "subtotal", "total", "quantity", "lineName", "price"];

/** Shopify has spelt some headers in more than one way. */
const SPELT_ALSO: Readonly<Record<string, ColumnKey>> = { "canceled at": "cancelledAt" };

const KEY_OF = new Map<string, ColumnKey>([
  ...(Object.keys(NAMES) as ColumnKey[]).map((key): [string, ColumnKey] => [normal(NAMES[key]), key]),
  ...Object.entries(SPELT_ALSO),
]);

/** The header as Shopify writes it, for messages and the list of rows set aside. */
export function columnName(key: ColumnKey): string {
  return NAMES[key];
}

/**
 * Finds the columns by name; order, letter case, hyphens and extra columns do not matter.
 * @throws Error naming the line and the columns when one that is needed is missing or given twice
 */
export function findColumns(header: readonly string[], line: number): Columns {
  const found = Object.fromEntries(Object.keys(NAMES).map((key) => [key, -1])) as Record<ColumnKey, number>;
  header.forEach((cell, index) => {
    const key = KEY_OF.get(normal(cell));
    if (key === undefined) return;
    if (found[key] !== -1) throw new Error(`Line ${line}: the column "${NAMES[key]}" is there twice. Remove one of the two.`);
    found[key] = index;
  });
  const missing = REQUIRED.filter((key) => found[key] === -1).map((key) => `"${NAMES[key]}"`);
  if (found.createdAt === -1 && found.paidAt === -1) missing.push('"Created at" (or "Paid at")');
  if (missing.length > 0) {
    const separator = header.length < 3 ? [";", "\t", "|"].find((mark) => header.join(",").includes(mark)) : undefined;
    const hint = separator
      ? ` The columns seem to be separated by ${separator === "\t" ? "tabs" : `"${separator}"`} instead of commas.`
      : "";
    throw new Error(
      `Line ${line}: the ${missing.length === 1 ? "column" : "columns"} ${missing.join(", ")} ${missing.length === 1 ? "is" : "are"} missing.${hint} ` +
        "Export the orders in the Shopify admin with Orders > Export, as a plain CSV file, and give that file unchanged.",
    );
  }
  return found;
}

/** True for a header that stands among the rows, as when two exports were put one after the other. */
export function isHeaderRow(row: readonly string[], columns: Columns): boolean {
  return normal(row[columns.name] ?? "") === "name" && normal(row[columns.quantity] ?? "") === normal(NAMES.quantity);
}

function normal(header: string): string {
  return header.trim().toLowerCase().replaceAll("-", " ").replaceAll(/\s+/g, " ");
}
