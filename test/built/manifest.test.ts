/** @jest-environment jsdom */
import { existsSync, readFileSync } from "node:fs";
import { version } from "../../package.json";

const text = readFileSync("manifest.xml", "utf8");
const built = readFileSync("dist/manifest.xml", "utf8");
const manifest = new DOMParser().parseFromString(text, "application/xml");
const elements = (name: string) => [...manifest.getElementsByTagName(name)];
const childNames = (parent: Element | undefined) =>
  [...(parent?.children ?? [])].map(({ nodeName }) => nodeName);
const attribute = (element: Element | undefined, name: string) => element?.getAttribute(name) ?? "";

/** The order that Microsoft's schema asks for; elements may be missing but not swapped. */
function expectOrder(actual: string[], order: string[]): void {
  expect(actual.filter((name) => !order.includes(name))).toEqual([]);
  expect(actual).toEqual([...actual].sort((a, b) => order.indexOf(a) - order.indexOf(b)));
}

test("is well-formed, with a GUID", () => {
  expect(elements("parsererror")).toEqual([]);
  expect(elements("Id")[0]?.textContent).toMatch(/^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/);
});

test("has its version raised with that of the package", () => {
  expect(elements("Version")[0]?.textContent).toBe(`${version}.0`);
});

test("its version is one that Microsoft's validator takes: 1.0 or later", () => {
  expect(Number(version.split(".")[0])).toBeGreaterThanOrEqual(1);
});

test("asks for no more than Excel 2021 has: the sets of Microsoft's page on custom functions", () => {
  const sets = elements("Set").map((set) => `${attribute(set, "Name")} ${attribute(set, "MinVersion")}`);
  expect(sets).toEqual(["SharedRuntime 1.1", "CustomFunctionsRuntime 1.3"]);
  // What 1.4 brought: a function that said so would not be called as it expects in Excel 2021 and 2024.
  expect(readFileSync("dist/functions.json", "utf8")).not.toContain("allowCustomDataForDataTypeAny");
});

test("has the elements in the schema's order", () => {
  expectOrder(childNames(manifest.documentElement), [
    "Id",
    "AlternateId",
    "Version",
    "ProviderName",
    "DefaultLocale",
    "DisplayName",
    "Description",
    "IconUrl",
    "HighResolutionIconUrl",
    "SupportUrl",
    "AppDomains",
    "Hosts",
    "Requirements",
    "DefaultSettings",
    "Permissions",
    "VersionOverrides",
  ]);
  const host = elements("Host").find((element) => element.hasAttribute("xsi:type"));
  expectOrder(childNames(host), ["Runtimes", "AllFormFactors", "DesktopFormFactor"]);
  expectOrder(childNames(elements("DesktopFormFactor")[0]), ["GetStarted", "FunctionFile", "ExtensionPoint"]);
  expectOrder(childNames(elements("AllFormFactors")[0]?.children[0]), [
    "Script",
    "Page",
    "Metadata",
    "Namespace",
  ]);
  expectOrder(childNames(elements("Resources")[0]), [
    "bt:Images",
    "bt:Urls",
    "bt:ShortStrings",
    "bt:LongStrings",
  ]);
});

test("every resource that is referred to exists, and is used", () => {
  const referred = [...text.matchAll(/resid="([^"]+)"/g)].map(([, id]) => id);
  const defined = elements("Resources")[0]?.querySelectorAll("[id]") ?? [];
  expect([...new Set(referred)].sort()).toEqual([...defined].map(({ id }) => id).sort());
});

test("runs functions, pane and commands in one page", () => {
  const pages = ["Runtime", "FunctionFile"].map((name) => attribute(elements(name)[0], "resid"));
  const sources = [elements("Page")[0], elements("Action")[0]].map((parent) =>
    attribute(parent?.getElementsByTagName("SourceLocation")[0], "resid"),
  );
  expect(new Set([...pages, ...sources])).toEqual(new Set(["Taskpane.Url"]));
  expect(attribute(elements("Runtime")[0], "lifetime")).toBe("long");
});

test("short strings are at most 32 characters and long ones at most 250", () => {
  const strings = (parent: string) =>
    [...(elements(parent)[0]?.children ?? [])].map((item) => attribute(item, "DefaultValue"));
  for (const short of strings("bt:ShortStrings")) expect(short.length).toBeLessThanOrEqual(32);
  for (const long of strings("bt:LongStrings")) expect(long.length).toBeLessThanOrEqual(250);
});

test("every address is https and every file of it is in the build", () => {
  const urls = [...built.matchAll(/DefaultValue="([a-z]+:\/\/[^"]+)"/g)].map(([, url]) => new URL(url ?? ""));
  expect(urls.length).toBeGreaterThan(8);
  for (const url of urls) {
    expect(url.protocol).toBe("https:");
    expect([url.pathname, existsSync(`dist${url.pathname}`)]).toEqual([url.pathname, true]);
  }
});

test.each([16, 32, 64, 80, 128])("the icon of %i pixels has that size", (size) => {
  const png = readFileSync(`dist/assets/icon-${size}.png`);
  expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([size, size]);
});
