import fc from "fast-check";
import { integer, rounded } from "../../../../src/workfile/evaluate/functions/rounding";
import { check } from "./table";
import { rows } from "./rounding.rows";

check(rows);

test("a decimal number is rounded as its digits are, whatever its double", () => {
  fc.assert(
    fc.property(
      fc.bigInt({ min: -(10n ** 14n), max: 10n ** 14n }),
      fc.integer({ min: 0, max: 12 }),
      fc.integer({ min: -3, max: 12 }),
      (digits, places, kept) => {
        const x = Number(`${digits}e-${places}`);
        const cut = 10n ** BigInt(Math.max(places - kept, 0));
        const size = digits < 0n ? -digits : digits;
        const sign = digits < 0n ? "-" : "";
        const of = (whole: bigint) => Number(`${sign}${whole * cut}e-${places}`);
        expect(rounded(x, kept, "nearest")).toBe(of((2n * size + cut) / (2n * cut)) + 0);
        expect(rounded(x, kept, "to 0")).toBe(of(size / cut) + 0);
        expect(rounded(x, kept, "away from 0")).toBe(of((size + cut - 1n) / cut) + 0);
      },
    ),
  );
});

test("a whole part is the floor of the digits", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: -1e9, max: 1e9 }),
      fc.integer({ min: 0, max: 999_999 }),
      (whole, millionths) => {
        expect(integer(Number(`${whole}.${String(millionths).padStart(6, "0")}`))).toBe(
          whole < 0 && millionths > 0 ? whole - 1 : whole,
        );
      },
    ),
  );
});
