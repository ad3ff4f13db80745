// How fast is it? One line of a plot, measured in a process of its own; it prints its points as JSON.
// Its arguments: which line, where it ends, how many rounds, and the clock.
import { passed, worked } from "./_clocks.ts";
import { median } from "./_rounds.ts";
import { LINES, type Point } from "./_growth-lines.ts";

/** Rounds go over all points, so that a busy moment spoils no single one. */
async function measure(
  points: readonly Point[],
  rounds: number,
  clock: () => number,
): Promise<[number, number][]> {
  const times = new Map<Point, number[]>(points.map((point) => [point, []]));
  for (let round = -2; round < rounds; round++) {
    for (const point of points) {
      const began = clock();
      for (let n = 0; n < point.repeats; n++) await point.once();
      const time = (clock() - began) / 1e3 / (point.repeats * point.units);
      if (round >= 0) times.get(point)!.push(time);
    }
  }
  return [...times].map(([{ x }, all]) => [x, median(all)]);
}

const [id, most, rounds, clock] = Deno.args;
const line = LINES.find((one) => one.id === id);
if (line === undefined) throw new RangeError(`No line is called "${id}"`);
const points = line.points(Number(most));
const time = await measure(points, Number(rounds), clock === "cpu" ? worked : passed);
console.log(JSON.stringify(time));
