import Decimal from "decimal.js";
import fc from "fast-check";
import { InputError } from "../../../src/core/errors";
import { bitsOfTarget, difficultyFromBits, targetOfBits } from "../../../src/core/network/compactBits";

// Bitcoin Core, src/test/arith_uint256_tests.cpp, bignum_SetCompact.
test.each([
  [0x00000000, 0n, 0x00000000],
  [0x01003456, 0n, 0x00000000],
  [0x01123456, 0x12n, 0x01120000],
  [0x02123456, 0x1234n, 0x02123400],
  [0x02008000, 0x80n, 0x02008000],
  [0x01fedcba, 0x7en, 0x017e0000],
  [0x03923456, 0x123456n, 0x03123456],
  [0x00923456, 0n, 0x00000000],
  [0x02800056, 0n, 0x00000000],
  [0x03123456, 0x123456n, 0x03123456],
  [0x04123456, 0x12345600n, 0x04123456],
  [0x05009234, 0x92340000n, 0x05009234],
  [0x20123456, 0x123456n << 232n, 0x20123456],
])("compact %d", (bits, target, back) => {
  expect(targetOfBits(bits)).toBe(target);
  expect(bitsOfTarget(target)).toBe(back);
});

// By exact fractions; 17034219 and 17021ef0 as the network's explorers show them.
test.each([
  [0x1d00ffff, 1],
  [0x1b0404cb, 16307.420938523983],
  [0x17034219, 86388558925171.02],
  [0x17021ef0, 132716002350731.27],
  [0x18000e12, 20004579268822.92],
  [0x207fffff, 4.6565423739069247e-10],
  // Bytes cut off: 0xffff x 2^208 over 0x12, twice, and 0xff.
  [0x01123456, 1.4977519606117395e66],
  [0x01120000, 1.4977519606117395e66],
  [0x0200ffff, 1.0572366780788749e65],
  // The largest exponents that 256 bits have room for.
  [0x2100ffff, 2.3283064365386963e-10],
  [0x220000ff, 2.3374013835564256e-10],
])("difficulty of %d", (bits, difficulty) => expect(difficultyFromBits(bits)).toBe(difficulty));

const validBits = fc
  .tuple(fc.integer({ min: 1, max: 32 }), fc.integer({ min: 0x010000, max: 0x7fffff }))
  .map(([exponent, mantissa]) => exponent * 2 ** 24 + mantissa);

test("the difficulty is the nearest double to the quotient of 50 digits", () => {
  const Exact = Decimal.clone({ precision: 50, toExpPos: 400 });
  const largest = new Exact(0xffff).times(new Exact(2).pow(208));
  fc.assert(
    fc.property(validBits, (bits) => {
      const quotient = largest.div(new Exact(targetOfBits(bits).toString()));
      expect(difficultyFromBits(bits)).toBe(quotient.toNumber());
    }),
    { numRuns: 500 },
  );
});

test("compact bits keep the first three bytes of any target, and are kept themselves", () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 1n, max: (1n << 256n) - 1n }), (target) => {
      const bits = bitsOfTarget(target);
      const kept = targetOfBits(bits);
      expect(kept <= target).toBe(true);
      expect((target - kept) * 32768n < target).toBe(true);
      expect(bitsOfTarget(kept)).toBe(bits);
    }),
    { numRuns: 1000 },
  );
});

test.each([
  [0x1d000000, "must give a target above 0"],
  [0x00123456, "must give a target above 0"],
  [0x01003456, "must give a target above 0"],
  [0x01803456, "must give a target above 0"],
  [0xff000000, "must give a target above 0"],
  [0x01fedcba, "must not give a negative target"],
  [0x1d800001, "must not give a negative target"],
  [0x1dffffff, "must not give a negative target"],
  [0x2101ffff, "must give a target below 2^256"],
  [0x22000100, "must give a target below 2^256"],
  [0x23000001, "must give a target below 2^256"],
  [0xff123456, "must give a target below 2^256"],
])("%d has no difficulty", (bits, words) => {
  expect(() => difficultyFromBits(bits)).toThrow(InputError);
  expect(() => difficultyFromBits(bits)).toThrow(words);
});
