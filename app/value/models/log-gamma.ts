const HALF_LOG_TWO_PI = 0.9189385332046727;
const STIRLING_FROM = 10;

/**
 * Natural logarithm of the gamma function for x > 0: Stirling's series, reached by the recurrence ln Gamma(x) = ln Gamma(x + 1) - ln x.
 * Source: NIST Digital Library of Mathematical Functions, 5.11.1 and 5.5.1.
 */
export function logGamma(x: number): number {
  if (x === 1 || x === 2) return 0;
  let shift = 1;
  let at = x;
  while (at < STIRLING_FROM) shift *= at++;
  const inverse = 1 / at;
  const square = inverse * inverse;
  const series =
    inverse *
    (1 / 12 -
      square * (1 / 360 - square * (1 / 1260 - square * (1 / 1680 - square * (1 / 1188 - square * (691 / 360360 - square * (1 / 156)))))));
  return (at - 0.5) * Math.log(at) - at + HALF_LOG_TWO_PI + series - Math.log(shift);
}

/** The derivative of {@link logGamma}, x > 0. Source: NIST Digital Library of Mathematical Functions, 5.11.2 and 5.5.2. */
export function digamma(x: number): number {
  let shift = 0;
  let at = x;
  while (at < STIRLING_FROM) shift += 1 / at++;
  const inverse = 1 / at;
  const square = inverse * inverse;
  const series =
    square *
    (1 / 12 - square * (1 / 120 - square * (1 / 252 - square * (1 / 240 - square * (1 / 132 - square * (691 / 32760 - square / 12))))));
  return Math.log(at) - inverse / 2 - series - shift;
}
