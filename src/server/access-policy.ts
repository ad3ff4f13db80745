// Who builds the house and lets a request in? What handlers may do: accessPolicy of the section against requireAccess.
import { SCRIPT_MAP_REQUIRED_ACCESS as ACCESS } from "../terms/script-map-info.ts";
import { namesIn } from "./script-map.ts";

const FLAGS: readonly string[] = ["Read", "Write", "Script", "Execute"];

/** The sub status of the 403 for each kind of access. */
const REFUSALS: Readonly<Record<number, number>> = {
  [ACCESS.Read]: 2,
  [ACCESS.Write]: 3,
  [ACCESS.Script]: 1,
  [ACCESS.Execute]: 1,
};

/** What is allowed. */
export class AccessPolicy {
  declare private readonly allowed: ReadonlySet<number> | null;

  /** @param policy Words with commas between; "None" for nothing; without a policy everything is allowed. */
  constructor(policy: string | undefined) {
    const words = policy === undefined ? null : namesIn(policy).filter((word) => word !== "None");
    const unknown = words?.find((word) => !FLAGS.includes(word));
    if (unknown !== undefined) {
      throw new TypeError(
        `createWebServer: option "accessPolicy" has "${unknown}", wished for None, ${
          FLAGS.join(", ")
        }`,
      );
    }
    this.allowed = words && new Set(words.map((word) => ACCESS[word as keyof typeof ACCESS]));
  }

  /** The sub status with which a kind of access is refused; 0 if it is allowed. */
  refusal(access: number): number {
    if (this.allowed === null || access === ACCESS.None || this.allowed.has(access)) return 0;
    // Who may execute may run scripts.
    if (access === ACCESS.Script && this.allowed.has(ACCESS.Execute)) return 0;
    return REFUSALS[access] ?? 0;
  }
}
