import { SingleBar } from "cli-progress";

/** A bar on the terminal with the rate and the time that is left; nothing where there is no terminal. */
export class Progress {
  private readonly bar: SingleBar | undefined;
  private readonly begun = Date.now();
  private done: number;

  /** Of `total` sites `before` were done by an earlier start. */
  constructor(
    private readonly total: number,
    private readonly before: number,
    quiet: boolean,
  ) {
    this.done = before;
    if (quiet || !process.stderr.isTTY) return;
    this.bar = new SingleBar({
      format: " {bar} {percentage} %, {value} of {total} sites, {rate} a second, {left} left",
      barCompleteChar: "█",
      barIncompleteChar: "░",
      barsize: 24,
      hideCursor: true,
      fps: 4,
      formatValue: (value) => value.toLocaleString("en-US"),
    });
    this.bar.start(total, before, { rate: "?", left: "?" });
  }

  /** Hears of sites that are done. */
  readonly told = ({ sites }: { readonly sites: number }): void => {
    this.done += sites;
    const rate = (this.done - this.before) / Math.max(0.001, (Date.now() - this.begun) / 1000);
    this.bar?.update(this.done, {
      rate: (rate < 10 ? Number(rate.toPrecision(2)) : Math.round(rate)).toLocaleString("en-US"),
      left: durationText((this.total - this.done) / rate),
    });
  };

  /** Says something beside the bar. */
  say(text: string): void {
    if (this.bar !== undefined) process.stderr.write("\r\u001b[K");
    console.error(`hashcell: ${text}`);
  }

  stop(): void {
    this.bar?.stop();
  }
}

function durationText(seconds: number): string {
  if (seconds < 90) return `${Math.ceil(seconds)} s`;
  if (seconds < 5400) return `${Math.round(seconds / 60)} min`;
  return `${(seconds / 3600).toFixed(1)} h`;
}
