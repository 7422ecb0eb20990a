import "@testing-library/jest-dom";
import { act, cleanup, render, screen } from "@testing-library/react";
import userEvent, { type UserEvent } from "@testing-library/user-event";
import { embedded } from "../../src/data/embedded/embedded";
import { MarketStore } from "../../src/data/store";
import { catalogue } from "../../src/functions/catalogue";
import type { Host } from "../../src/taskpane/host";
import { Pane } from "../../src/taskpane/pane";
import { fakeWorkbook } from "./fakeWorkbook";

const now = () => Date.UTC(2026, 10, 23, 12);
const hostColours = () => undefined;

// The accessible names of a whole pane take long in jsdom.
jest.setTimeout(60_000);

beforeEach(() => {
  const still = { matches: false, addEventListener: jest.fn(), removeEventListener: jest.fn() };
  Object.assign(window, { matchMedia: () => still });
  Object.assign(globalThis, {
    ResizeObserver: class {
      observe = jest.fn();
      unobserve = jest.fn();
      disconnect = jest.fn();
    },
  });
});
afterEach(cleanup);

/** Opens the pane on 23 November 2026, beside a workbook of its own where no other host is given. */
export async function openPane(host?: Host) {
  const fake = fakeWorkbook();
  const market = new MarketStore(embedded, now);
  market.show({ kind: "embedded" });
  const user = userEvent.setup({ delay: null });
  const shown = render(
    <Pane
      host={host ?? { kind: "workbook", workbook: fake.workbook }}
      market={market}
      catalogue={catalogue}
      now={now}
      hostColours={hostColours}
    />,
  );
  await act(async () => undefined);
  return { user, fake, market, ...shown };
}

/** Brings the functions to the front and waits until the tabs have come to rest. */
export async function showFunctions(user: UserEvent): Promise<void> {
  await user.click(screen.getByRole("tab", { name: "Functions" }));
  await act(() => new Promise((resolve) => setTimeout(resolve, 50)));
}

export async function openFunctions() {
  const shown = await openPane();
  await showFunctions(shown.user);
  return shown;
}

export const insertButton = () => screen.getByRole("button", { name: /^Insert into/ });
