import { kept } from "../../src/core/kept";

/** A function that is kept, and the arguments with which it was called. */
function counted(most: number) {
  const calls: unknown[][] = [];
  const keeping = kept(most, (...args: unknown[]) => {
    calls.push(args);
    return [...args];
  });
  return { calls, keeping };
}

test("the same arguments give the same result, computed once", () => {
  const { calls, keeping } = counted(2);
  const object = {};
  const first = keeping(1, "a", object, undefined);
  expect(keeping(1, "a", object, undefined)).toBe(first);
  expect(calls).toHaveLength(1);
  expect(keeping(1, "a", {}, undefined)).not.toBe(first);
});

test("0 and -0 differ, a number that is none is itself", () => {
  const { calls, keeping } = counted(4);
  expect(keeping(0)).toEqual([0]);
  expect(keeping(-0)).toEqual([-0]);
  expect(keeping(NaN)).toBe(keeping(NaN));
  expect(calls).toEqual([[0], [-0], [NaN]]);
});

test("the result that was asked for longest ago gives way", () => {
  const { calls, keeping } = counted(2);
  for (const argument of [1, 2, 1, 3, 1, 2]) keeping(argument);
  expect(calls).toEqual([[1], [2], [3], [2]]);
});

test("what is thrown is not kept", () => {
  let fails = true;
  const keeping = kept(2, (x: number) => {
    if (fails) throw new Error("not yet");
    return x;
  });
  expect(() => keeping(1)).toThrow("not yet");
  fails = false;
  expect(keeping(1)).toBe(1);
});
