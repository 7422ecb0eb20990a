import { withoutSpilledValues, withShownValues, type Shown } from "../../../src/workbench/files/cellValues";

const shown: Record<string, Shown> = {
  A1: { value: "#N/A", isError: true },
  A2: { value: "a<b", isError: false },
  A3: { value: "#BUSY!", isError: true },
  A4: { value: null, isError: false },
};
const saved = (cell: string) =>
  withShownValues(cell, (address) => shown[address] ?? { value: 5, isError: false });

test.each([
  [
    '<c r="A1" cm="1" t="str">\n<f t="array" ref="A1">X()</f><v>#N/A</v>\n</c>',
    '<c r="A1" cm="1" t="e"><f t="array" ref="A1">X()</f><v>#N/A</v></c>',
  ],
  ['<c r="A2" s="3">\n</c>', '<c r="A2" s="3" t="str"><v>a&lt;b</v></c>'],
  ['<c r="A3" />', '<c r="A3" t="e"><v>#N/A</v></c>'],
  ['<c r="A4" s="1"></c>', '<c r="A4" s="1"></c>'],
  ['<c r="A5" t="n"><f>1+1</f><v>2</v></c>', '<c r="A5" t="n"><f>1+1</f><v>2</v></c>'],
  ['<c r="A5" t="s"><v>0</v></c>', '<c r="A5" t="s"><v>0</v></c>'],
])("%s is saved as %s", (cell, expected) => expect(saved(cell)).toBe(expected));

test("only values that a formula spills are dropped in opening", () => {
  const formula = '<c r="B2" t="n"><f t="array" ref="B2:C3">X()</f><v>1</v></c>';
  const single = '<c r="E1"><f t="array" ref="E1">Y()</f><v>1</v></c>';
  const other = '<c r="D2"><v>5</v></c><c r="A1" s="1"/>';
  expect(
    withoutSpilledValues(
      `${single}${formula}<c r="C2" s="4" t="str"><v>x</v></c><c r="B3"><v>7</v></c>${other}`,
    ),
  ).toBe(`${single}${formula}<c r="C2" s="4"/><c r="B3"/>${other}`);
  expect(withoutSpilledValues(single + other)).toBe(single + other);
});
