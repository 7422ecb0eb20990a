import "./stillPage";
import { act, render, screen } from "@testing-library/react";
import userEvent, { type UserEvent } from "@testing-library/user-event";
import type { MarketStore } from "../../src/data/store";
import { catalogue } from "../../src/functions/catalogue";
import type { DeskState } from "../../src/taskpane/desk/desk";
import type { Host } from "../../src/taskpane/host";
import { Pane } from "../../src/taskpane/pane";
import { Visibility } from "../../src/taskpane/visibility";
import { fakeDesk } from "./fakeDesk";
import { fakeWorkbook } from "./fakeWorkbook";

export const now = () => Date.UTC(2026, 10, 23, 12);
const hostColours = () => undefined;
const noRuns = { progress: undefined, subscribe: () => () => undefined };

/** Opens the pane on 23 November 2026, beside a workbook of its own where no other host is given. */
export async function openPane(host?: Host, time = now, gateway?: string) {
  const fake = fakeWorkbook();
  const { desk, market, set } = fakeDesk(time, undefined, gateway);
  const user = userEvent.setup({ delay: null });
  const visibility = new Visibility(document);
  const shown = render(
    <Pane
      host={host ?? { kind: "workbook", workbook: fake.workbook }}
      desk={desk}
      catalogue={catalogue}
      now={time}
      hostColours={hostColours}
      visibility={visibility}
      runs={noRuns}
    />,
  );
  await act(() => Promise.resolve());
  const say = (change: Partial<DeskState>) => act(() => set(change));
  const showMarket = (...given: Parameters<MarketStore["show"]>) => act(() => market.show(...given));
  return { user, fake, desk, market, visibility, say, showMarket, ...shown };
}

/** Brings a view to the front and waits until the tabs have come to rest. */
export async function showView(user: UserEvent, name: string): Promise<void> {
  await user.click(screen.getByRole("tab", { name }));
  await act(() => new Promise((resolve) => setTimeout(resolve, 50)));
}

export async function openFunctions() {
  const shown = await openPane();
  await showView(shown.user, "Functions");
  return shown;
}

export const insertButton = () => screen.getByRole("button", { name: /^Insert into/ });
