import { documentCalls } from "../../src/workbench/documentFile";

const bytes = Uint8Array.from({ length: 10 }, (_, index) => 250 + index);

/** Calls as office.js does, and unwraps the answer: a number, or what follows the status. */
function calls(file = () => Promise.resolve(bytes)) {
  const execute = documentCalls(file);
  return (method: number, ...parameters: unknown[]) =>
    new Promise<unknown>((resolve) =>
      execute(method, parameters, (result) =>
        resolve(typeof result === "number" ? result : result.toArray()),
      ),
    );
}

test("a file is opened, read in slices and closed", async () => {
  const call = calls();
  expect(await call(77, 5)).toEqual([0, 1, 10]);
  expect(await call(80, 1, 0, 4)).toEqual([0, [250, 251, 252, 253], 4]);
  expect(await call(80, 1, 8, 4)).toEqual([0, [2, 3], 2]);
  expect(await call(81, 1)).toEqual([0]);
  expect(await call(80, 1, 0, 4)).toBe(5001);
});

test("a third file is refused until one is closed", async () => {
  const call = calls();
  await call(77, 5);
  await call(77, 5);
  expect(await call(77, 5)).toBe(5001);
  await call(81, 1);
  expect(await call(77, 5)).toEqual([0, 3, 10]);
});

test("other forms of the document, and a workbook that cannot be saved, are refused", async () => {
  expect(await calls()(77, 6)).toBe(5001);
  const error = jest.spyOn(console, "error").mockReturnValue();
  expect(await calls(() => Promise.reject(new Error("no")))(77, 5)).toBe(5001);
  expect(error).toHaveBeenCalledTimes(1);
  error.mockRestore();
});

test("a call that is not known does nothing, with or without somebody who waits for it", async () => {
  expect(await calls()(1234)).toEqual([0]);
  expect(() => documentCalls(() => Promise.resolve(bytes))(1234, undefined)).not.toThrow();
});
