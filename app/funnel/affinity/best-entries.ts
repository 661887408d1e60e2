/**
 * Keeps the entries of the highest keys among those offered: a binary heap with the worst on top.
 * Of equal keys the smaller id wins, so that the same data gives the same table.
 */
export class BestEntries {
  readonly #ids: Int32Array;
  readonly #keys: Float64Array;
  #size = 0;

  constructor(keep: number) {
    this.#ids = new Int32Array(keep);
    this.#keys = new Float64Array(keep);
  }

  offer(id: number, key: number): void {
    const ids = this.#ids;
    const keys = this.#keys;
    if (this.#size < ids.length) {
      let at = this.#size++;
      while (at > 0) {
        const parent = (at - 1) >> 1;
        if (!worse(key, id, keys[parent] as number, ids[parent] as number)) break;
        keys[at] = keys[parent] as number;
        ids[at] = ids[parent] as number;
        at = parent;
      }
      keys[at] = key;
      ids[at] = id;
    } else if (this.#size > 0 && worse(keys[0] as number, ids[0] as number, key, id)) {
      this.#sinkFromTop(id, key);
    }
  }

  /** Empties the heap into `target` from `from` on, best first; returns how many there were. */
  drain(target: Int32Array, from: number): number {
    const size = this.#size;
    while (this.#size > 0) {
      target[from + this.#size - 1] = this.#ids[0] as number;
      this.#size--;
      if (this.#size > 0) this.#sinkFromTop(this.#ids[this.#size] as number, this.#keys[this.#size] as number);
    }
    return size;
  }

  #sinkFromTop(id: number, key: number): void {
    const ids = this.#ids;
    const keys = this.#keys;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= this.#size) break;
      if (
        child + 1 < this.#size &&
        worse(keys[child + 1] as number, ids[child + 1] as number, keys[child] as number, ids[child] as number)
      ) {
        child++;
      }
      if (!worse(keys[child] as number, ids[child] as number, key, id)) break;
      keys[at] = keys[child] as number;
      ids[at] = ids[child] as number;
      at = child;
    }
    keys[at] = key;
    ids[at] = id;
  }
}

function worse(key: number, id: number, thanKey: number, thanId: number): boolean {
  return key < thanKey || (key === thanKey && id > thanId);
}
