import fc from "fast-check";
import { bind } from "../../src/functions/bind";
import { catalogue } from "../../src/functions/catalogue";
import { forbidden, fuzzed } from "./fuzz/calls";

/** Some thousands altogether; `npm run fuzz` makes as many as it is asked for. */
const CALLS = 60;

test("the forbidden market throws when it is read", () => {
  const about = catalogue.find(({ name }) => name === "ABOUT");
  expect(() => about && bind(about, forbidden)(null)).toThrow("the market's state was read");
});

test.each(fuzzed)("$name answers whatever it is given", ({ calls, fault }) => {
  fc.assert(
    fc.property(calls, (given) => expect(fault(given)).toBeUndefined()),
    { numRuns: CALLS },
  );
});
