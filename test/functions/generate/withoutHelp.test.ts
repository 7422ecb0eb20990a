import withoutHelp from "../../../src/functions/generate/withoutHelp";

test("a definition without what the help says of it", () => {
  const text = `import { define } from "../define";
import { exampleBlock } from "./exampleBlock";
export const x = define({
  name: "X",
  group: "Hedging",
  // The treasurer reads this.
  summary: "A price, (in USD)",
  parameters: {
    price: number("Price of one bitcoin", "USD", { above: 0 }),
    years: optional(vector(\`Years, \${few}\`, "years"), 1),
    pick: { shape: "cell", doc: "Which \\"one\\"", unit: "text", read },
    kept,
  },
  returns: { shape: "record", rows: { doc: ["Document", "text"] } },
  compute: ({ price }) => of({ summary: price, formula: 1 }),
  formula: "price × 1",
  remarks: [...remarks, "One."],
  sources: [],
  examples: [{ formula: "=MINING.X(1)", cells: exampleBlock, result: 1, note: "One." }],
  seeAlso: ["Y"],
});
`;
  expect(withoutHelp(text)).toBe(`import { define } from "../define";
import { exampleBlock } from "./exampleBlock";
export const x = define({
  name: "X",
  parameters: {
    price: number("", "USD", { above: 0 }),
    years: optional(vector("", "years"), 1),
    pick: { shape: "cell", unit: "text", read },
    kept,
  },
  returns: { shape: "record", rows: { doc: ["Document", "text"] } },
  compute: ({ price }) => of({ summary: price, formula: 1 }),
});
`);
});
