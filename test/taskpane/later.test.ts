/** @jest-environment jsdom */
import type * as LaterModule from "../../src/taskpane/later";

let later: typeof LaterModule.later;
let provide: typeof LaterModule.provide;
beforeEach(async () => {
  document.head.innerHTML = '<meta name="later" content="later.0123.js" />';
  jest.resetModules();
  ({ later, provide } = await import("../../src/taskpane/later"));
});

const scripts = () => [...document.querySelectorAll("script")];
const parts = {} as LaterModule.Later;
/** What the browser says of the script that is asked for. */
const answer = (event: "load" | "error") => scripts().at(-1)?.dispatchEvent(new Event(event));

test("two calls load the script once, and both get what it provides", async () => {
  const both = Promise.all([later(), later()]);
  expect(scripts().map((script) => script.getAttribute("src"))).toEqual(["later.0123.js"]);
  provide(parts);
  answer("load");
  expect(await both).toEqual([parts, parts]);
  expect(await later()).toBe(parts);
  expect(scripts()).toHaveLength(1);
});

test("a script that cannot be loaded is asked for again by the next call", async () => {
  const first = later();
  answer("error");
  await expect(first).rejects.toThrow(/later\.0123\.js cannot be loaded$/);
  expect(scripts()).toEqual([]);
  const second = later();
  provide(parts);
  answer("load");
  expect(await second).toBe(parts);
});

test("a script that provides nothing is refused", async () => {
  const called = later();
  answer("load");
  await expect(called).rejects.toThrow("the script that was loaded holds something else");
});
