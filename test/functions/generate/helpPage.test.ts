import { catalogue } from "../../../src/functions/catalogue";
import { helpPage } from "../../../src/functions/generate/helpPage";

const pageOf = (name: string) => {
  const definition = catalogue.find((known) => known.name === name);
  if (definition === undefined) throw new Error(`no function ${name}`);
  return helpPage(definition);
};

test.each(catalogue)("$name says that it follows the market, or reads none", ({ name, streams }) => {
  const page = pageOf(name);
  expect(page.includes("nothing is fetched for a cell")).toBe(streams === true);
  expect(page.includes("is not loaded: open the Hashcell pane and load live data&quot;: do so")).toBe(
    streams === true,
  );
});

test("a record names the argument that picks one of its values", () => {
  expect(pageOf("ASIC")).toContain("With <code>field</code> set to a label");
  expect(pageOf("ASIC")).toContain("&quot;needs field to be given before it can be a range&quot;");
  expect(pageOf("MINER_PNL")).toContain("With <code>output</code> set to a label");
});

test("a function of texts alone is not said to refuse texts for numbers", () => {
  expect(pageOf("ASIC")).not.toContain("enter it as a number");
  expect(pageOf("HASHPRICE")).toContain("enter it as a number");
});

test("labels without a unit stand without brackets", () => {
  expect(pageOf("MARKET_STATUS")).toContain("<li>Field</li>");
  expect(pageOf("MARKET_STATUS")).toContain("<li>Age (hours)</li>");
});
