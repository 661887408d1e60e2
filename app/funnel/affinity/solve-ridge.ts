/**
 * Solves (A + ridge I) x = b in place for a symmetric positive semidefinite A: `matrix` holds A's lower triangle row by row in
 * rows of `size` and becomes the Cholesky factor, `vector` holds b and becomes x. `ridge` above 0.
 */
export function solveRidge(matrix: Float64Array, vector: Float64Array, size: number, ridge: number): void {
  // two rows against two columns at a time: each number that is read serves two products, and four sums grow side by side
  let row = 0;
  for (; row + 1 < size; row += 2) {
    const a = row * size;
    const b = a + size;
    for (let column = 0; column < row; column += 2) {
      const c = column * size;
      const d = c + size;
      let ac = matrix[a + column] as number;
      let ad = matrix[a + column + 1] as number;
      let bc = matrix[b + column] as number;
      let bd = matrix[b + column + 1] as number;
      for (let k = 0; k < column; k++) {
        const ak = matrix[a + k] as number;
        const bk = matrix[b + k] as number;
        const ck = matrix[c + k] as number;
        const dk = matrix[d + k] as number;
        ac -= ak * ck;
        ad -= ak * dk;
        bc -= bk * ck;
        bd -= bk * dk;
      }
      const first = matrix[c + column] as number;
      const below = matrix[d + column] as number;
      const second = matrix[d + column + 1] as number;
      ac /= first;
      bc /= first;
      matrix[a + column] = ac;
      matrix[b + column] = bc;
      matrix[a + column + 1] = (ad - ac * below) / second;
      matrix[b + column + 1] = (bd - bc * below) / second;
    }
    factorRow(matrix, size, { row, from: row, ridge });
    factorRow(matrix, size, { row: row + 1, from: row, ridge });
  }
  if (row < size) factorRow(matrix, size, { row, from: 0, ridge });
  for (let row = 0; row < size; row++) {
    const at = row * size;
    let sum = vector[row] as number;
    for (let k = 0; k < row; k++) sum -= (matrix[at + k] as number) * (vector[k] as number);
    vector[row] = sum / (matrix[at + row] as number);
  }
  // row by row again, as columns lie far apart
  for (let row = size - 1; row >= 0; row--) {
    const at = row * size;
    const value = (vector[row] as number) / (matrix[at + row] as number);
    vector[row] = value;
    for (let k = 0; k < row; k++) vector[k] = (vector[k] as number) - (matrix[at + k] as number) * value;
  }
}

/** One row of the factor, whose columns before `from` are done. */
function factorRow(
  matrix: Float64Array,
  size: number,
  { row, from, ridge }: { readonly row: number; readonly from: number; readonly ridge: number },
) {
  const at = row * size;
  for (let column = from; column <= row; column++) {
    const other = column * size;
    let sum = matrix[at + column] as number;
    for (let k = 0; k < column; k++) sum -= (matrix[at + k] as number) * (matrix[other + k] as number);
    if (column < row) matrix[at + column] = sum / (matrix[other + column] as number);
    // rounding may leave less than the ridge, never less than nothing
    else matrix[at + row] = Math.sqrt(Math.max(sum + ridge, ridge * 1e-6));
  }
}
