// How fast is it? What the system tells of another process; zeros where it does not tell.

/** What all threads of a process have worked, in nanoseconds. */
export async function workedBy(pid: number): Promise<number> {
  const threads = `/proc/${pid}/task`;
  if (await Deno.stat(threads).catch(() => null) === null) return 0;
  let sum = 0;
  for await (const { name } of Deno.readDir(threads)) {
    const told = await Deno.readTextFile(`${threads}/${name}/schedstat`).catch(() => "0");
    sum += Number(told.split(" ")[0]);
  }
  return sum;
}

/** Resident memory of a process in bytes. */
export async function memoryOf(pid: number): Promise<number> {
  const told = await Deno.readTextFile(`/proc/${pid}/statm`).catch(() => "0 0");
  return Number(told.split(" ")[1]) * 4096;
}
