/** @jest-environment jsdom */
import { emptySheets, openInOffice, type OfficeHost } from "../officeHost";

let office: OfficeHost;
beforeEach(() => (office = openInOffice(emptySheets("Model"))));

const one = '<a xmlns="urn:one"/>';
const two = '<a xmlns="urn:two">é</a>';
const parts = ({ workbook }: Excel.RequestContext) => workbook.customXmlParts;

test("parts are added, found by namespace and id, changed and removed", () =>
  Excel.run(async (context) => {
    const added = parts(context).add(one);
    parts(context).add(two);
    added.load(["id", "namespaceUri"]);
    const scoped = parts(context).getByNamespace("urn:two");
    scoped.load("items/id");
    const results = [scoped.getOnlyItem().getXml(), parts(context).getCount(), scoped.getCount()];
    await context.sync();
    expect([added.namespaceUri, ...results.map(({ value }) => value)]).toEqual(["urn:one", two, 2, 1]);
    expect(office.customXml.get(added.id)).toBe(one);

    parts(context).getItem(added.id).setXml(two);
    scoped.items[0]?.delete();
    await context.sync();
    expect([...office.customXml]).toEqual([[added.id, two]]);
  }));

test("what is not there is null, or an error", () =>
  Excel.run(async (context) => {
    const missing = parts(context).getItemOrNullObject("{no}");
    const none = parts(context).getByNamespace("urn:none").getOnlyItemOrNullObject();
    missing.load("id");
    none.load("id");
    await context.sync();
    expect([missing.isNullObject, none.isNullObject]).toEqual([true, true]);
    parts(context).getItem("{no}").load("id");
    await expect(context.sync()).rejects.toMatchObject({ code: "ItemNotFound" });
  }));

test("a part that is no XML is refused", () =>
  Excel.run(async (context) => {
    parts(context).add("<a");
    await expect(context.sync()).rejects.toMatchObject({ code: "InvalidArgument" });
    expect(office.customXml.size).toBe(0);
  }));
