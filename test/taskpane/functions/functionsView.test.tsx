/** @jest-environment jsdom */
import { act, screen, waitFor, within } from "@testing-library/react";
import "../../workbench/textCoding";
import "../../../src/taskpane/laterScript";
import { catalogue } from "../../../src/functions/catalogue";
import { WorkbookError } from "../../../src/workbook/workbook";
import { insertButton, openFunctions } from "../openPane";

const listed = () => screen.queryAllByRole("button", { name: /^[A-Z_]{4,}/ });

/** Does something outside of the page, and waits for what the page makes of it. */
const during = (action: () => void) =>
  act(() => {
    action();
    return Promise.resolve();
  });

test("the search narrows the list and says to what", async () => {
  const { user } = await openFunctions();
  expect(listed()).toHaveLength(catalogue.length);
  const box = screen.getByRole("searchbox", { name: "Search functions" });
  await user.type(box, "npv");
  expect(screen.getByRole("button", { name: /^MINER_NPV/ })).toBeVisible();
  expect(screen.queryByRole("button", { name: /^HASHCOST(?!_)/ })).toBeNull();
  await user.clear(box);
  await user.type(box, "halving");
  expect(screen.getByRole("button", { name: /^BLOCK_SUBSIDY/ })).toBeVisible();
  await user.type(box, " zebra");
  expect(screen.getByText(/^No function matches all of these words/)).toBeVisible();
});

test("a function shows its signature, arguments, examples and help", async () => {
  const { user } = await openFunctions();
  await user.click(screen.getByRole("button", { name: /^HASHPRICE(?!_)/ }));
  expect(screen.getByRole("heading", { name: "HASHPRICE" })).toHaveFocus();
  expect(screen.getByText(/^=MINING\.HASHPRICE\(btc_price, difficulty/)).toBeVisible();
  expect(screen.getByText("One value: USD per unit per day.")).toBeVisible();
  const [, price, , , fees] = within(screen.getByRole("table", { name: "Arguments" })).getAllByRole("row");
  expect(price).toHaveTextContent("btc_pricerequiredPrice of one bitcoinUSDmust be above 0");
  expect(fees).toHaveTextContent("fees_btcdefault 0Transaction fees");
  expect(screen.getByText("= 40.89879156")).toBeVisible();
  const help = screen.getByRole("link", { name: /^Help page of HASHPRICE/ });
  expect(help).toHaveAttribute("href", "help/HASHPRICE.html");
  expect(help).toHaveAttribute("target", "_blank");
});

test("inserts the formula as it was edited", async () => {
  const { user, fake } = await openFunctions();
  await user.click(screen.getByRole("button", { name: /^HASHCOST(?!_)/ }));
  const box = screen.getByRole("textbox", { name: "Formula" });
  expect(box).toHaveValue("=MINING.HASHCOST(13.5, 0.05)");
  await user.clear(box);
  await user.paste("MINING.HASHCOST(A1, B1)");
  await user.click(insertButton());
  expect(fake.workbook.insertFormula).not.toHaveBeenCalled();
  await user.clear(box);
  await user.paste("=MINING.HASHCOST(A1, B1)");
  await user.click(insertButton());
  expect(fake.workbook.insertFormula).toHaveBeenCalledWith("=MINING.HASHCOST(A1, B1)", {
    kind: "selection",
  });
  expect(await screen.findByText("Formula written to Model!B2.")).toBeVisible();
});

test("asks before it replaces a cell, and an example can be used", async () => {
  const { user, fake } = await openFunctions();
  fake.state.isOccupied = true;
  await user.click(screen.getByRole("button", { name: /^BLOCK_SUBSIDY/ }));
  await user.click(screen.getByRole("button", { name: "Use the formula =MINING.BLOCK_SUBSIDY(1050000)" }));
  await user.click(insertButton());
  expect(await screen.findByText(/The cell Model!B2 is not empty/)).toBeVisible();
  await user.keyboard("{Escape}");
  expect(screen.queryByText(/is not empty/)).toBeNull();
  expect(fake.workbook.insertFormula.mock.calls).toEqual([
    ["=MINING.BLOCK_SUBSIDY(1050000)", { kind: "selection" }],
  ]);
});

test("offers a new sheet where the result finds no room", async () => {
  const { user, fake } = await openFunctions();
  fake.state.isBlocked = true;
  await user.click(screen.getByRole("button", { name: /^BLOCK_SUBSIDY/ }));
  await user.click(insertButton());
  expect(await screen.findByText(/needs more free cells to the right of and below Model!B2/)).toBeVisible();
  expect(screen.queryByRole("button", { name: "Replace" })).toBeNull();
  await user.click(screen.getByRole("button", { name: "Insert on a new sheet" }));
  expect(fake.workbook.insertFormula.mock.lastCall?.[1]).toEqual({ kind: "newSheet" });
  expect(await screen.findByText(/^Formula written to/)).toBeVisible();
});

test("says that the formula was written as long as it is there", async () => {
  const { user, fake } = await openFunctions();
  await user.click(screen.getByRole("button", { name: /^BLOCK_SUBSIDY/ }));
  await user.click(insertButton());
  expect(await screen.findByText(/^Formula written to/)).toBeVisible();
  await during(() => fake.overwrite());
  expect(screen.queryByText(/^Formula written to/)).toBeNull();
  expect(fake.watchers.size).toBe(0);
});

test("what the cell held before no longer matters when another formula is written", async () => {
  const { user, fake } = await openFunctions();
  await user.click(screen.getByRole("button", { name: /^BLOCK_SUBSIDY/ }));
  await user.click(insertButton());
  expect(await screen.findByText(/^Formula written to/)).toBeVisible();
  const gone = fake.workbook.watch.mock.lastCall?.[1];
  await user.click(insertButton());
  await waitFor(() => expect(fake.workbook.watch).toHaveBeenCalledTimes(2));
  await during(() => gone?.());
  expect(screen.getByText(/^Formula written to/)).toBeVisible();
});

test("says that the formula was written where Excel refuses to tell when it is gone", async () => {
  const { user, fake } = await openFunctions();
  const unhandled = jest.fn();
  process.on("unhandledRejection", unhandled);
  fake.workbook.watch.mockRejectedValue(new WorkbookError("A cell is being edited."));
  await user.click(screen.getByRole("button", { name: /^BLOCK_SUBSIDY/ }));
  await user.click(insertButton());
  expect(await screen.findByText(/^Formula written to/)).toBeVisible();
  await new Promise((resolve) => setTimeout(resolve));
  process.off("unhandledRejection", unhandled);
  expect(unhandled).not.toHaveBeenCalled();
});

test("the keyboard goes from the search through the list into a function, inserts, and comes back", async () => {
  const { user, fake } = await openFunctions();
  screen.getByRole("searchbox", { name: "Search functions" }).focus();
  await user.keyboard("hashprice{ArrowDown}{Enter}");
  expect(screen.getByRole("heading", { name: "HASHPRICE" })).toHaveFocus();
  expect(insertButton().tabIndex).toBe(0);
  insertButton().focus();
  await user.keyboard("{Enter}");
  expect(fake.workbook.insertFormula).toHaveBeenCalledTimes(1);
  screen.getByRole("button", { name: "All functions" }).focus();
  await user.keyboard("{Enter}");
  expect(screen.getByRole("button", { name: /^HASHPRICE(?!_)/ })).toHaveFocus();
});

describe("blank cells in the selected range", () => {
  const place = { sheet: "Model", range: "A2:A999" };
  const openWith = async (name: RegExp, counts: { cells: number; blanks: number; holes: number }) => {
    const { user, fake } = await openFunctions();
    fake.state.blanks = { place, ...counts };
    await user.click(screen.getByRole("button", { name }));
    await act(() => Promise.resolve());
    return fake;
  };

  test("are counted beside a function that takes vectors", async () => {
    await openWith(/^VAR_CVAR/, { cells: 998, blanks: 988, holes: 0 });
    expect(screen.getByText(/^988 of the/)).toHaveTextContent(
      "988 of the 998 cells of Model!A2:A999 are blank. Desktop Excel passes a blank as 0. Write A2:.A999 or TRIMRANGE(A2:A999), which end at the last value.",
    );
  });

  test("between values are to be filled in", async () => {
    await openWith(/^VAR_CVAR/, { cells: 998, blanks: 2, holes: 2 });
    expect(screen.getByText(/^2 of the/)).toHaveTextContent(
      "2 of the 998 cells of Model!A2:A999 are blank. Desktop Excel passes a blank as 0. 2 blanks between values: fill in what belongs there.",
    );
  });

  test.each([
    ["a range without any", /^VAR_CVAR/, { cells: 998, blanks: 0, holes: 0 }],
    ["a range of nothing else, where the formula is to go", /^VAR_CVAR/, { cells: 9, blanks: 9, holes: 0 }],
    ["a function of single values", /^HASHPRICE(?!_)/, { cells: 998, blanks: 988, holes: 0 }],
  ])("are not mentioned for %s", async (_what, name, counts) => {
    await openWith(name, counts);
    expect(screen.queryByText(/are blank/)).toBeNull();
  });

  test("are counted again when the selection changes", async () => {
    const fake = await openWith(/^VAR_CVAR/, { cells: 998, blanks: 988, holes: 0 });
    fake.state.blanks = undefined;
    await during(() => fake.select("C5"));
    expect(screen.queryByText(/are blank/)).toBeNull();
  });
});

describe("the result of an inserted formula", () => {
  const insertOf = async (formula: string) => {
    const { user, fake } = await openFunctions();
    await user.click(screen.getByRole("button", { name: /^HALVING_DATE/ }));
    const box = screen.getByRole("textbox", { name: "Formula" });
    await user.clear(box);
    await user.paste(formula);
    await user.click(insertButton());
    expect(await screen.findByText("Formula written to Model!B2.")).toBeVisible();
    return fake.workbook.formatResult.mock.calls;
  };

  test("gets the formats of the function", async () => {
    const [[place, formatsOf] = []] = await insertOf("=MINING.HALVING_DATE(A1, A2)");
    expect(place).toEqual({ sheet: "Model", range: "B2" });
    expect(formatsOf?.([[46856.02]])).toEqual([["yyyy-mm-dd"]]);
  });

  test("keeps the cells' own where it is another's", async () => {
    expect(await insertOf("=MINING.HALVING_DATE(A1, A2)-TODAY()")).toEqual([]);
  });
});

describe("a function in Excel's own functions", () => {
  const openNative = async (name: RegExp) => {
    const { user } = await openFunctions();
    await user.click(screen.getByRole("button", { name }));
    return user;
  };

  test("is shown in lines, with the names that it needs, and is copied in one line", async () => {
    const user = await openNative(/^MINER_PNL/);
    const formula = await screen.findByRole("region", { name: "Formula of MINING_MINER_PNL" });
    expect(formula.textContent).toMatch(/^=LAMBDA\(btc_price, [\s\S]*\n {2}LET\(\n/);
    const writeText = jest.spyOn(navigator.clipboard, "writeText").mockResolvedValue();
    await user.click(screen.getByRole("button", { name: "Copy the formula of MINING_MINER_PNL" }));
    const [copied = ""] = writeText.mock.lastCall ?? [];
    expect(copied).toMatch(/^=LAMBDA\(btc_price,/);
    expect(copied).not.toMatch(/\n/);
    expect(copied.replace(/\s/g, "")).toBe(formula.textContent.replace(/\s/g, ""));
    expect(await screen.findByText("Copied.")).toBeVisible();
    expect(screen.getByRole("link", { name: "What differs for all such formulas" })).toHaveAttribute(
      "href",
      "help/index.html#native",
    );
    const other = screen.getByText("MINING_ROW_OF");
    expect(other.closest("details")).not.toHaveAttribute("open");
    await user.click(other);
    expect(screen.getByRole("region", { name: "Formula of MINING_ROW_OF" })).toBeVisible();
  });

  test("where the clipboard is out of reach, the text is selected", async () => {
    const user = await openNative(/^HASHCOST(?!_)/);
    const formula = await screen.findByRole("region", { name: "Formula of MINING_HASHCOST" });
    jest.spyOn(navigator.clipboard, "writeText").mockRejectedValue(new Error("no"));
    await user.click(screen.getByRole("button", { name: "Copy the formula of MINING_HASHCOST" }));
    expect(await screen.findByText("The text is selected: press Ctrl+C.")).toBeVisible();
    expect(getSelection()?.toString()).toBe(formula.textContent);
  });

  test("gives way to the reason where there is none", async () => {
    await openNative(/^MARKET(?!_)/);
    const heading = screen.getByRole("heading", { name: "In Excel’s own functions" });
    await waitFor(() =>
      expect(heading.nextElementSibling).toHaveTextContent(/^There is none, since it reads the market data/),
    );
    expect(screen.queryByRole("button", { name: /^Copy the formula/ })).toBeNull();
  });
});
