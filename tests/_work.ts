// How much work is something? Time of the processor: the clock on the wall counts what others do on the machine as well.
import process from "node:process";

/** Milliseconds of the processor that this process takes for some work, with its garbage. */
export async function workOf(work: () => unknown): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
