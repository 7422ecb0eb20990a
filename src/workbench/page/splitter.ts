const NARROWEST = 320;
const WIDEST = 720;
const STEP = 20;
/** What the grid keeps, however wide the pane is made. */
const GRID_KEEPS = 360;

/** Lets the user change the width of the task pane with the mouse or the arrow keys. */
export function setUpSplitter(splitter: HTMLElement, pane: HTMLElement): void {
  const resize = (width: number) => {
    const largest = Math.min(WIDEST, window.innerWidth - GRID_KEEPS);
    const chosen = Math.round(Math.max(NARROWEST, Math.min(largest, width)));
    pane.style.flexBasis = `${chosen}px`;
    splitter.setAttribute("aria-valuenow", String(chosen));
  };
  splitter.setAttribute("aria-valuemin", String(NARROWEST));
  splitter.setAttribute("aria-valuemax", String(WIDEST));
  splitter.setAttribute("aria-valuenow", String(Math.round(pane.getBoundingClientRect().width)));
  splitter.addEventListener("pointerdown", (event) => {
    splitter.setPointerCapture(event.pointerId);
    event.preventDefault();
  });
  splitter.addEventListener("pointermove", (event) => {
    if (splitter.hasPointerCapture(event.pointerId)) resize(window.innerWidth - event.clientX);
  });
  splitter.addEventListener("keydown", (event) => {
    const change = event.key === "ArrowLeft" ? STEP : event.key === "ArrowRight" ? -STEP : 0;
    if (change === 0) return;
    event.preventDefault();
    resize(pane.getBoundingClientRect().width + change);
  });
}

/** Shows and hides the task pane. */
export function setUpToggle(button: HTMLElement, body: HTMLElement): void {
  button.addEventListener("click", () => {
    const isHidden = body.classList.toggle("pane-hidden");
    button.setAttribute("aria-pressed", String(!isHidden));
  });
}
