/** @jest-environment jsdom */
import "../workbench/textCoding";
import * as spreadsheet from "@odoo/o-spreadsheet";
import type { Book } from "../../src/books/book";
import { bookFile } from "../../src/books/file";
import { Page } from "../../src/books/page";
import type { Values } from "../../src/books/values";
import { bookComputer } from "../../src/workbench/bookValues";
import { openedFile } from "../../src/workbench/files/openWorkbook";
import { readFile } from "../../src/workbench/files/xlsx";
import { openWorkbook } from "../../src/workfile/workbook";
import { partsOf } from "../workfile/fixtures";
import { demoBook } from "./demoBook";

let compute: (file: Uint8Array) => Promise<Values>;
let bytes: Uint8Array;
let texts: Map<string, string>;

beforeAll(async () => {
  jest.spyOn(console, "debug").mockImplementation(() => undefined);
  Object.assign(globalThis, { o_spreadsheet: spreadsheet });
  compute = bookComputer();
  bytes = await bookFile(demoBook(), compute);
  texts = new Map([...partsOf(bytes)].map(([path, { text }]) => [path, text]));
});

const part = (path: string) => texts.get(path) ?? "";
const sheet = (number: number) => part(`xl/worksheets/sheet${number}.xml`);
const [DASHBOARD, INPUTS, CASH_FLOW, CHECKS] = [1, 2, 3, 4];
/** A cell's element. */
const cell = (number: number, at: string) =>
  new RegExp(`<c r="${at}"(?:[^>]*/>|.*?</c>)`).exec(sheet(number))?.[0] ?? "none";
/** The attributes of a cell's format. */
function formatOf(number: number, at: string): string {
  const place = Number(/ s="(\d+)"/.exec(cell(number, at))?.[1] ?? 0);
  const formats = /<cellXfs[^>]*>(.*)<\/cellXfs>/.exec(part("xl/styles.xml"))?.[1] ?? "";
  return [...formats.matchAll(/<xf [^>]*?(?:\/>|>.*?<\/xf>)/g)][place]?.[0] ?? "none";
}
const listed = (list: string, place: number) => {
  const inner = new RegExp(`<${list}s [^>]*>(.*)</${list}s>`).exec(part("xl/styles.xml"))?.[1] ?? "";
  return inner.split(`</${list}>`)[place] ?? "none";
};
const numberIn = (text: string, attribute: string) =>
  Number(new RegExp(`${attribute}="(\\d+)"`).exec(text)?.[1] ?? NaN);
const rootOf = (xml: string) => new DOMParser().parseFromString(xml, "application/xml").documentElement;
const childrenOf = (element: Element) => [...element.children].map(({ localName }) => localName);

describe("the package", () => {
  test("is the same bytes every time", async () => {
    expect(Buffer.from(await bookFile(demoBook(), compute)).equals(Buffer.from(bytes))).toBe(true);
  });

  test("every part is XML, has a content type, and is where a relation leads", () => {
    for (const [path, text] of texts) {
      expect([path, rootOf(text).localName]).not.toContain("parsererror");
      if (path.endsWith(".rels") || path === "[Content_Types].xml") continue;
      expect(part("[Content_Types].xml")).toContain(`PartName="/${path}"`);
      const name = path.split("/").pop() ?? "";
      const leading = [...texts].filter(
        ([other, xml]) => other.endsWith(".rels") && new RegExp(`Target="(?:[^"]*/)?${name}"`).test(xml),
      );
      expect([path, leading.length]).toEqual([path, 1]);
    }
  });

  test("is read by the reader of the command line", () => {
    const workbook = openWorkbook(bytes);
    expect(workbook.tabs).toEqual(["Dashboard", "Inputs", "Cash flow", "Checks"]);
    const name = ({ name: own, sheet: place, text }: (typeof workbook.names)[number]) => [own, place, text];
    expect(workbook.names.map(name)).toEqual([
      ["btc_price", undefined, "Inputs!$B$5"],
      ["checks_verdict", undefined, "Checks!$A$6"],
      ["Machines", undefined, "Inputs!$D$5:$D$6"],
      ["_xlnm.Print_Area", 2, "'Cash flow'!$A$1:$G$22"],
      ["_xlnm.Print_Area", 3, "Checks!$A$1:$D$6"],
      // With the lower edge of the last chart.
      ["_xlnm.Print_Area", 0, "Dashboard!$A$1:$P$52"],
      ["_xlnm.Print_Area", 1, "Inputs!$A$1:$D$15"],
      ["_xlnm.Print_Titles", 2, "'Cash flow'!$A:$C,'Cash flow'!$1:$5"],
      ["_xlnm.Print_Titles", 3, "Checks!$1:$3"],
      ["_xlnm.Print_Titles", 0, "Dashboard!$1:$3"],
      ["_xlnm.Print_Titles", 1, "Inputs!$1:$3"],
      ["start_date", undefined, "Inputs!$B$8"],
    ]);
  });

  test("says its title, and keeps its values on opening", () => {
    expect(part("docProps/core.xml")).toContain("<dc:title>Demo &amp; test</dc:title>");
    expect(part("docProps/core.xml")).toContain("Shows &lt;everything&gt; once.");
    expect(part("xl/workbook.xml")).toContain('<calcPr calcId="191029"/>');
    expect(part("xl/workbook.xml")).not.toContain("fullCalcOnLoad");
  });
});

/** ISO 29500-1, section 18.3.1.99. */
const SHEET_ORDER = [
  "sheetPr",
  "dimension",
  "sheetViews",
  "sheetFormatPr",
  "cols",
  "sheetData",
  "conditionalFormatting",
  "dataValidations",
  "printOptions",
  "pageMargins",
  "pageSetup",
  "headerFooter",
  "rowBreaks",
  "colBreaks",
  "drawing",
];

describe("sheets", () => {
  test.each([DASHBOARD, INPUTS, CASH_FLOW, CHECKS])("the parts of sheet %d stand in order", (number) => {
    const children = childrenOf(rootOf(sheet(number)));
    const places = children.map((name) => SHEET_ORDER.indexOf(name));
    expect(places).toEqual([...places].sort((one, other) => one - other));
    expect(places).not.toContain(-1);
    const rows = [...sheet(number).matchAll(/<row r="(\d+)"/g)].map(([, row]) => Number(row));
    expect(rows).toEqual([...new Set(rows)].sort((one, other) => one - other));
  });

  test("cells stand in the order of their columns", () => {
    for (const [, row = ""] of sheet(CASH_FLOW).matchAll(/<row [^>]*>(.*?)<\/row>/g)) {
      const columns = [...row.matchAll(/<c r="([A-Z]+)/g)].map(([, column = ""]) => column);
      expect(columns).toEqual([...new Set(columns)].sort());
    }
  });

  test("views: no gridlines, the first sheet chosen, a frozen pane", () => {
    expect(sheet(DASHBOARD)).toContain('<sheetView showGridLines="0" tabSelected="1" workbookViewId="0">');
    expect(sheet(INPUTS)).not.toContain("tabSelected");
    expect(sheet(INPUTS)).toContain(
      '<pane ySplit="3" topLeftCell="A4" activePane="bottomLeft" state="frozen"/>',
    );
    expect(sheet(CASH_FLOW)).toContain(
      '<pane xSplit="3" ySplit="5" topLeftCell="D6" activePane="bottomRight" state="frozen"/>',
    );
    expect(sheet(CASH_FLOW)).toContain('<col min="1" max="1" width="20.7109375" customWidth="1"/>');
    expect(sheet(INPUTS)).toContain('<tabColor rgb="FF0B4FA8"/>');
  });

  test("rows are as high as what they show", () => {
    expect(sheet(DASHBOARD)).toContain('<row r="1" ht="24" customHeight="1">');
    expect(sheet(DASHBOARD)).toContain('<row r="6" ht="21">');
    expect(numberIn(/<row r="7"[^>]*>/.exec(sheet(DASHBOARD))?.[0] ?? "", "ht")).toBeGreaterThanOrEqual(60);
    expect(sheet(DASHBOARD)).toContain('<row r="5">');
  });

  test("printing: across, fitted, with header and footer; with a scale where there are breaks", () => {
    expect(sheet(INPUTS)).toContain('<pageSetUpPr fitToPage="1"/>');
    expect(sheet(INPUTS)).toContain('<pageSetup paperSize="9" fitToHeight="0" orientation="landscape"/>');
    expect(sheet(DASHBOARD)).toContain('<pageSetup paperSize="9" orientation="landscape"/>');
    expect(sheet(INPUTS)).toContain('&amp;L&amp;"Calibri,Bold"Demo &amp;&amp; test&amp;R&amp;A</oddHeader>');
    expect(sheet(INPUTS)).toContain(
      "<oddFooter>&amp;LHashcell&amp;C&amp;D&amp;RPage &amp;P of &amp;N</oddFooter>",
    );
    expect(sheet(CASH_FLOW)).not.toContain("fitToPage");
    expect(sheet(CASH_FLOW)).toContain('scale="100" fitToWidth="2" fitToHeight="0"');
    expect(sheet(CASH_FLOW)).toContain('<brk id="5" max="1048575" man="1"/></colBreaks>');
    expect(sheet(CHECKS)).toContain('<brk id="5" max="16383" man="1"/></rowBreaks>');
  });

  test("a scale lets the widest page fit across", async () => {
    const page = new Page("Wide", "calculation", "Wide", "");
    page.frozenAt = "B5";
    for (const column of ["A", "B", "C", "D"]) page.widths[column] = 100;
    page.put("D5", 1);
    page.printing.columnBreaks.push(2);
    const file = await bookFile(withVerdict(page), compute);
    // Column A with C and D: 3 columns of 705 pixels, on 10.69 inches of 96.
    const xml = partsOf(file).get("xl/worksheets/sheet1.xml")?.text ?? "";
    const scale = numberIn(/<pageSetup[^>]*>/.exec(xml)?.[0] ?? "", "scale");
    expect(scale * 3 * 705).toBeLessThan(10.69 * 96 * 100);
    // Programs round widths, so a little is left free.
    expect((scale + 2) * 3 * 705).toBeGreaterThan(0.9 * 10.69 * 96 * 100);
  });
});

describe("cells", () => {
  test.each([
    ["a number", INPUTS, "B5", "<v>60000</v>"],
    ["TRUE", INPUTS, "B14", ' t="b"><v>1</v>'],
    ["a formula's number", CASH_FLOW, "D8", "><f>btc_price*1/10</f><v>6000</v>"],
    [
      "a formula's text",
      CASH_FLOW,
      "C22",
      ' t="str"><f>IF(A16="Price","yes &amp; no","")</f><v>yes &amp; no</v>',
    ],
    ["a formula's TRUE", CASH_FLOW, "D20", ' t="b"><f>B16&gt;C16</f><v>1</v>'],
    ["an error", CASH_FLOW, "C21", ' t="e"><f>1/0</f><v>#DIV/0!</v>'],
    ["an empty cell that is referred to", CASH_FLOW, "D21", "><f>Z99</f><v>0</v>"],
    ["a newer function", CASH_FLOW, "B22", '><f>_xlfn.MAXIFS(B16:B18,C16:C18,"&gt;30")</f><v>80</v>'],
    ["SUMPRODUCT", CASH_FLOW, "B20", "><f>SUMPRODUCT((B16:B18&gt;70)*C16:C18)</f><v>60</v>"],
    ["an array inside", CASH_FLOW, "B21", ' cm="1"><f t="array" ref="B21">SUM(IF('],
    [
      "a formula that spills",
      CASH_FLOW,
      "A20",
      ' cm="1"><f t="array" ref="A20:A22">TRANSPOSE(B16:D16)</f><v>100</v>',
    ],
    ["what it spills", CASH_FLOW, "A22", "><v>30</v>"],
    [
      "the add-in",
      CASH_FLOW,
      "C20",
      ' cm="1"><f t="array" ref="C20">_xldudf_MINING_BLOCK_SUBSIDY(840000)</f><v>3.125</v>',
    ],
  ])("%s", (_, number, at, xml) => {
    expect(cell(number, at)).toContain(xml);
  });

  test("what a stream sends is a value, of the built-in market", () => {
    const price = Number(/<v>(.*)<\/v>/.exec(cell(INPUTS, "B15"))?.[1]);
    expect(price).toBeGreaterThan(10_000);
  });

  test("texts are shared, and stay as they are", () => {
    const shared = [...part("xl/sharedStrings.xml").matchAll(/<si><t(?: [^>]*)?>(.*?)<\/t><\/si>/gs)];
    const shown = shared.map(([, text]) => text);
    expect(shown).toContain("00123");
    expect(shown).toContain("2026-01-01");
    expect(shown).toContain("  spaced_x005F_x0041_ &amp; &lt;b&gt;\nsecond");
    expect(new Set(shown).size).toBe(shown.length);
    expect(part("xl/sharedStrings.xml")).toContain(`uniqueCount="${shown.length}"`);
    expect(cell(INPUTS, "A11")).toContain(' t="s"');
  });

  test("formats: each once, with its font, fill, lines and number format", () => {
    const input = formatOf(INPUTS, "B5");
    expect(input).toContain('horizontal="right"');
    expect(listed("font", numberIn(input, "fontId"))).toContain('rgb="FF0B4FA8"');
    expect(listed("fill", numberIn(input, "fillId"))).toContain('<fgColor rgb="FFEEF4FF"/>');
    expect(listed("border", numberIn(input, "borderId"))).toContain('<left style="thin">');
    expect(part("xl/styles.xml")).toContain(
      `numFmtId="${numberIn(input, "numFmtId")}" formatCode="$#,##0;-$#,##0"`,
    );
    expect(numberIn(formatOf(INPUTS, "B7"), "numFmtId")).toBe(3);
    // A spilled cell has that of the page.
    expect(formatOf(CASH_FLOW, "A22")).toBe(formatOf(CASH_FLOW, "A20"));
    const formats = [...part("xl/styles.xml").matchAll(/<xf [^>]*?(?:\/>|>.*?<\/xf>)/g)].slice(1);
    expect(new Set(formats.map(([xml]) => xml)).size).toBe(formats.length);
    expect(numberIn(/<cellXfs[^>]*>/.exec(part("xl/styles.xml"))?.[0] ?? "", "count")).toBe(formats.length);
  });

  test("marks and rules", () => {
    expect(sheet(CHECKS)).toContain(
      '<conditionalFormatting sqref="D5:D9"><cfRule type="expression" dxfId="0" priority="2">' +
        '<formula>AND(D5=FALSE,D5&lt;&gt;"")</formula></cfRule></conditionalFormatting>',
    );
    const rules = new Map(
      [
        ...sheet(INPUTS).matchAll(/<dataValidation [^>]*?sqref="([^"]*)"(?:\/>|>(.*?)<\/dataValidation>)/g),
      ].map(([xml, range, formulas = ""]) => [range, { xml, formulas }]),
    );
    const formulas = [...rules].map(([range, rule]) => [
      range,
      / type="(\w+)"/.exec(rule.xml)?.[1],
      / operator="(\w+)"/.exec(rule.xml)?.[1],
      rule.formulas,
    ]);
    expect(formulas).toEqual([
      ["B5", "decimal", "greaterThanOrEqual", "<formula1>0</formula1>"],
      ["B6", "list", undefined, '<formula1>"S21,T21"</formula1>'],
      ["B7", "whole", undefined, "<formula1>1</formula1><formula2>24</formula2>"],
      ["B8", "date", "greaterThanOrEqual", "<formula1>45658</formula1>"],
      ["B9", "list", undefined, "<formula1>Inputs!$D$5:$D$6</formula1>"],
      ["B10", "decimal", "lessThanOrEqual", "<formula1>1</formula1>"],
      ["A11:A12", undefined, undefined, ""],
    ]);
    expect(rules.get("B10")?.xml).toContain(
      'showInputMessage="1" showErrorMessage="1" errorTitle="Tax" error="A share &amp; no more" ' +
        'promptTitle="Tax" prompt="A share &amp; no more"',
    );
  });
});

describe("charts", () => {
  const chart = (number: number) => part(`xl/charts/chart${number}.xml`);

  test("stand over their cells", () => {
    const [, first = ""] =
      /<xdr:twoCellAnchor[^>]*>(.*?)<xdr:graphicFrame/.exec(part("xl/drawings/drawing1.xml")) ?? [];
    expect([...first.matchAll(/<xdr:(col|row)>(\d+)</g)].map(([, , place]) => Number(place))).toEqual([
      2, 4, 8, 19,
    ]);
    expect(sheet(DASHBOARD)).toContain('<drawing r:id="rId1"/>');
    expect(part("xl/drawings/drawing1.xml").match(/<xdr:twoCellAnchor/g)).toHaveLength(5);
  });

  test("a line over dates, with a broken one", () => {
    expect(chart(1)).toContain(
      "<c:cat><c:numRef><c:f>'Cash flow'!$D$5:$G$5</c:f><c:numCache><c:formatCode>mmm yy</c:formatCode>" +
        '<c:ptCount val="4"/><c:pt idx="0"><c:v>46053</c:v></c:pt>',
    );
    expect(chart(1)).toContain('<c:pt idx="3"><c:v>28800</c:v></c:pt></c:numCache></c:numRef></c:val>');
    expect(chart(1).match(/<a:prstDash val="dash"\/>/g)).toHaveLength(1);
    expect(chart(1)).toContain('<c:legendPos val="b"/>');
    expect(chart(1)).toContain("<a:t>Month</a:t>");
    expect(chart(1)).toContain('<c:numFmt formatCode="mmm yy" sourceLinked="0"/>');
    expect(chart(1)).toContain('<c:dispBlanksAs val="gap"/>');
    expect(chart(1)).toContain('<c:roundedCorners val="0"/>');
  });

  test("columns with a line", () => {
    const plot = rootOf(chart(2)).getElementsByTagName("c:plotArea")[0];
    expect(plot && childrenOf(plot)).toEqual(["layout", "barChart", "lineChart", "catAx", "valAx", "spPr"]);
    expect(chart(2)).toContain('<c:crossBetween val="between"/>');
  });

  test("a bridge: what lifts it is not drawn, and not in the legend, which has then one entry", () => {
    expect(chart(3)).toContain('<c:grouping val="stacked"/>');
    expect(chart(3)).toContain('<c:overlap val="100"/>');
    expect(chart(3)).toContain("<c:tx><c:v>\u00a0</c:v></c:tx><c:spPr><a:noFill/>");
    expect(chart(3)).toContain("<c:strCache>");
    expect(chart(3)).not.toContain("<c:legend>");
  });

  test("a tornado: the first label on top, the values below", () => {
    expect(chart(4)).toContain('<c:barDir val="bar"/>');
    expect(chart(4)).toMatch(/<c:catAx>.*<c:orientation val="maxMin"\/>.*<\/c:catAx>/);
    expect(chart(4)).toMatch(/<c:valAx>.*<c:crosses val="max"\/>.*<\/c:valAx>/);
    expect(chart(4)).toContain('<a:srgbClr val="B10E1E"/>');
    expect(chart(4)).toContain("<c:legend>");
  });

  test("lines over numbers", () => {
    expect(chart(5)).toContain("<c:xVal><c:numRef><c:f>'Cash flow'!$B$16:$B$18</c:f>");
    expect(chart(5).match(/<c:valAx>/g)).toHaveLength(2);
    expect(chart(5)).not.toContain("<c:legend>");
  });
});

describe("the workbench opens it", () => {
  test("with values, names, rules and charts", () => {
    const { data } = openedFile(readFile(bytes));
    expect(data.namedRanges).toEqual({
      btc_price: "Inputs!B5",
      checks_verdict: "Checks!A6",
      Machines: "Inputs!D5:D6",
      start_date: "Inputs!B8",
    });
    const charts = data.sheets[0]?.figures.map(({ data: chart }) => chart as Record<string, unknown>) ?? [];
    expect(charts.map(({ type }) => type)).toEqual(["line", "combo", "bar", "bar", "line"]);
    const [, inputs] = data.sheets;
    expect(inputs?.cells.B15).toBe('=MINING.MARKET("btc.price")');
    expect(inputs?.cells.A11).toBe("'00123");
    const { getters } = new spreadsheet.Model(data);
    const shown = (name: string, at: string) =>
      getters.getEvaluatedCell({
        sheetId: getters.getSheetIdByName(name) ?? "",
        ...spreadsheet.helpers.toCartesian(at),
      });
    expect(shown("Cash flow", "A22").value).toBe(30);
    expect(shown("Cash flow", "G12").formattedValue).toBe("$24,000");
    expect(shown("Inputs", "B8").formattedValue).toBe("2026-01-01");
    expect(shown("Inputs", "A12").value).toBe("2026-01-01");
    expect(shown("Inputs", "A13").value).toBe("=SUM(1)");
    expect(shown("Checks", "A2").value).toBe("All checks pass");
    const rules = inputs?.dataValidationRules.map(({ ranges, criterion }) => [
      ranges,
      criterion.type,
      criterion.values,
    ]);
    expect(rules).toContainEqual([["B9"], "isValueInRange", ["Inputs!$D$5:$D$6"]]);
    expect(rules).toContainEqual([["B6"], "isValueInList", ["S21", "T21"]]);
  });
});

/** A workbook of one sheet, with the name that every sheet needs. */
function withVerdict(...pages: readonly Page[]): Book {
  const [first] = pages;
  first?.put("A4", "fine");
  first?.call("checks_verdict", "A4");
  return { name: "one", title: "One", purpose: "One sheet.", pages };
}

describe("what Excel would refuse is refused, with its place", () => {
  const refused = async (change: (page: Page) => void, name = "Sheet") => {
    const page = new Page(name, "about", "Sheet", "");
    const book = withVerdict(page);
    change(page);
    return bookFile(book, compute).then(
      () => "accepted",
      (error: unknown) => (error instanceof Error ? error.message : "another error"),
    );
  };
  const rule = (title: string, prompt: string, values: readonly string[]) => (page: Page) =>
    void page.rules.push({ range: "B5", allows: { kind: "list", values }, title, prompt });

  test.each<[string, (page: Page) => void, string]>([
    ["a formula that is none", (page) => page.put("B5", "=1+"), "Sheet!B5 =1+: "],
    ["a number that is none", (page) => page.put("B5", NaN), "Sheet!B5 is not a number"],
    ["a name like a cell's", (page) => page.call("ABC1", "B5"), 'Excel takes no name like "ABC1"'],
    ["a name twice", (page) => page.call("Checks_verdict", "B5"), 'the name "Checks_verdict" is given twice'],
    ["a long title", rule("t".repeat(33), "", ["a"]), "Sheet!B5: the title"],
    ["a long prompt", rule("t", "p".repeat(256), ["a"]), "Sheet!B5: the prompt"],
    ["a long list", rule("t", "p", ["a".repeat(256)]), "Sheet!B5: the list is longer"],
    ["a comma in a list", rule("t", "p", ["a,b"]), "Sheet!B5: a value of the list has a comma"],
    [
      "a list from nowhere",
      (page) =>
        void page.rules.push({
          range: "B5",
          allows: { kind: "listFrom", range: "no_name" },
          title: "t",
          prompt: "p",
        }),
      "Sheet!B5: the list is to be from no_name, which is no range",
    ],
    [
      "a value in the way of a spill",
      (page) => {
        page.put("B5", "=TRANSPOSE(A1:B1)");
        page.put("B6", 1);
      },
      "Sheet!B5 =TRANSPOSE(A1:B1): there is something in the cells that it fills",
    ],
  ])("%s", async (_, change, message) => {
    expect(await refused(change)).toContain(message);
  });

  test("a sheet's name", async () => {
    expect(await refused(() => undefined, "a/b")).toBe('Excel takes no sheet with the name "a/b"');
  });
});
