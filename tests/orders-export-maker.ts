export interface MadeOrder {
  /** who ordered, however the address is written; null for a guest */
  readonly customer: string | null;
  /** epoch ms */
  readonly at: number;
  readonly lines: number;
  readonly cancelled: boolean;
  /** minor units, as are the others; discounts off, before tax and shipping */
  readonly subtotal: bigint;
  readonly giftCards: bigint;
  /** with tax, shipping and tip */
  readonly total: bigint;
  readonly refunded: bigint;
}

export interface ExportPlan {
  readonly seed: number;
  readonly currency: string;
  readonly digits: number;
  readonly orders?: number;
  readonly layout?: "oldest first" | "newest first" | "interleaved" | "filled down" | "windows" | "shuffled columns without Id";
}

type Row = Record<string, string>;

const NAMES = ["Mug", "Tea, green", 'Lamp "Nora"', "Ly sứ trắng", "茶碗", "Two\nlines 🎁", "Scarf - Red / S", "Scarf - Blue / S"];
const COLUMNS =
  "Name,Email,Financial Status,Paid at,Fulfillment Status,Fulfilled at,Accepts Marketing,Currency,Subtotal,Shipping,Taxes,Total,Discount Code,Discount Amount,Shipping Method,Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem compare at price,Lineitem sku,Lineitem requires shipping,Lineitem taxable,Lineitem fulfillment status,Billing Name,Notes,Cancelled at,Payment Method,Refunded Amount,Vendor,Outstanding Balance,Id,Tags,Risk Level,Source,Lineitem discount,Tax 1 Name,Tax 1 Value,Phone,Duties".split(
    ",",
  );

/** An orders export as Shopify writes it, the orders a spreadsheet would count in it, and how many it must not count. */
export function makeExport({ seed, currency, digits, orders: wanted = 60, layout }: ExportPlan): {
  csv: string;
  orders: MadeOrder[];
  badOrders: number;
} {
  const draw = drawing(seed);
  const money = (amount: bigint) => {
    const text = String(amount).padStart(digits + 1, "0");
    return digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`;
  };
  const products = NAMES.map((name, index) => ({
    name,
    sku: index % 3 === 2 ? "" : `S${index}`,
    price: BigInt(draw(99_000) + 1),
    shipped: "true",
    gift: false,
  }));
  const giftCard = { name: "Gift Card", sku: "", price: BigInt(25 * 10 ** digits), shipped: "false", gift: true };
  const orders: MadeOrder[] = [];
  const blocks: Row[][] = [];
  let badOrders = 0;
  let at = Date.UTC(2023, 9, 20);
  for (let number = 1001; number < 1001 + wanted; number++) {
    at += draw(900_000) * 1000;
    const lines = Array.from({ length: 1 + draw(4) }, () => {
      const product = draw(15) === 0 ? giftCard : (products[draw(products.length)] ?? giftCard);
      const quantity = BigInt(1 + draw(draw(10) === 0 ? 500 : 4));
      const cost = product.price * quantity;
      return { product, quantity, cost, discount: !product.gift && draw(5) === 0 ? cost / BigInt(2 + draw(9)) : 0n };
    });
    const afterLines = lines.reduce((total, line) => total + line.cost - line.discount, 0n);
    const onGoods = !lines.some(({ product }) => product.gift);
    const code = onGoods && draw(4) === 0 ? (afterLines * BigInt([5, 10, 33, 100][draw(4)] ?? 0)) / 100n : 0n;
    const subtotal = afterLines - code;
    const shipping = BigInt(draw(3) * 495);
    const tax = subtotal / 6n;
    const included = draw(3) === 0;
    const tip = draw(8) === 0 ? 250n : 0n;
    const total = subtotal + shipping + (included ? 0n : tax) + tip;
    const refunded = [0n, 0n, 0n, 0n, total, subtotal, total / 3n][draw(7)] ?? 0n;
    const cancelled = draw(9) === 0;
    const person = draw(6) === 0 ? null : `buyer${draw(12)}@example.com`;
    const offset = [0, 60, -240, 330, 780][draw(5)] ?? 0;
    const head: Row = {
      Name: `#${number}`,
      Email: person === null ? "" : ([person, person.toUpperCase(), ` ${person} `][draw(3)] ?? person),
      "Financial Status": refunded === 0n ? "paid" : refunded === total ? "refunded" : "partially_refunded",
      "Paid at": stamp(at, offset),
      "Created at": stamp(at, offset),
      "Accepts Marketing": "no",
      Currency: currency,
      Subtotal: money(subtotal),
      Shipping: money(shipping),
      Taxes: money(tax),
      Total: money(total),
      "Discount Code": code > 0n ? "SAVE" : "",
      "Discount Amount": money(code + (draw(2) === 0 ? lines.reduce((sum, line) => sum + line.discount, 0n) : 0n)),
      "Cancelled at": cancelled ? stamp(at + 3_600_000, offset) : "",
      "Refunded Amount": money(refunded),
      Notes: draw(5) === 0 ? 'Ring "twice",\nthen wait' : "",
      Id: String(5_400_000_000_000 + number),
      Source: "web",
    };
    const rows = lines.map(
      ({ product, quantity, discount }, index): Row => ({
        ...(index === 0 || layout === "filled down"
          ? head
          : { Name: head.Name ?? "", Email: head.Email ?? "", "Created at": head["Created at"] ?? "" }),
        "Lineitem quantity": String(quantity),
        "Lineitem name": product.name,
        "Lineitem price": money(product.price),
        "Lineitem sku": product.sku,
        "Lineitem requires shipping": product.shipped,
        "Lineitem discount": money(discount),
      }),
    );
    blocks.push(rows);
    const broken = wanted > 1 && draw(12) === 0 ? BREAKS[draw(BREAKS.length)] : undefined;
    if (broken) {
      for (const row of rows) if (row.Currency) Object.assign(row, broken);
      badOrders += 1;
      continue;
    }
    orders.push({
      customer: person,
      at,
      lines: lines.length,
      cancelled,
      subtotal,
      giftCards: lines.reduce((total, line) => total + (line.product.gift ? line.cost : 0n), 0n),
      total,
      refunded,
    });
  }
  return { csv: written(blocks, layout, draw), orders, badOrders };
}

/** What no importer should guess about; the order is set aside whole. */
const BREAKS: readonly Row[] = [
  { Subtotal: "1,234.00" },
  { Total: "$10" },
  { Currency: "XTS" },
  { "Created at": "2024-02-30 10:00:00 +0000" },
  { "Created at": "5/1/2024" },
  { "Lineitem quantity": "two" },
  { "Refunded Amount": "99999999999" },
];

function written(blocks: Row[][], layout: ExportPlan["layout"], draw: (below: number) => number): string {
  let rows = (layout === "newest first" ? blocks.toReversed() : blocks).flat();
  if (layout === "interleaved") rows = [...Array(5).keys()].flatMap((line) => blocks.flatMap((block) => block.slice(line, line + 1)));
  const shuffled = layout === "shuffled columns without Id";
  const columns = shuffled ? COLUMNS.filter((name) => name !== "Id").sort(() => draw(3) - 1) : COLUMNS;
  const cell = (text: string) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  const end = layout === "windows" ? "\r\n" : "\n";
  return (
    (layout === "windows" ? "\uFEFF" : "") +
    [columns, ...rows.map((row) => columns.map((name) => row[name] ?? ""))].map((cells) => cells.map(cell).join(",") + end).join("")
  );
}

/** `2024-05-01 09:58:12 +0200`: the moment as a clock shows it that is `minutes` ahead of UTC. */
function stamp(at: number, minutes: number): string {
  const shown = new Date(at + minutes * 60_000).toISOString();
  const size = Math.abs(minutes);
  const two = (value: number) => String(value).padStart(2, "0");
  return `${shown.slice(0, 10)} ${shown.slice(11, 19)} ${minutes < 0 ? "-" : "+"}${two(Math.floor(size / 60))}${two(size % 60)}`;
}

/** Whole numbers from 0 up to `below`, the same for the same seed (a linear congruential generator). */
function drawing(seed: number): (below: number) => number {
  let state = BigInt(seed) * 2654435761n;
  return (below) => {
    state = (state * 6364136223846793005n + 1442695040888963407n) & 0xffffffffffffffffn;
    return Number((state >> 33n) % BigInt(below));
  };
}
