/** Makes URL handles from titles as Shopify does: `Crème & Thé` -> `creme-the`; the second of a kind gets `-1`. */
export class HandleMaker {
  readonly #used = new Set<string>();

  make(title: string): string {
    const base =
      title
        .normalize("NFKD")
        .replaceAll(/[\u0300-\u036f'’]/g, "")
        .toLowerCase()
        .replaceAll(/[^\p{Letter}\p{Number}]+/gu, "-")
        .replaceAll(/^-|-$/g, "") || "product";
    let handle = base;
    for (let copy = 1; this.#used.has(handle); copy++) handle = `${base}-${copy}`;
    this.#used.add(handle);
    return handle;
  }
}
