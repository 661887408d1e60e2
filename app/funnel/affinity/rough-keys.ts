/** Bits of a Float32 below its place: 6 bits of the fraction remain, so 64 places from a number to its double. */
const BELOW_PLACE = 17;
/** 16 halvings of the highest key; what is lower shares the last place. */
const PLACES = 1024;

/**
 * Keys as Float32, 0 or more, to tell in two passes which are clearly not among the best, so that few have to be ordered. Rounding
 * never turns the order of two keys round: one that is below the bar when rounded is below all that reach it.
 */
export class RoughKeys {
  readonly keys: Float32Array;
  /** the same, as whole numbers in the same order */
  readonly #bits: Int32Array;
  readonly #places = new Int32Array(PLACES);
  readonly #bar = new Float32Array(1);
  readonly #barBits = new Int32Array(this.#bar.buffer);

  constructor(most: number) {
    this.keys = new Float32Array(most);
    this.#bits = new Int32Array(this.keys.buffer);
  }

  /** A key that at least `keep` of the first `count` keys reach, and few more; 0 where there are not more. */
  bar(count: number, keep: number): number {
    if (count <= keep) return 0;
    const bits = this.#bits;
    const places = this.#places.fill(0);
    let highest = 0;
    for (let at = 0; at < count; at++) highest = Math.max(highest, bits[at] as number);
    for (let at = 0; at < count; at++) {
      const place = Math.min(PLACES - 1, (highest - (bits[at] as number)) >> BELOW_PLACE);
      places[place] = (places[place] as number) + 1;
    }
    let place = 0;
    for (let reached = places[0] as number; reached < keep; reached += places[place] as number) place++;
    if (place === PLACES - 1) return 0;
    this.#barBits[0] = Math.max(0, highest - ((place + 1) << BELOW_PLACE) + 1);
    return this.#bar[0] as number;
  }
}
