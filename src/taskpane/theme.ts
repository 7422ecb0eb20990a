import {
  createDarkTheme,
  createLightTheme,
  type BrandVariants,
  type Theme,
} from "@fluentui/react-components";
import { useEffect, useState } from "react";

const brand: BrandVariants = {
  10: "#020605",
  20: "#0a1c18",
  30: "#0c2f28",
  40: "#0c3d34",
  50: "#0b4b40",
  60: "#0b594c",
  70: "#0d6254",
  80: "#0f6c5c",
  90: "#2a7d6d",
  100: "#428f7f",
  110: "#5aa091",
  120: "#72b1a3",
  130: "#8bc3b6",
  140: "#a5d4c9",
  150: "#c0e5dd",
  160: "#dcf6f0",
};

const dark = createDarkTheme(brand);

export const themes: Readonly<Record<"light" | "dark", Theme>> = {
  light: createLightTheme(brand),
  dark: {
    ...dark,
    // The ramp's own choices fall short of a contrast of 4.5 on the dark background.
    colorBrandForeground1: brand[120],
    colorBrandForeground2: brand[130],
    colorBrandForegroundLink: brand[120],
    colorBrandForegroundLinkHover: brand[130],
  },
};

/** What the host says about its colours; older hosts give only the background's colour. */
export interface HostColours {
  readonly isDarkTheme?: boolean;
  readonly bodyBackgroundColor?: string;
}

/** Whether the pane should be dark: as the host is, or as the system is where the host does not say. */
export function isDark(host: HostColours | undefined, systemIsDark: boolean): boolean {
  if (typeof host?.isDarkTheme === "boolean") return host.isDarkTheme;
  const colour = /^#?([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})/i.exec(host?.bodyBackgroundColor ?? "");
  if (colour === null) return systemIsDark;
  const [red = 0, green = 0, blue = 0] = colour.slice(1).map((part) => parseInt(part, 16));
  return 0.299 * red + 0.587 * green + 0.114 * blue < 128;
}

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
