/** Where the replay's own page is. */
export const CONTROL_PATH = "/_replay";
