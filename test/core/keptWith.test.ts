import { keptWith } from "../../src/core/keptWith";

/** A function that is kept, and the arguments with which it was called. */
function counted() {
  const calls: unknown[][] = [];
  const keeping = keptWith((values: readonly number[], other?: unknown) => {
    calls.push([values, other]);
    return [values, other];
  });
  return { calls, keeping };
}

test("the same arguments give the same result, computed once", () => {
  const { calls, keeping } = counted();
  const values = [1, 2];
  expect(keeping(values, "a")).toBe(keeping(values, "a"));
  expect(calls).toEqual([[values, "a"]]);
});

test("other arguments are computed, equal but different objects too", () => {
  const { calls, keeping } = counted();
  const values = [1, 2];
  keeping(values, "a");
  expect(keeping([1, 2], "a")).not.toBe(keeping(values, "a"));
  expect(keeping(values, "b")).toEqual([values, "b"]);
  expect(keeping(values)).toEqual([values, undefined]);
  expect(calls).toHaveLength(4);
});

test("two objects are kept beside each other", () => {
  const { calls, keeping } = counted();
  const [one, other] = [[1], [2]];
  for (const values of [one, other, one, other]) keeping(values, 0);
  expect(calls).toHaveLength(2);
});

test("what is thrown is not kept", () => {
  let fails = true;
  const keeping = keptWith((values: readonly number[]) => {
    if (fails) throw new Error("not yet");
    return values.length;
  });
  const values = [1];
  expect(() => keeping(values)).toThrow("not yet");
  fails = false;
  expect(keeping(values)).toBe(1);
});
