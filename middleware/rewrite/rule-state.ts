// Where does a URL lead? One request under its rules: what matched, what variables say, which files there are.
import { type ContextFiles, getFiles, type IHttpContext } from "../../mod.ts";
import { canonical } from "./plain-text.ts";
import type { Values } from "./template.ts";

/** What lies at a path. */
export type FileKind = "file" | "directory" | "nothing";

const NONE: readonly string[] = [];
/** One request, for as long as rules are asked about it. */
export class RuleState implements Values {
  ruleGroups: readonly string[] = NONE;
  conditionGroups: readonly string[] = NONE;
  conditionIsPlain = false;
  /** The address at another server that a rule has led to. */
  forward: string | null = null;
  /** The URL before the first rule that has changed it, and whether logs are to have it. */
  original: string | null = null;
  logsOriginal = false;
  #path: string | null = null;
  #kinds: Map<string, FileKind> | null = null;
  #files: ContextFiles | null | undefined = undefined;

  constructor(readonly context: IHttpContext) {}

  /** The path as rules see it, from its first slash. */
  get path(): string {
    return this.#path ??= this.variable("URL");
  }

  /** Another rule is asked: what the one before it has matched is over. */
  begin(groups: readonly string[]): void {
    this.ruleGroups = groups;
    this.conditionGroups = NONE;
    this.conditionIsPlain = false;
  }

  /** The URL has been changed. */
  moved(): void {
    this.#path = null;
  }

  rule(group: number): string {
    return this.ruleGroups[group] ?? "";
  }

  condition(group: number): string {
    return this.conditionGroups[group] ?? "";
  }

  variable(name: string): string {
    const key = name.toUpperCase();
    if (key.startsWith("RESPONSE_")) return this.#ofResponse(key.slice(9));
    const { value } = this.context.getServerVariable(name);
    if (key === "HTTP_HOST") return value ?? this.#host();
    return key === "URL" || key === "PATH_INFO" || key === "SCRIPT_NAME"
      ? canonical(value ?? "/")
      : value ?? "";
  }

  /** What lies at a physical path, or a promise behind which the question can be asked again. */
  kindOf(path: string): FileKind | Promise<void> {
    const known = this.#kinds?.get(path);
    if (known !== undefined) return known;
    this.#files ??= getFiles(this.context);
    const stat = this.#files?.stat(path) ?? null;
    const kind = (found: Awaited<typeof stat>): FileKind =>
      found === null ? "nothing" : found.directory ? "directory" : "file";
    if (!(stat instanceof Promise)) return kind(stat);
    const kinds = this.#kinds ??= new Map();
    return stat.then((found) => void kinds.set(path, kind(found)));
  }

  /** Where the client has not said it, as in HTTP/2, the URL has. */
  #host(): string {
    return this.context.getRequest().getRawHttpRequest().cookedUrl.host;
  }

  #ofResponse(name: string): string {
    const response = this.context.getResponse();
    return name === "STATUS"
      ? String(response.getStatus().statusCode)
      : response.getHeader(name.replaceAll("_", "-")) ?? "";
  }
}
