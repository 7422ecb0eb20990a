/** @jest-environment jsdom */
import { act, screen, waitFor, within } from "@testing-library/react";
import "../../workbench/textCoding";
import "../../../src/taskpane/laterScript";
import { WorkbookError, type Contents, type SheetContents } from "../../../src/workbook/workbook";
import { openPane, showView } from "../openPane";
import { faults } from "../openView";

type Cell = readonly [formula: string, value: unknown] | string | number | null;

function sheet(name: string, rows: readonly (readonly Cell[])[], isHidden = false): SheetContents {
  const part = (cell: Cell, index: 0 | 1): unknown =>
    typeof cell === "object" ? (cell?.[index] ?? "") : cell;
  const parts = (index: 0 | 1) => rows.map((row) => row.map((cell) => part(cell, index)));
  return { name, isHidden, row: 0, column: 0, formulas: parts(0), values: parts(1) };
}

const contents: Contents = {
  sheets: [
    sheet("Inputs", [
      ["Efficiency", 0.0175, "J/GH"],
      ["Power price (USD/kWh)", 0.06],
    ]),
    sheet("Model", [
      ["Hashcost", ["=MINING.HASHCOST(Inputs!B1,Inputs!B2)", 0.0252]],
      ["A month", ["=B1*30", 0.756]],
      ["Whole", ["=SUM(D1:D3)", 6], null, 1],
      [null, null, null, 2],
      [null, null, null, 3],
    ]),
    sheet("Notes", [[1]], true),
  ],
  names: [],
  tables: [],
};

async function open(cell = "B1", held = contents) {
  const shown = await openPane();
  shown.fake.state.contents = held;
  act(() => shown.fake.select(cell));
  await act(() => Promise.resolve());
  await showView(shown.user, "Explain");
  await screen.findByRole("heading", { name: `Model!${cell}` });
  return shown;
}

test("the selected cell is explained, with what looks wrong first and the units beside the values", async () => {
  const { container } = await open();
  const look = screen.getByRole("region", { name: "What to look at" });
  expect(look).toHaveTextContent(
    /the sheet says J\/GH, and the function takes J\/TH: 0\.0175 J\/GH is 17\.5 J\/TH/,
  );
  const [efficiency, price, pue] = within(
    screen.getByRole("list", { name: "Arguments of HASHCOST" }),
  ).getAllByRole("listitem");
  expect(efficiency).toHaveTextContent(/^j_per_th0\.0175 J\/THInputs!B1, Efficiency \(J\/GH\), typed in/);
  expect(price).toHaveTextContent(/^usd_per_kwh0\.06 USD\/kWh/);
  expect(pue).toHaveTextContent(/^pue1assumed: it is left out/);
  const own = screen.getByRole("button", { name: "In Excel’s own functions" });
  act(() => own.click());
  expect(await screen.findByText("Result: 0.0252, the same")).toBeVisible();
  expect(await faults(container)).toEqual([]);
});

test("a name means on a sheet what that sheet says", async () => {
  const names = [
    { name: "price", formula: "=Inputs!$B$2" },
    { name: "price", sheet: "Model", formula: "=Inputs!$B$2*100" },
  ];
  const sheets = ["Model", "Other"].map((name) => sheet(name, [["Cents", ["=price", 6]]]));
  await open("B1", { ...contents, names, sheets: [...contents.sheets.slice(0, 1), ...sheets] });
  expect(screen.getByText("Calculated again here, it is the same.")).toBeVisible();
});

test("a cell is followed and left by the keyboard, and selected in the sheet", async () => {
  const { user, fake } = await open("B2");
  screen.getByRole("button", { name: "Model!B1" }).focus();
  await user.keyboard("{Enter}");
  const title = await screen.findByRole("heading", { name: "Model!B1" });
  await waitFor(() => expect(title).toHaveFocus());
  expect(fake.workbook.select).toHaveBeenLastCalledWith({ sheet: "Model", range: "B1" });
  await user.click(screen.getAllByRole("button", { name: "Inputs!B1" })[0] as HTMLElement);
  await screen.findByRole("heading", { name: "Inputs!B1" });
  expect(screen.getByText("It is typed in and has no formula.")).toBeVisible();
  await user.keyboard("{Backspace}");
  await screen.findByRole("heading", { name: "Model!B1" });
  await user.click(screen.getByRole("button", { name: "Back to Model!B2" }));
  await screen.findByRole("heading", { name: "Model!B2" });
  expect(screen.queryByRole("button", { name: /^Back/ })).toBeNull();
  expect(fake.workbook.contents).toHaveBeenCalledTimes(1);
});

test("a cell that is selected in the sheet is read afresh, and the way back ends", async () => {
  const { user, fake } = await open("B2");
  await user.click(screen.getByRole("button", { name: "Model!B1" }));
  await screen.findByRole("button", { name: "Back to Model!B2" });
  act(() => fake.select("B3"));
  await screen.findByRole("heading", { name: "Model!B3" });
  expect(screen.queryByRole("button", { name: /^Back/ })).toBeNull();
  expect(fake.workbook.contents).toHaveBeenCalledTimes(2);
});

test("cells that a formula fills are not taken for typed in", async () => {
  const shown = await openPane();
  shown.fake.state.contents = {
    ...contents,
    sheets: [
      sheet("Model", [
        [
          ["=SEQUENCE(3)", 1],
          ["=SUM(A1:A3)", 6],
        ],
        [2],
        [3],
      ]),
    ],
  };
  shown.fake.state.spills = [
    { anchor: { sheet: "Model", range: "A1" }, place: { sheet: "Model", range: "A1:A3" } },
  ];
  act(() => shown.fake.select("B1"));
  await act(() => Promise.resolve());
  await showView(shown.user, "Explain");
  await screen.findByRole("heading", { name: "Model!B1" });
  expect(screen.getByText("3 by formula")).toBeVisible();
  act(() => shown.fake.select("A2"));
  await screen.findByRole("heading", { name: "Model!A2" });
  expect(screen.getByText(/^The formula is in/)).toHaveTextContent(
    "The formula is in Model!A1, and fills this cell too.",
  );
  expect(screen.getByText("Its result fills A1:A3.")).toBeVisible();
});

test("what Excel refuses is said, and reading again fixes it", async () => {
  const { user, fake } = await open();
  fake.state.refusal = new WorkbookError("A cell is being edited: press Enter.");
  await user.click(screen.getByRole("button", { name: "Read again" }));
  expect(await screen.findByText("A cell is being edited: press Enter.")).toBeVisible();
  fake.state.refusal = undefined;
  await user.click(screen.getByRole("button", { name: "Read again" }));
  expect(await screen.findByRole("heading", { name: "Model!B1" })).toBeVisible();
});

test("a cell that cannot be selected is explained all the same", async () => {
  const { user, fake } = await open("B2");
  fake.workbook.select.mockRejectedValueOnce(new WorkbookError("Excel could not do this."));
  await user.click(screen.getByRole("button", { name: "Model!B1" }));
  expect(await screen.findByText(/^Model!B1 cannot be selected in the sheet/)).toBeVisible();
  expect(screen.getByRole("heading", { name: "Model!B1" })).toBeVisible();
});
