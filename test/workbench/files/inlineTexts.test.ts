import { withPlainTexts } from "../../../src/workbench/files/inlineTexts";

test("texts in their cells become plain values", () => {
  const sheet =
    '<row><c r="A1" t="inlineStr" s="2"><is><t>btc price</t></is></c><c r="B1"><v>5</v></c></row>';
  expect(withPlainTexts(sheet)).toBe(
    '<row><c r="A1" t="str" s="2"><v>btc price</v></c><c r="B1"><v>5</v></c></row>',
  );
});

test("the runs of a formatted text are joined", () => {
  const cell =
    '<c r="A1" t="inlineStr"><is><r><rPr><b/></rPr><t xml:space="preserve">a </t></r><r><t>&amp; b</t></r></is></c>';
  expect(withPlainTexts(cell)).toBe('<c r="A1" t="str"><v>a &amp; b</v></c>');
});

test("other cells stay as they are", () => {
  const cell = '<c r="A1" t="s"><v>3</v></c><c r="B1" t="str"><f>A1</f><v>x</v></c>';
  expect(withPlainTexts(cell)).toBe(cell);
});
