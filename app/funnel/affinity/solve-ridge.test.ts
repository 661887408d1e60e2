import { expect, test } from "vitest";
import { seededRandom } from "../../value/models/seeded-random.ts";
import { solveRidge } from "./solve-ridge.ts";

test.each([1, 2, 3, 4, 7, 16])("a ridge system of %i is solved", (size) => {
  const random = seededRandom(4);
  const root = Array.from({ length: size * size }, () => random() - 0.5);
  const matrix = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++)
      for (let k = 0; k < size; k++)
        matrix[i * size + j] = (matrix[i * size + j] as number) + (root[i * size + k] as number) * (root[j * size + k] as number);
  }
  const right = Array.from({ length: size }, () => 4 * random() - 2);
  const x = Float64Array.from(right);
  solveRidge(matrix.slice(), x, size, 0.3);
  for (let i = 0; i < size; i++) {
    let sum = 0.3 * (x[i] as number);
    for (let j = 0; j < size; j++) sum += (matrix[i * size + j] as number) * (x[j] as number);
    expect(sum).toBeCloseTo(right[i] as number, 10);
  }
});
