/** @jest-environment jsdom */
import { FluentProvider, webLightTheme } from "@fluentui/react-components";
import { render, screen } from "@testing-library/react";
import { embedded } from "../../../src/data/embedded/embedded";
import { MarketStore } from "../../../src/data/store";
import { YearLine } from "../../../src/taskpane/market/yearLine";

test("what is built in after the last recorded close is drawn, and marked", () => {
  const market = new MarketStore(embedded, () => Date.UTC(2026, 10, 23));
  market.show({ kind: "embedded" });
  render(
    <FluentProvider theme={webLightTheme}>
      <YearLine market={market} series="btc.price" />
    </FluentProvider>,
  );
  const marked = ", opening of the next day from 12 Feb 2026";
  expect(screen.getByText(`year to 21 Aug 2026${marked}`).textContent).toContain("opening");
  const words = screen.getByRole("img").getAttribute("aria-label");
  expect(words).toContain(`22 Aug 2025 to 21 Aug 2026${marked}: from `);
  expect(words).toContain(" to 78,293.71");
});
