import { withShownValues, type Shown } from "../../../src/workbench/files/saveCopy";

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
