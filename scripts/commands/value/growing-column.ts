const CHUNK = 1 << 16;

/** A list of numbers that grows without ever holding them twice until it is finished. */
export class GrowingColumn {
  #full: Float64Array[] = [];
  #last = new Float64Array(CHUNK);
  #used = 0;

  push(value: number): void {
    if (this.#used === CHUNK) {
      this.#full.push(this.#last);
      this.#last = new Float64Array(CHUNK);
      this.#used = 0;
    }
    this.#last[this.#used++] = value;
  }

  finish(): Float64Array {
    const all = new Float64Array(this.#full.length * CHUNK + this.#used);
    this.#full.forEach((chunk, at) => {
      all.set(chunk, at * CHUNK);
    });
    all.set(this.#last.subarray(0, this.#used), this.#full.length * CHUNK);
    this.#full = [];
    return all;
  }
}
