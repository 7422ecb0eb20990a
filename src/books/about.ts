import { NAMESPACE } from "../functions/define";
import { Page } from "./page";

interface About {
  readonly purpose: string;
  /** For whom it is, and what they decide with it. */
  readonly audience: string;
  /** What to do, one step a line. */
  readonly steps: readonly string[];
  /** Name and what is on it, in the order of the tabs. */
  readonly sheets: readonly (readonly [name: string, what: string])[];
  /** What the model does not do, or takes for granted. */
  readonly limits: readonly string[];
  /** What data and methods come from. */
  readonly sources: readonly string[];
  /** How time runs, where there are no months in columns. */
  readonly time?: string;
  /** What it says of the market, where it has no sheet for it. */
  readonly market?: string;
  /** Newest first. */
  readonly versions: readonly (readonly [version: string, date: string, what: string])[];
}

/** The sheet "About": what the workbook is for, how it is used, and what a reader must know to trust it. */
export function aboutPage(title: string, about: About): Page {
  const page = new Page("About", "about", title, about.purpose);
  Object.assign(page.widths, { A: 26, B: 18, C: 96 });
  let row = 5;
  const group = (name: string) => {
    if (row > 5) row += 1;
    page.section(row, "A", "C", name);
    row += 1;
  };
  const line = (label: string, text: string) => {
    page.put(`A${row}`, label, "label");
    page.put(`B${row}`, text, "text");
    row += 1;
  };
  group("What it is for");
  line("Purpose", about.purpose);
  line("For", about.audience);
  group("How to use it");
  for (const [index, step] of about.steps.entries()) line(`Step ${index + 1}`, step);
  group("Sheets");
  for (const [name, what] of about.sheets) line(name, what);
  group("How to read it");
  line(
    "Blue cells",
    "Inputs: blue figures on light blue. Choose one and it says what may be typed. Nothing else is typed.",
  );
  line(
    "Sign convention",
    "Cash that comes in is positive, cash that goes out is negative. Volumes, prices and rates are positive.",
  );
  line(
    "Units",
    "Each line states its unit. Money is in US dollars; rates are per year unless the unit says per month.",
  );
  line("Time", about.time ?? "A column is the same month on every sheet with months. Dates are UTC.");
  line(
    "Checks",
    "Row 2 of each sheet says whether all checks pass; the sheet Checks lists them and says what to do.",
  );
  line(
    "Without the add-in",
    `In Excel, cells with ${NAMESPACE} functions keep the values that they last showed; in LibreOffice they show #NAME?. Make portable, in the pane, turns them into Excel's own formulas, for both.`,
  );
  group("State of the market");
  line("State", about.market ?? "=market_state");
  group("Limits");
  for (const limit of about.limits) line("", limit);
  group("Sources");
  for (const source of about.sources) line("", source);
  group("Version log");
  for (const [version, date, what] of about.versions) {
    page.put(`A${row}`, version, "label", "text");
    page.put(`B${row}`, date, "text", "text");
    page.put(`C${row}`, what, "text");
    row += 1;
  }
  page.frozenAt = "A5";
  return page;
}
