// How do bytes come in and go out? A Response whose body is there as a whole, and whose length is told when asked for.

/**
 * A Response that the runtime can count by itself: its body is a text or bytes.
 *
 * The Content-Length stands among the headers as soon as somebody looks at them. Until then it is left to the runtime,
 * which writes the same one: a length that is set makes Deno's server take a way that is a tenth slower.
 */
export class CountedResponse extends Response {
  #length: number | null = null;

  /** Sets what the Content-Length will say. */
  count(length: number): void {
    this.#length = length;
  }

  override get headers(): Headers {
    const headers = super.headers;
    const length = this.#length;
    if (length !== null) {
      this.#length = null;
      headers.set("Content-Length", String(length));
    }
    return headers;
  }

  override clone(): Response {
    void this.headers;
    return super.clone();
  }
}

/** Whether runtimes send a body with its length without being told. */
export function isCounted(body: BodyInit | null): boolean {
  return typeof body === "string" || body instanceof Uint8Array;
}
