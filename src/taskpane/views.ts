/** The pane's views, in the order of their tabs. */
export const views = [
  { id: "market", label: "Market" },
  { id: "history", label: "History" },
  { id: "machines", label: "Machines" },
  { id: "options", label: "Options" },
  { id: "functions", label: "Functions" },
  { id: "settings", label: "Settings" },
] as const;
export type View = (typeof views)[number]["id"];

export const viewNamed = (id: unknown): View => views.find((view) => view.id === id)?.id ?? "market";
