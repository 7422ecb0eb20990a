import { once } from "../../src/core/once";

test("a value is made when it is first asked for, and never again, even if it is undefined", () => {
  const make = jest.fn((): number | undefined => undefined);
  const made = once(make);
  expect(make).not.toHaveBeenCalled();
  expect([made(), made()]).toEqual([undefined, undefined]);
  expect(make).toHaveBeenCalledTimes(1);
});
