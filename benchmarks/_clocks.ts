// How fast is it? The two clocks of a process, in nanoseconds.
import process from "node:process";

/** Time that has passed. */
export const passed = (): number => performance.now() * 1e6;

/** Time that all threads of this process have worked; whoever else is busy on the machine is not in it. */
export function worked(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) * 1e3;
}
