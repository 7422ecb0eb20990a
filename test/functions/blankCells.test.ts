import { catalogue } from "../../src/functions/catalogue";
import { exampleCall } from "../../src/functions/formulaCall";
import { callOn, liveMarket, market } from "./host";

const examples = catalogue.flatMap((definition) =>
  definition.examples
    .filter(
      ({ cells }) => cells?.flat().includes("") || cells?.some((row) => row.length < (cells[0]?.length ?? 0)),
    )
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

// Excel for Windows and Mac hands a blank cell over as 0, Excel on the web as null.
describe.each([0, null] as const)("with %p for a blank cell", (blank) => {
  test.each(examples)("$name: $formula", ({ name, formula, cells, result, fetched }) => {
    const { given } = exampleCall(formula, cells);
    const reader = fetched === undefined ? market : liveMarket(fetched);
    const answer = callOn(reader, name, ...withBlanks(given, blank));
    const expected: readonly (readonly unknown[])[] = Array.isArray(result) ? result : [[result]];
    for (const [row, line] of expected.entries()) {
      for (const [column, value] of line.entries()) {
        const found = answer[row]?.[column];
        if (typeof value === "number")
          expect(Number(found) / (value || 1)).toBeCloseTo(value === 0 ? 0 : 1, 8);
        else expect(found).toBe(value);
      }
    }
  });
});
