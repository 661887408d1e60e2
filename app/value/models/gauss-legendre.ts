/** Nodes in (0, 1) and their weights, which sum to 1. */
interface Quadrature {
  readonly nodes: Float64Array;
  readonly weights: Float64Array;
}

/**
 * Gauss-Legendre quadrature on (0, 1) with `count` nodes: Newton's method on the Legendre polynomial.
 * Source: Press et al., Numerical Recipes, 3rd edition, 4.6.1.
 */
export function gaussLegendre(count: number): Quadrature {
  const nodes = new Float64Array(count);
  const weights = new Float64Array(count);
  for (let k = 0; k < count; k++) {
    let z = Math.cos((Math.PI * (k + 0.75)) / (count + 0.5));
    let slope = 1;
    for (let step = 0; step < 100; step++) {
      let here = 1;
      let before = 0;
      for (let j = 0; j < count; j++) {
        const next = ((2 * j + 1) * z * here - j * before) / (j + 1);
        before = here;
        here = next;
      }
      slope = (count * (z * here - before)) / (z * z - 1);
      const change = here / slope;
      z -= change;
      if (Math.abs(change) < 1e-15) break;
    }
    nodes[k] = (1 - z) / 2;
    weights[k] = 1 / ((1 - z * z) * slope * slope);
  }
  return { nodes, weights };
}
