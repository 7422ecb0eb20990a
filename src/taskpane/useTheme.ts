import type { Theme } from "@fluentui/react-components";
import { useEffect, useState } from "react";
import { isDark, themes, type HostColours } from "./theme";

/** The theme that fits the host; it follows changes of the system at once, those of the host on the next click. */
export function useTheme(hostColours: () => HostColours | undefined): Theme {
  const [name, setName] = useState<"light" | "dark">("light");
  useEffect(() => {
    const system = window.matchMedia("(prefers-color-scheme: dark)");
    const follow = () => setName(isDark(hostColours(), system.matches) ? "dark" : "light");
    follow();
    system.addEventListener("change", follow);
    window.addEventListener("focus", follow);
    return () => {
      system.removeEventListener("change", follow);
      window.removeEventListener("focus", follow);
    };
  }, [hostColours]);
  return themes[name];
}
