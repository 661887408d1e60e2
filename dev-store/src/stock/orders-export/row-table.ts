/**
 * The line rows of the whole file in columns of numbers: half a million rows take some 30 MB, where objects would take 150.
 * Rows of one order are chained by `next`, because an order's rows need not stand together.
 */
export class RowTable {
  size = 0;
  next = new Int32Array(4096);
  /** line of the file */
  line = new Int32Array(4096);
  /** index into the items of the export, -1 for a row that holds no usable line item */
  item = new Int32Array(4096);
  quantity = new Int32Array(4096);
  /** the three amounts are thousandths of the currency unit; NaN where the cell is empty */
  price = new Float64Array(4096);
  compareAtPrice = new Float64Array(4096);
  discount = new Float64Array(4096);

  add(line: number, item: number, quantity: number, price: number, compareAtPrice: number, discount: number): number {
    const row = this.size++;
    if (row === this.next.length) this.#grow();
    this.next[row] = -1;
    this.line[row] = line;
    this.item[row] = item;
    this.quantity[row] = quantity;
    this.price[row] = price;
    this.compareAtPrice[row] = compareAtPrice;
    this.discount[row] = discount;
    return row;
  }

  #grow(): void {
    const capacity = this.next.length * 2;
    const integers = (old: Int32Array) => {
      const grown = new Int32Array(capacity);
      grown.set(old);
      return grown;
    };
    const amounts = (old: Float64Array) => {
      const grown = new Float64Array(capacity);
      grown.set(old);
      return grown;
    };
    this.next = integers(this.next);
    this.line = integers(this.line);
    this.item = integers(this.item);
    this.quantity = integers(this.quantity);
    this.price = amounts(this.price);
    this.compareAtPrice = amounts(this.compareAtPrice);
    this.discount = amounts(this.discount);
  }
}
