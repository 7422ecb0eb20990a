import { catalogue } from "../../src/functions/catalogue";
import { exampleCall } from "../../src/functions/formulaCall";
import { widthOf } from "../../src/functions/parameters";
import { callOn, expectResult, liveMarket, market } from "./host";

const examples = catalogue.flatMap((definition) =>
  definition.examples
    .filter(({ cells }) => cells?.flat().includes("") || cells?.some((row) => row.length < widthOf(cells)))
    .map((example) => ({ ...example, name: definition.name })),
);

/** An empty text in an example is a cell that holds nothing. */
const withBlanks = (given: readonly unknown[], blank: 0 | null) =>
  given.map((argument) =>
    Array.isArray(argument)
      ? argument.map((line: readonly unknown[]) =>
          line.map((cell) => (cell === "" || cell === null ? blank : cell)),
        )
      : argument,
  );

test("there are examples with blank cells", () => expect(examples.length).toBeGreaterThan(5));

// Excel for Windows and Mac passes a blank cell as 0, Excel on the web as null.
describe.each([0, null] as const)("with %p for a blank cell", (blank) => {
  test.each(examples)("$name: $formula", ({ name, ...example }) => {
    const { given } = exampleCall(example.formula, example.cells);
    const reader = example.fetched === undefined ? market : liveMarket(example.fetched);
    expectResult(callOn(reader, name, ...withBlanks(given, blank)), example);
  });
});
