import { newUser } from "./chromium";
import { Driver } from "./driver";

let driver: Driver;
let close: () => Promise<void>;
beforeAll(async () => {
  const user = await newUser();
  close = user.close;
  driver = await Driver.open(user.context, process.env.WORKBENCH_URL ?? "");
});
afterAll(() => close());

test("the finished workbook is verified in the pane, and a copy of it with its capsule", async () => {
  const { pane } = driver;
  const button = (name: string) => pane.getByRole("button", { name });
  await driver.showView("Workbook");
  await button("Verify this workbook").click();
  await pane.getByText(/^Verified on .*: \d+ MINING cells show what Hashcell/).waitFor();
  await button("Make a copy with a capsule").click();
  await pane.getByText(/^Site valuation \(with capsule\)\.xlsx is ready/).waitFor();
  await driver.opens("Site valuation (with capsule)", () => button("Open as a new workbook").click());
  await driver.showView("Workbook");
  await button("Verify this workbook").click();
  await pane.getByText(/^Verified on .*, and what Hashcell .* had when it made the capsule on/).waitFor();
  expect(driver.errors).toEqual([]);
});
