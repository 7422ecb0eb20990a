import { exampleBlock } from "../../../src/functions/lifecycle/exampleBlock";
import { call, errorOf } from "../host";

const head = ["Machine", "TH/s", "J/TH", "Price (USD)"];
const machine = ["B", 200, 17.5, 2500];
const npvOf = (...rows: unknown[][]) => call("MACHINE_RANK", rows, exampleBlock, false)[0]?.[1];

// Worked case: without a resale value of its own 250 of 2500 USD, the share that the model's 400 is of 4000.
const shared = -2065.48642578619;

test.each([
  ["no fifth column", [head, machine]],
  [
    "notes",
    [
      [...head, "Notes"],
      [...machine, "ships in May"],
    ],
  ],
  ["notes without headings", [[...machine, "ships in May"]]],
  [
    "a note below a blank heading",
    [
      [...head, ""],
      [...machine, "resale unknown"],
    ],
  ],
  [
    "a blank column with another heading",
    [
      [...head, "Notes"],
      [...machine, null],
    ],
  ],
  [
    "a blank column, as desktop Excel passes it",
    [
      [...head, 0],
      [...machine, 0],
    ],
  ],
])("%s: resale as the model has it", (_, rows) => {
  expect(npvOf(...rows)).toBeWithin(shared, { relative: 1e-12 });
});

test("a fifth column of resale values, in which a blank is 0", () => {
  const priced = (value: unknown) => Number(npvOf([...head, "Resale"], [...machine, value]));
  expect(priced(250)).toBeWithin(shared, { relative: 1e-12 });
  // A dollar more at the end of month 3, and no tax on it: losses are carried forward.
  expect(priced(251) - priced(250)).toBeWithin(1 / 1.12 ** 0.25, { absolute: 1e-9 });
  expect(priced(null)).toBe(priced(0));
  expect(npvOf([...machine, 250])).toBe(priced(250));
  expect(
    errorOf(
      "MACHINE_RANK",
      [
        [...head, "Resale"],
        [...machine, 100],
        ["C", 100, 20, 900, "sold"],
      ],
      exampleBlock,
    ),
  ).toBe('#VALUE! machines, row 3, resale (USD), must be a number, got the text "sold"');
});

test("units and the site's NPV are blank without site_kw, and site_kw is not 0", () => {
  const [row] = call("MACHINE_RANK", [machine], exampleBlock, false);
  expect(row?.slice(-2)).toEqual(["", ""]);
  const [sited] = call("MACHINE_RANK", [machine], exampleBlock, false, 1000);
  // 3.675 kW each.
  expect(sited?.[7]).toBe(272);
  expect(sited?.[8]).toBe(272 * Number(sited?.[1]));
  expect(errorOf("MACHINE_RANK", [machine], exampleBlock, false, 0)).toBe(
    "#VALUE! site_kw must be above 0, got 0 (a blank cell reads as 0 in desktop Excel)",
  );
});
