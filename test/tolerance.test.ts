import { Exact } from "./exact";

/** What a failing expectation says, without the colours of a terminal. */
function failure(fail: () => void): string {
  try {
    fail();
  } catch (error) {
    return (error as Error).message.replace(/\u001b\[\d+m/g, "");
  }
  throw new Error("the expectation did not fail");
}

test("a failure shows the difference, the tolerance, the source and every input", () => {
  const inputs = { type: "call", forward: 19, expiries: [0.25, 0.75], strike: undefined };
  const source = "Haug (1998), p. 2";
  const fail = () => expect(1.7013).toBeWithin(1.7011, { absolute: 5e-5, inputs, source });
  expect(failure(fail)).toBe(`The number is not within the tolerance.

  actual:         1.7013
  expected:       1.7011
  difference:     0.0002000 absolute, 0.0001176 relative
  tolerance:      0.00005 absolute
  source:         Haug (1998), p. 2
  input type:     "call"
  input forward:  19
  input expiries: [0.25, 0.75]
  input strike:   undefined`);
});

test("a tolerance is absolute, relative, or whichever is wider", () => {
  expect(100.1).toBeWithin(100, { absolute: 0.11 });
  expect(100.1).not.toBeWithin(100, { absolute: 0.09 });
  expect(-100.1).toBeWithin(-100, { relative: 0.0011 });
  expect(-100.1).not.toBeWithin(-100, { relative: 0.0009 });
  expect(100.1).toBeWithin(100, { absolute: 0.11, relative: 1e-9 });
  expect(100.1).toBeWithin(100, { absolute: 1e-9, relative: 0.0011 });
  expect(100.1).not.toBeWithin(100, { absolute: 0.09, relative: 0.0009 });
  const both = () => expect(100.1).toBeWithin(100, { absolute: 0.09, relative: 0.0009 });
  expect(failure(both)).toContain("0.09 absolute or 0.0009 relative");
  expect(failure(() => expect(2).not.toBeWithin(2, { relative: 0.1 }))).toContain("is within the tolerance");
});

test("zero and infinity are expected as they are", () => {
  expect(-0).toBeWithin(0, { relative: 0 });
  expect(1e-300).not.toBeWithin(0, { relative: 1e-9 });
  expect(Infinity).toBeWithin(Infinity, { relative: 0 });
  expect(Infinity).not.toBeWithin(-Infinity, { relative: 1 });
  expect(1e308).not.toBeWithin(Infinity, { absolute: 1e300 });
});

test("what is missing or not a number is never within a tolerance", () => {
  const wide = { absolute: Infinity };
  for (const actual of [NaN, undefined, null, "1", 1n]) {
    expect(failure(() => expect(actual).toBeWithin(1, wide))).toContain("not within");
  }
  expect(failure(() => expect(1).toBeWithin(undefined, wide))).toContain("not within");
  expect(failure(() => expect(1).toBeWithin(NaN, wide))).toContain("not within");
  expect(failure(() => expect(NaN).toBeWithin(NaN, wide))).toContain("not within");
  expect(failure(() => expect(1.1).toBeWithin(1, { absolute: NaN }))).toContain("not within");
});

test("a double is compared with a decimal to its last bit", () => {
  const third = new Exact(1).div(3);
  expect(1 / 3).toBeWithin(third, { relative: 6e-17 });
  expect(1 / 3).not.toBeWithin(third, { relative: 5e-17 });
  expect(1 / 3).toBeWithin(third, { absolute: 2e-17 });
  expect(0).toBeWithin(new Exact(0), { relative: 0 });
  expect(NaN).not.toBeWithin(third, { relative: 1 });
});
