import "./stillPage";
import { FluentProvider } from "@fluentui/react-components";
import { act, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { run } from "axe-core";
import type { ComponentType } from "react";
import { embedded } from "../../src/data/embedded/embedded";
import { MarketStore } from "../../src/data/store";
import { ClockContext, minuteClock } from "../../src/taskpane/clock";
import type { DeskState } from "../../src/taskpane/desk/desk";
import type { ViewProps } from "../../src/taskpane/host";
import { themes } from "../../src/taskpane/theme";
import { fakeDesk } from "./fakeDesk";
import { fakeWorkbook } from "./fakeWorkbook";

/** 23 November 2026, noon UTC. */
export const now = () => Date.UTC(2026, 10, 23, 12);

/** Opens one view on 23 November 2026, with the history that is built in, beside a workbook whose cell Model!B2 is selected. */
export async function openView(View: ComponentType<ViewProps>, show?: Parameters<MarketStore["show"]>) {
  const fake = fakeWorkbook();
  const { desk: bare, set } = fakeDesk(now);
  const market = new MarketStore(embedded, now);
  market.show({ kind: "embedded" });
  const desk = Object.create(bare, { market: { value: market } }) as typeof bare;
  if (show !== undefined) market.show(...show);
  const clock = minuteClock(now);
  const { container } = render(
    <FluentProvider theme={themes.light}>
      <ClockContext.Provider value={clock}>
        <main>
          <h1>Hashcell</h1>
          <View
            host={{ kind: "workbook", workbook: fake.workbook }}
            selected={fake.state.selected}
            desk={desk}
            isShown
          />
        </main>
      </ClockContext.Provider>
    </FluentProvider>,
  );
  await act(() => Promise.resolve());
  const say = (change: Partial<DeskState>) => act(() => set(change));
  const showMarket = (...given: Parameters<MarketStore["show"]>) => act(() => market.show(...given));
  return { user: userEvent.setup({ delay: null }), fake, desk, market, say, showMarket, container };
}

/** What the accessibility checker finds. */
export async function faults(container: Element) {
  document.querySelectorAll("[data-tabster-dummy]").forEach((dummy) => dummy.remove());
  return (await run(container)).violations.map(({ id, nodes }) => [id, nodes[0]?.html]);
}

export const insertButton = () => screen.getByRole("button", { name: /^Insert into/ });
