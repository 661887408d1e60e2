/** Uniform numbers in (0, 1). */
export type Random = () => number;

/**
 * A generator that gives the same numbers for the same seed on every machine.
 * Source: Doty-Humphrey, PractRand's sfc32; seeded through splitmix32.
 */
export function seededRandom(seed: number): Random {
  let state = seed | 0;
  const split = () => {
    state = (state + 0x9e3779b9) | 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return (mixed ^ (mixed >>> 15)) | 0;
  };
  let a = split();
  let b = split();
  let c = split();
  let counter = 1;
  const next = () => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    return ((sum >>> 0) + 0.5) / 4294967296;
  };
  for (let warm = 0; warm < 12; warm++) next();
  return next;
}

/** A standard normal draw. Source: Marsaglia's polar method. */
export function drawNormal(random: Random): number {
  for (;;) {
    const x = 2 * random() - 1;
    const y = 2 * random() - 1;
    const square = x * x + y * y;
    if (square < 1 && square > 0) return x * Math.sqrt((-2 * Math.log(square)) / square);
  }
}

/** A gamma draw of rate 1, shape above 0. Source: Marsaglia and Tsang (2000), A Simple Method for Generating Gamma Variables. */
export function drawGamma(shape: number, random: Random): number {
  if (shape < 1) return drawGamma(shape + 1, random) * random() ** (1 / shape);
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const normal = drawNormal(random);
    const root = 1 + c * normal;
    if (root <= 0) continue;
    const cube = root * root * root;
    const uniform = random();
    const square = normal * normal;
    if (uniform < 1 - 0.0331 * square * square) return d * cube;
    if (Math.log(uniform) < square / 2 + d * (1 - cube + Math.log(cube))) return d * cube;
  }
}

/** A Poisson draw with a mean of at most a few hundred. Source: Knuth, The Art of Computer Programming, volume 2, 3.4.1. */
export function drawPoisson(mean: number, random: Random): number {
  const limit = Math.exp(-mean);
  let count = 0;
  for (let product = random(); product > limit; product *= random()) count++;
  return count;
}
