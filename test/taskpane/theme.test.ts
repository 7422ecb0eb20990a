import { isDark } from "../../src/taskpane/theme";

test.each([
  [{ isDarkTheme: true, bodyBackgroundColor: "#FFFFFF" }, false, true],
  [{ isDarkTheme: false }, true, false],
  [{ bodyBackgroundColor: "#262626" }, false, true],
  [{ bodyBackgroundColor: "#F3F2F1" }, true, false],
  [{ bodyBackgroundColor: "white" }, true, true],
  [undefined, true, true],
  [undefined, false, false],
])("host %j, system dark %p: dark %p", (host, system, dark) => expect(isDark(host, system)).toBe(dark));
