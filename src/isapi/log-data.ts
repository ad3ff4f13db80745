// How does an old extension feel at home? What it says for the log.
import { HSE_LOG_BUFFER_LEN } from "../terms/hse-flags.ts";
import type { IHttpContext4 } from "../terms/http-context.ts";

/** The server variable under which a log finds what extensions have said. */
const LOG_VARIABLE = "LOG_DATA";

/** Texts for the query field of the log. */
export class LogData {
  private parameters = "";
  private own = "";

  constructor(private readonly context: IHttpContext4) {}

  get text(): string {
    return this.own;
  }

  set text(text: string) {
    this.own = cut(String(text));
    this.write();
  }

  append(text: string): void {
    this.parameters += text;
    this.write();
  }

  /** Leaves it where a log module looks, at once: an extension that throws has said it, too. */
  private write(): void {
    this.context.setServerVariable(LOG_VARIABLE, this.parameters + this.own);
  }
}

/** As much of a text as fits into the buffer that it stands for, in whole characters. */
function cut(text: string): string {
  const bytes = new TextEncoder().encode(text);
  if (bytes.byteLength <= HSE_LOG_BUFFER_LEN) return text;
  return new TextDecoder().decode(bytes.subarray(0, HSE_LOG_BUFFER_LEN), { stream: true });
}
