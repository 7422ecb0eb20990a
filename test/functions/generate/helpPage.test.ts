import { catalogue } from "../../../src/functions/catalogue";
import { helpIndex, helpPage } from "../../../src/functions/generate/helpPage";
import { shownForm } from "../../../src/native/shown";
import { definitionOf } from "../host";

const pageOf = (name: string) => helpPage(definitionOf(name), catalogue, shownForm(name));

test.each(catalogue)("$name says that it follows the market, or reads none", ({ name, streams }) => {
  const page = pageOf(name);
  expect(page.includes("a cell fetches nothing itself")).toBe(streams === true);
  expect(page.includes("is not loaded: open the Hashcell pane and load live data&quot;: do so")).toBe(
    streams === true,
  );
});

test.each(catalogue)("$name: a page that it links to links back", ({ name, seeAlso }) => {
  for (const other of seeAlso) {
    const [, related = ""] = pageOf(other).split("<h2>See also</h2>");
    expect(related).toContain(`<a href="${name}.html">${name}</a>`);
  }
});

describe("the section on Excel's own functions", () => {
  const section = (page: string) => page.split('<h2 id="native">')[1]?.split("<h2>Sources")[0] ?? "";

  test("shows the formula in lines, and the names that it needs each with its own", () => {
    const page = section(pageOf("MINER_PNL"));
    expect(page).toMatch(/<pre class="native">=LAMBDA\(btc_price, .*\n {2}LET\(\n/s);
    expect(page).toContain("enter <code>MINING_MINER_PNL</code> as the name");
    const [, own = ""] = page.split(
      "<summary><code>MINING_ROW_OF</code> The place of the label that each text names, with or without its unit.</summary>",
    );
    expect(own).toMatch(/^<pre class="native">=LAMBDA\(labels, output,\n/);
    expect(page.indexOf("MINING_ROW_OF</code>")).toBeLessThan(page.indexOf("MINING_TEXT_KEY</code>"));
  });

  test("says where it differs, and what signs of HTML are part of it stays text", () => {
    const name = { name: "MINING_X", text: "=LAMBDA(x,IF(x<1,1,x&2))" };
    const page = section(
      helpPage(definitionOf("HASHPRICE"), catalogue, { ...name, differs: ["A blank is 1 < 2."], needs: [] }),
    );
    expect(page).toContain("=LAMBDA(x,IF(x&lt;1,1,x&amp;2))");
    expect(page).toContain("<li>A blank is 1 &lt; 2.</li>");
    expect(page).not.toContain("It needs");
  });

  test("says how overrides are written where the function takes them, and only there", () => {
    const page = section(pageOf("MINER_CASHFLOWS"));
    expect(page).toContain(
      "=MINING_MINER_CASHFLOWS(MINING_WITH(model, {&quot;capex&quot;, 0; &quot;tax rate&quot;, 0}))",
    );
    expect(page).toContain("<summary><code>MINING_WITH</code>");
    expect(section(pageOf("HASHPRICE"))).not.toContain("overrides");
  });

  test("says where the halving is", () => {
    const page = section(pageOf("MINER_CASHFLOWS"));
    expect(page).toMatch(/<summary><code>MINING_SUBSIDIES<\/code> [^<]*halving/);
  });

  test("says of a function without such a form why there is none", () => {
    const page = section(helpPage(definitionOf("HASHPRICE"), catalogue, { why: "It draws 500 markets." }));
    expect(page).toContain("<p>It draws 500 markets.</p>");
    expect(page).not.toContain("<pre");
  });
});

test("a record names the argument that picks one of its values", () => {
  expect(pageOf("ASIC")).toContain("With <code>field</code> set to a label");
  expect(pageOf("ASIC")).toContain("&quot;must be one cell unless field is given&quot;");
  expect(pageOf("MINER_PNL")).toContain("With <code>output</code> set to a label");
});

test("the page of a function without numbers does not speak of texts for numbers", () => {
  expect(pageOf("ASIC")).not.toContain("enter it as a number");
  expect(pageOf("HASHPRICE")).toContain("enter it as a number");
});

test("a record with a table behind it lists the columns of both", () => {
  expect(pageOf("CURTAILMENT")).toContain("<li>Net benefit (USD)</li>");
  expect(pageOf("CURTAILMENT")).toContain("With <code>detail</code> set to TRUE");
  expect(pageOf("CURTAILMENT")).toContain("<li>State (1 runs, 0 off)</li>");
  expect(pageOf("POWER_BILL")).not.toContain("<code>detail</code>");
});

test("labels without a unit have no brackets", () => {
  expect(pageOf("MARKET_STATUS")).toContain("<li>Field</li>");
  expect(pageOf("MARKET_STATUS")).toContain("<li>Age (hours)</li>");
});

describe("blank cells", () => {
  const NOTE = "Desktop Excel passes a blank cell as 0, at the end of the range too";
  const noted = (name: string) => pageOf(name).split(NOTE).length - 1;

  // Arguments that are rows or columns of numbers, by the catalogue's contracts.
  test.each([
    ["VAR_CVAR", 1],
    ["POWER_BLOCK", 2],
    ["POOL_AUDIT", 5],
    ["HEDGE_RATIO", 2],
    ["CURVE", 2],
    ["REALIZED_VOL", 1],
    ["HASHPRICE", 0],
    ["MINER_NPV", 0],
    ["COST_BASIS", 0],
  ])("%s says of %i arguments what they are at the end of a range", (name, count) => {
    expect(noted(name)).toBe(count);
  });

  test("the functions that they mislead most have an example that ends where the values do", () => {
    expect(pageOf("VAR_CVAR")).toContain("VAR_CVAR(A2:.A999");
    expect(pageOf("POWER_BLOCK")).toContain("POWER_BLOCK(A2:.A9000, B2:.B9000");
  });
});

test("the index lists once what differs for all native forms, and the page of each function that has one links there", () => {
  const [, section = ""] = helpIndex(catalogue, ["A blank is 1 < 2."]).split('<h2 id="native">');
  expect(section).toContain("<li>A blank is 1 &lt; 2.</li>");
  expect(pageOf("HASHPRICE")).toContain('<a href="index.html#native">What differs for all');
  expect(pageOf("FLEET")).toContain('<a href="index.html#native">What else differs for all');
  expect(pageOf("MARKET")).not.toContain("index.html#native");
});

test("the index says what does not work in Excel, and every function that it names instead has a page", () => {
  const [, inExcel = ""] = helpIndex(catalogue, ["A blank is 1 < 2."]).split('id="in-excel"');
  for (const tool of ["Goal Seek", "Data tables", "Conditional formats", "Evaluate Formula", "F9", "4 MB"])
    expect(inExcel).toContain(tool);
  const linked = [...inExcel.matchAll(/href="(\w+)\.html"/g)].map(([, name]) => name);
  expect(linked).toEqual(expect.arrayContaining(["BREAKEVEN", "STRESS_TEST", "SENSITIVITY_GRID"]));
  const names = catalogue.map(({ name }) => name);
  expect(linked.filter((name) => name === undefined || !names.includes(name))).toEqual([]);
});
