import "@testing-library/jest-dom";
import { cleanup } from "@testing-library/react";

// What a page has and jsdom lacks: nothing changes its size or its colours. Imported only for that.

// eslint-disable-next-line @typescript-eslint/unbound-method -- called with its sheet below
const insertRule = CSSStyleSheet.prototype.insertRule;

beforeEach(() => {
  CSSStyleSheet.prototype.insertRule = function (rule, index) {
    return /display:\s*none|visibility/.test(rule) ? insertRule.call(this, rule, index) : 0;
  };
  jest.spyOn(HTMLCanvasElement.prototype, "getContext").mockReturnValue(null);
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
