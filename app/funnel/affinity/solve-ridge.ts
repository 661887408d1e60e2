/**
 * Solves (A + ridge I) x = b in place for a symmetric positive semidefinite A: `matrix` holds A's lower triangle row by row in
 * rows of `size` and becomes the Cholesky factor, `vector` holds b and becomes x. `ridge` above 0.
 */
export function solveRidge(matrix: Float64Array, vector: Float64Array, size: number, ridge: number): void {
  for (let row = 0; row < size; row++) {
    const at = row * size;
    for (let column = 0; column <= row; column++) {
      const from = column * size;
      let sum = matrix[at + column] as number;
      for (let k = 0; k < column; k++) sum -= (matrix[at + k] as number) * (matrix[from + k] as number);
      if (column < row) matrix[at + column] = sum / (matrix[from + column] as number);
      // rounding may leave less than the ridge, never less than nothing
      else matrix[at + row] = Math.sqrt(Math.max(sum + ridge, ridge * 1e-6));
    }
  }
  for (let row = 0; row < size; row++) {
    let sum = vector[row] as number;
    for (let k = 0; k < row; k++) sum -= (matrix[row * size + k] as number) * (vector[k] as number);
    vector[row] = sum / (matrix[row * size + row] as number);
  }
  for (let row = size - 1; row >= 0; row--) {
    let sum = vector[row] as number;
    for (let k = row + 1; k < size; k++) sum -= (matrix[k * size + row] as number) * (vector[k] as number);
    vector[row] = sum / (matrix[row * size + row] as number);
  }
}
