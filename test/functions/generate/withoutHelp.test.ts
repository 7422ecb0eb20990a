import withoutHelp from "../../../src/functions/generate/withoutHelp";

test("the unit of a result, which only the help says", () => {
  expect(withoutHelp('define({ returns: { shape: "scalar", unit: "USD per BTC" }, compute });')).toBe(
    'define({ returns: { shape: "scalar", }, compute });',
  );
});

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
  compute: ({ price }) => of({ summary: price, formula: 1, unit: "EH" }, inUnit(price, "EH")),
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
    price: number("", "", { above: 0 }),
    years: optional(vector("", ""), 1),
    pick: { shape: "cell", read },
    kept,
  },
  returns: { shape: "record", rows: { doc: ["Document", "text"] } },
  compute: ({ price }) => of({ summary: price, formula: 1, unit: "EH" }, inUnit(price, "EH")),
});
`);
});
