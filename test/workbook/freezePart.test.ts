/** @jest-environment jsdom */
import fc from "fast-check";
import { NAMESPACE } from "../../src/core/keptText";
import { partText, partXml } from "../../src/workbook/freezePart";
import { WorkbookError } from "../../src/workbook/workbook";
import { anyCharacter } from "../anyCharacter";
import { computingS } from "../computing";

const anyText = fc.oneof(
  fc.string({ unit: anyCharacter }),
  // UTF-16 code units at random: lone surrogates among them.
  fc.array(fc.nat(0xffff)).map((codes) => String.fromCharCode(...codes)),
  fc.constantFrom("", "\\", "\\u0041", "]]>", "&amp;", "<!DOCTYPE a>", "'", '"<>&', "\n\r\t\0", " a "),
);

test("any text comes back as it was, through XML that a file can keep", () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const xml = partXml(text);
      expect(xml).toMatch(/^[^\p{Cc}\p{Cs}\uFFFE\uFFFF]*$/u);
      expect(partText(xml)).toBe(text);
    }),
    { numRuns: 300 },
  );
});

test("it comes back however another program writes the same XML", () => {
  const xml = partXml('{"a":"<&>"}');
  const [, attributes = "", written = ""] = /^<frozen xmlns="[^"]*" (.*?)>(.*)<\/frozen>$/.exec(xml) ?? [];
  const [length, sum] = attributes.replace(/"/g, "'").split(" ");
  const other = `<?xml version="1.0"?>\n<h:frozen ${sum} ${length} xmlns:h="${NAMESPACE}">${written.replace(
    "&lt;",
    "<![CDATA[<]]>",
  )}</h:frozen>\n`;
  expect(partText(other)).toBe('{"a":"<&>"}');
});

const whole = partXml('{"price":85956.45}');
test.each([
  ["no XML", "text"],
  ["XML that breaks off", whole.slice(0, -3)],
  ["another namespace", whole.replace(NAMESPACE, "urn:other")],
  [
    "another element",
    whole.replace(/frozen/g, "thawed").replace("urn:hashcell:thawed", "urn:hashcell:frozen"),
  ],
  ["another digit", whole.replace("85956", "95956")],
  ["a character more", whole.replace("85956", "859560")],
  ["no length", whole.replace(/length="\d+" /, "")],
  ["no checksum", whole.replace(/checksum="\d+"/, "")],
  ["an element inside", whole.replace("85956", "8<b/>5956")],
  ["entities of its own", `<!DOCTYPE frozen [<!ENTITY a "85956">]>${whole.replace("85956", "&a;")}`],
  ["more than a part can keep", whole + " ".repeat(4_600_000)],
])("%s is damage", (_what, xml) => {
  expect(xml).not.toBe(whole);
  expect(computingS(() => expect(() => partText(xml)).toThrow(WorkbookError))).toBeLessThan(1);
});

test("more than a workbook keeps is refused before anything is written", () => {
  expect(() => partXml("x".repeat(899_000))).not.toThrow();
  expect(() => partXml("x".repeat(901_000))).toThrow(/more to freeze/);
  expect(() => partXml("x".repeat(901_000))).toThrow(/set the workbook live .* open it again/);
  expect(() => partXml("😀".repeat(230_000))).toThrow(/more to freeze/);
});
