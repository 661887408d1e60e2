import { expect, test } from "vitest";
import { ownDatabase } from "../../tests/test-database.ts";
import { binaryArray } from "./binary-array.ts";
import { pool } from "./pool.server.ts";

ownDatabase();

test("PostgreSQL reads binary arrays of every kind as the numbers they are", async () => {
  const third = Math.fround(1 / 3);
  const { rows } = await pool().query(
    `select $1::bigint[]::text[] as bigints, $2::int[] as ints, $3::real[]::float8[] as reals, $4::float8[] as doubles, $5::int[] as none,
       ($2::int[])[2:3] as slice, ($2::int[])[3:2] as empty`,
    [
      binaryArray("bigint", [8_000_000_000_001, -1, Number.MAX_SAFE_INTEGER]),
      binaryArray("int", Int32Array.of(7, -2, 2 ** 31 - 1)),
      binaryArray("real", Float32Array.of(third, 1e-30, Number.NaN)),
      binaryArray("float8", [1 / 3, -1e300]),
      binaryArray("int", []),
    ],
  );
  expect(rows[0]).toEqual({
    bigints: ["8000000000001", "-1", "9007199254740991"],
    ints: [7, -2, 2 ** 31 - 1],
    reals: [third, Math.fround(1e-30), Number.NaN],
    doubles: [1 / 3, -1e300],
    none: [],
    slice: [-2, 2 ** 31 - 1],
    empty: [],
  });
});
