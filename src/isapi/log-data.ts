// How does an old extension feel at home? What it says for the log.
import { HSE_LOG_BUFFER_LEN } from "../terms/hse-flags.ts";
import type { IHttpContext4 } from "../terms/http-context.ts";

/** The server variable under which a log finds what extensions have said. */
export const LOG_VARIABLE = "LOG_DATA";

/** Texts for the query field of the log. */
export class LogData {
  private readonly parameters: string[] = [];
  private own = "";

  constructor(private readonly context: IHttpContext4) {}

  get text(): string {
    return this.own;
  }

  set text(text: string) {
    this.own = cut(String(text));
  }

  append(text: string): void {
    this.parameters.push(text);
  }

  /** Leaves it where a log module looks, as soon as there is something. */
  write(): void {
    const text = [...this.parameters, this.own].filter((one) => one !== "").join("");
    if (text !== "") this.context.setServerVariable(LOG_VARIABLE, text);
  }
}

/** As much of a text as fits into the buffer that it stands for, in whole characters. */
function cut(text: string): string {
  const bytes = new TextEncoder().encode(text);
  if (bytes.byteLength <= HSE_LOG_BUFFER_LEN) return text;
  return new TextDecoder().decode(bytes.subarray(0, HSE_LOG_BUFFER_LEN), { stream: true });
}
