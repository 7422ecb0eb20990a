/** Seconds that this process computes, however busy the machine is with others. */
export function computingS(work: () => void): number {
  const start = process.cpuUsage();
  work();
  return process.cpuUsage(start).user / 1e6;
}
