import { withShownValues, type Shown } from "../../../src/workbench/files/saveCopy";

const shown: Record<string, Shown> = {
  A1: { value: "#N/A", isError: true },
  A2: { value: "a<b", isError: false },
  A3: { value: "#BUSY!", isError: true },
  A4: { value: null, isError: false },
  A6: { value: true, isError: false },
  A7: { value: false, isError: false },
  A8: { value: 0.05, isError: false },
  A10: { value: "a\u0007_x0041_\n", isError: false },
  A9: { value: Infinity, isError: false },
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
  ['<c r="A5" t="n"><f>2+3</f><v>5</v></c>', '<c r="A5" t="n"><f>2+3</f><v>5</v></c>'],
  ['<c r="A5" t="s"><v>0</v></c>', '<c r="A5" t="s"><v>0</v></c>'],
  [
    '<c r="A6" cm="1" t="b">\n<f t="array" ref="A6">1=1</f><v>true</v>\n</c>',
    '<c r="A6" cm="1" t="b"><f t="array" ref="A6">1=1</f><v>1</v></c>',
  ],
  ['<c r="A7" t="b"><f>1=2</f><v>false</v></c>', '<c r="A7" t="b"><f>1=2</f><v>0</v></c>'],
  ['<c r="A6" s="3"/>', '<c r="A6" s="3" t="b"><v>1</v></c>'],
  ['<c r="A8" s="1"><v>5%</v></c>', '<c r="A8" s="1" t="n"><v>0.05</v></c>'],
  ['<c r="A9" t="n"><f>A1</f><v>Infinity</v></c>', '<c r="A9" t="e"><f>A1</f><v>#NUM!</v></c>'],
  [
    '<c r="A10" t="str"><f>A1</f><v>a_x0041_</v></c>',
    '<c r="A10" t="str"><f>A1</f><v>a_x0007__x005F_x0041_&#10;</v></c>',
  ],
  ['<c r="A1" t="s"><v>0</v></c>', '<c r="A1" t="e"><v>#N/A</v></c>'],
])("%s is saved as %s", (cell, expected) => expect(saved(cell)).toBe(expected));
