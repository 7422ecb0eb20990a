/** @jest-environment jsdom */
import { screen, waitFor } from "@testing-library/react";
import { openPane, showView } from "../openPane";

async function openSettings() {
  const shown = await openPane();
  await showView(shown.user, "Settings");
  return shown;
}
const proxy = () => screen.getByRole("textbox", { name: "Proxy" });

describe("sources", () => {
  test("each says its host and what it gives, and is switched off and on", async () => {
    const { user, desk } = await openSettings();
    expect(screen.getByText("mempool.space: network")).toBeVisible();
    expect(screen.getByText("api.kraken.com: price in dollars")).toBeVisible();
    expect(screen.getByText("api.coingecko.com: other coins")).toBeVisible();
    const kraken = screen.getByRole("checkbox", { name: "Kraken" });
    expect(kraken).toBeChecked();
    await user.click(kraken);
    await user.click(screen.getByRole("checkbox", { name: "CoinGecko" }));
    expect(desk.changeSettings.mock.calls).toEqual([
      [{ off: ["kraken"] }],
      [{ off: ["kraken", "coingecko"] }],
    ]);
    expect(kraken).not.toBeChecked();
    await user.click(kraken);
    expect(desk.changeSettings).toHaveBeenLastCalledWith({ off: ["coingecko"] });
  });

  test("nothing is asked until the user says so", async () => {
    const { user, desk } = await openSettings();
    const online = screen.getByRole("switch", { name: "Ask the sources over the internet" });
    expect(online).not.toBeChecked();
    await user.click(online);
    expect(desk.changeSettings).toHaveBeenCalledWith({ isOnline: true });
    expect(online).toBeChecked();
  });

  test("interval and currency", async () => {
    const { user, desk } = await openSettings();
    await user.selectOptions(
      screen.getByRole("combobox", { name: "Ask the sources automatically" }),
      "Every minute",
    );
    await user.selectOptions(screen.getByRole("combobox", { name: /^Currency/ }), "Euro (EUR)");
    expect(desk.changeSettings.mock.calls).toEqual([[{ refreshMinutes: 1 }], [{ currency: "eur" }]]);
  });
});

describe("addresses", () => {
  test("one is kept on Enter or when the field is left, and only when it changed", async () => {
    const { user, desk } = await openSettings();
    await user.type(proxy(), " https://proxy.example/x {Enter}");
    expect(desk.changeSettings.mock.calls).toEqual([[{ proxyUrl: "https://proxy.example/x" }]]);
    await user.type(screen.getByRole("textbox", { name: "Own mempool instance" }), "https://own.example");
    expect(desk.changeSettings).toHaveBeenCalledTimes(1);
    await user.tab();
    expect(desk.changeSettings).toHaveBeenLastCalledWith({ mempoolUrl: "https://own.example" });
    expect(screen.getByText("own.example: network")).toBeVisible();
    await user.click(proxy());
    await user.keyboard("{Enter}");
    await user.tab();
    expect(desk.changeSettings).toHaveBeenCalledTimes(2);
  });

  test("a wrong one is not kept, says what is wrong with it, and can be given up", async () => {
    const { user, desk } = await openSettings();
    await user.type(proxy(), "http://proxy.example{Enter}");
    expect(proxy()).toBeInvalid();
    expect(proxy()).toHaveAccessibleDescription(/must begin with https:\/\//);
    expect(desk.changeSettings).not.toHaveBeenCalled();
    await user.type(proxy(), "{Escape}");
    expect(proxy()).toHaveValue("");
    expect(proxy()).toBeValid();
  });

  test("the pane is loaded anew for an address that its page may not ask yet", async () => {
    const { user, desk, say } = await openSettings();
    expect(screen.queryByText(/^Reload the pane/)).toBeNull();
    say({ needsReload: true });
    await user.click(screen.getByRole("button", { name: "Reload" }));
    expect(desk.reload).toHaveBeenCalledTimes(1);
  });
});

describe("key", () => {
  test("is typed unseen, kept, not shown again, and removed", async () => {
    const { user, desk, container } = await openSettings();
    const field = screen.getByLabelText("CoinGecko key (optional)");
    expect(field).toHaveAttribute("type", "password");
    await user.type(field, "two words{Enter}");
    expect(field).toHaveAccessibleDescription(/without spaces/);
    expect(desk.changeSettings).not.toHaveBeenCalled();
    await user.clear(field);
    await user.type(field, "CG-secret{Enter}");
    expect(desk.changeSettings).toHaveBeenCalledWith({ keys: { coingecko: "CG-secret" } });
    expect(field).toHaveValue("");
    expect(container.innerHTML).not.toContain("CG-secret");
    await user.click(screen.getByRole("button", { name: "Remove the key" }));
    expect(desk.changeSettings).toHaveBeenLastCalledWith({ keys: {} });
    expect(screen.queryByRole("button", { name: "Remove the key" })).toBeNull();
  });
});

describe("import", () => {
  async function openImport() {
    const shown = await openSettings();
    await shown.user.click(screen.getByRole("button", { name: "Import a saved response" }));
    return shown;
  }
  const link = () => screen.getByRole("link", { name: "Open the address in a browser" });

  test("shows the address of what is picked, to open and to copy", async () => {
    const { user } = await openImport();
    expect(link()).toHaveAttribute("href", "https://mempool.example/api/v1/difficulty-adjustment");
    expect(link()).toHaveAttribute("target", "_blank");
    expect(link()).toHaveAttribute("rel", "noopener noreferrer");
    await user.selectOptions(screen.getByRole("combobox", { name: "What it is" }), "Bitcoin price");
    const address = "https://kraken.example/0/public/Ticker?pair=XBTUSD";
    expect(link()).toHaveAttribute("href", address);
    await user.click(screen.getByRole("button", { name: "Copy" }));
    expect(await navigator.clipboard.readText()).toBe(address);
    expect(await screen.findByText("Copied.")).toBeVisible();
  });

  test("where the clipboard is closed, the address is selected", async () => {
    const { user } = await openImport();
    jest.spyOn(navigator.clipboard, "writeText").mockRejectedValue(new Error("not allowed"));
    await user.click(screen.getByRole("button", { name: "Copy" }));
    expect(await screen.findByText("The address is selected: press Ctrl+C.")).toBeVisible();
    expect(getSelection()?.toString()).toBe("https://mempool.example/api/v1/difficulty-adjustment");
  });

  test("takes a pasted text", async () => {
    const { user, desk } = await openImport();
    const button = screen.getByRole("button", { name: "Import the text" });
    await user.click(button);
    expect(desk.importResponse).not.toHaveBeenCalled();
    await user.click(screen.getByRole("textbox", { name: "Or the text of the response" }));
    const pastedAt = Date.UTC(2026, 9, 5, 12);
    const clock = jest.spyOn(Date, "now").mockReturnValue(pastedAt);
    await user.paste('{"progressPercent": 3}');
    clock.mockRestore();
    await user.click(button);
    expect(desk.importResponse).toHaveBeenCalledWith(desk.routes[0], '{"progressPercent": 3}', pastedAt);
  });

  test("takes a file, the same one again as well", async () => {
    const { user, desk } = await openImport();
    const [text, savedAt] = ['{"result": {}}', Date.UTC(2026, 9, 1, 12)];
    const file = Object.assign(new File([text], "ticker.json", { lastModified: savedAt }), {
      text: () => Promise.resolve(text),
    });
    const field = screen.getByLabelText("Saved file");
    await user.upload(field, file);
    await user.upload(field, file);
    await waitFor(() => expect(desk.importResponse).toHaveBeenCalledTimes(2));
    expect(desk.importResponse).toHaveBeenLastCalledWith(desk.routes[0], text, savedAt);
  });

  test("a file of over 10 MB is not even read", async () => {
    const { user, desk } = await openImport();
    const text = jest.fn(() => Promise.resolve("{}"));
    const file = Object.assign(new File(["{}"], "film.json"), { text });
    Object.defineProperty(file, "size", { value: 10_000_001 });
    await user.upload(screen.getByLabelText("Saved file"), file);
    expect(await screen.findByText(/^The file is over 10 MB/)).toBeVisible();
    expect(text).not.toHaveBeenCalled();
    expect(desk.importResponse).not.toHaveBeenCalled();
  });

  test("a file that cannot be read says so", async () => {
    const { user, desk } = await openImport();
    const file = Object.assign(new File([""], "x.json"), { text: () => Promise.reject(new Error("gone")) });
    await user.upload(screen.getByLabelText("Saved file"), file);
    expect(await screen.findByText(/^The file cannot be read/)).toBeVisible();
    expect(desk.importResponse).not.toHaveBeenCalled();
  });
});

describe("gateway", () => {
  async function openWithGateway() {
    const shown = await openPane(undefined, undefined, "https://market.example");
    await showView(shown.user, "Settings");
    return shown;
  }

  test("takes the place of sources, ways and keys", async () => {
    const { user, desk } = await openWithGateway();
    expect(screen.queryByRole("checkbox", { name: "Kraken" })).toBeNull();
    expect(screen.queryByRole("textbox", { name: "Proxy" })).toBeNull();
    expect(screen.queryByText("CoinGecko key (optional)")).toBeNull();
    await user.click(screen.getByRole("switch", { name: "Ask market.example" }));
    expect(desk.changeSettings).toHaveBeenCalledWith({ isOnline: true });
  });

  test("its token is kept unseen, and removed", async () => {
    const { user, desk, container } = await openWithGateway();
    await user.type(screen.getByLabelText("Token (where the gateway asks for one)"), "two words{Enter}");
    expect(
      screen.getByText("The gateway's token must be letters, digits and symbols without spaces."),
    ).toBeVisible();
    await user.clear(screen.getByLabelText("Token (where the gateway asks for one)"));
    await user.type(screen.getByLabelText("Token (where the gateway asks for one)"), "hc_secret{Enter}");
    expect(desk.changeSettings.mock.calls).toEqual([[{ gatewayToken: "hc_secret" }]]);
    expect(container.innerHTML).not.toContain("hc_secret");
    await user.click(screen.getByRole("button", { name: "Remove the token" }));
    expect(desk.changeSettings).toHaveBeenLastCalledWith({ gatewayToken: "" });
  });
});
