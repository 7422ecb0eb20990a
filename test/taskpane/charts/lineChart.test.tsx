/** @jest-environment jsdom */
import "@testing-library/jest-dom";
import { FluentProvider } from "@fluentui/react-components";
import { act, cleanup, render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { LineChart } from "../../../src/taskpane/charts/lineChart";
import { Sparkline } from "../../../src/taskpane/charts/sparkline";
import { themes } from "../../../src/taskpane/theme";

/** What Chart.js was given, in place of a canvas, which jsdom lacks. */
const drawings: { configuration: FakeConfiguration; draw: jest.Mock; destroy: jest.Mock }[] = [];
interface FakeConfiguration {
  readonly data: { readonly datasets: readonly { readonly data: readonly { x: number; y: number }[] }[] };
}
jest.mock("chart.js", () => ({
  Chart: class {
    static readonly register = jest.fn();
    readonly draw = jest.fn();
    readonly destroy = jest.fn();
    readonly scales = { x: { getValueForPixel: (pixel: number) => pixel / 10 } };
    constructor(
      _canvas: HTMLCanvasElement,
      readonly configuration: FakeConfiguration,
    ) {
      drawings.push(this);
    }
  },
}));

const x = Array.from({ length: 21 }, (_, index) => index);
const lines = [
  { label: "Square", values: x.map((value) => value * value) },
  { label: "Dip", values: x.map((value) => (value === 7 ? -5 : 10)) },
];
const numberText = (value: number) => `${value} USD`;
const dayName = (value: number) => `day ${value}`;

const chart = (given = lines) => (
  <FluentProvider theme={themes.light}>
    <LineChart label="Price" x={x} xText={dayName} lines={given} yText={numberText} />
  </FluentProvider>
);

const listeners = new Set<() => void>();
beforeEach(() => {
  drawings.length = 0;
  const query = {
    matches: false,
    addEventListener: (_name: string, listener: () => void) => listeners.add(listener),
    removeEventListener: (_name: string, listener: () => void) => listeners.delete(listener),
  };
  Object.assign(window, { matchMedia: () => query, CanvasRenderingContext2D: jest.fn() });
});
afterEach(() => {
  cleanup();
  Reflect.deleteProperty(window, "CanvasRenderingContext2D");
});

test("the arrow keys say the values along the lines", async () => {
  const user = userEvent.setup({ delay: null });
  render(chart());
  const slider = screen.getByRole("slider", { name: "Price, chart" });
  expect(slider).toHaveAttribute("aria-valuetext", "day 20: Square 400 USD · Dip 10 USD");
  act(() => slider.focus());
  await user.keyboard("{ArrowLeft}{ArrowLeft}");
  expect(slider).toHaveAttribute("aria-valuetext", "day 18: Square 324 USD · Dip 10 USD");
  expect(screen.getByText("day 18: Square 324 USD · Dip 10 USD")).toBeVisible();
  await user.keyboard("{Home}{ArrowLeft}");
  expect(slider).toHaveAttribute("aria-valuetext", "day 0: Square 0 USD · Dip 10 USD");
  await user.keyboard("{PageUp}{ArrowRight}");
  expect(slider).toHaveAttribute("aria-valuetext", "day 3: Square 9 USD · Dip 10 USD");
  await user.keyboard("{End}{ArrowRight}");
  expect(slider).toHaveAttribute("aria-valuetext", "day 20: Square 400 USD · Dip 10 USD");
});

test("the pointer picks the nearest point, and leaving returns to the last", async () => {
  const user = userEvent.setup({ delay: null });
  render(chart());
  const slider = screen.getByRole("slider");
  await user.pointer({ target: slider, coords: { clientX: 72 } });
  expect(slider).toHaveAttribute("aria-valuetext", "day 7: Square 49 USD · Dip -5 USD");
  expect(drawings.at(-1)?.draw).toHaveBeenCalled();
  await user.unhover(slider);
  expect(slider).toHaveAttribute("aria-valuenow", "20");
});

test("a table tells first, last, lowest and highest of each line", () => {
  render(chart([lines[1] ?? { label: "", values: [] }, { label: "None", values: x.map(() => NaN) }]));
  const rows = within(screen.getByRole("table", { name: "Price: summary" })).getAllByRole("row");
  expect(rows[1]).toHaveTextContent("Dip10 USD, day 010 USD, day 20-5 USD, day 710 USD, day 0");
  expect(rows[2]).toHaveTextContent("Noneno valueno valueno valueno value");
});

test("one chart is drawn, again for other data or another theme, and taken away with the page", () => {
  const { rerender, unmount } = render(chart());
  expect(drawings).toHaveLength(1);
  expect(drawings[0]?.configuration.data.datasets.map(({ data }) => data.length)).toEqual([21, 21]);
  rerender(chart());
  expect(drawings).toHaveLength(1);
  rerender(chart([...lines]));
  expect(drawings).toHaveLength(2);
  expect(drawings[0]?.destroy).toHaveBeenCalledTimes(1);
  const family = jest.spyOn(window, "getComputedStyle");
  family.mockReturnValue({ color: "red", fontFamily: "x" } as CSSStyleDeclaration);
  act(() => listeners.forEach((listener) => listener()));
  family.mockRestore();
  expect(drawings).toHaveLength(3);
  unmount();
  expect(drawings.map(({ destroy }) => destroy.mock.calls.length)).toEqual([1, 1, 1]);
  expect(listeners.size).toBe(0);
});

test("a sparkline is an image with its words, and nothing where there is no line", () => {
  const { rerender, container, unmount } = render(<Sparkline values={[1, 3, 2]} label="Price of 3 days" />);
  expect(screen.getByRole("img", { name: "Price of 3 days" })).toBeVisible();
  expect(drawings[0]?.configuration.data.datasets[0]?.data).toEqual([
    { x: 0, y: 1 },
    { x: 1, y: 3 },
    { x: 2, y: 2 },
  ]);
  rerender(<Sparkline values={[1]} label="Price of a day" />);
  expect(container).toBeEmptyDOMElement();
  expect(drawings[0]?.destroy).toHaveBeenCalledTimes(1);
  unmount();
});

test("without a canvas the words are there", () => {
  Reflect.deleteProperty(window, "CanvasRenderingContext2D");
  render(chart());
  expect(screen.getByText("day 20: Square 400 USD · Dip 10 USD")).toBeVisible();
  expect(drawings).toHaveLength(0);
});
