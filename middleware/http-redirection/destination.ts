// Where has it gone? A destination with its variables, made into the URL that one request is sent to.

/** A request, as far as a destination may speak of it. */
export interface Redirected {
  readonly url: URL;
  /** The part of its path that lies below the folder of the section. */
  readonly suffix: string;
  /** What the stars of a wildcard have taken. */
  readonly taken: readonly string[];
}

const VARIABLE = /\$([SVPQ0-9])/gi;

/** A destination. */
export class Destination {
  /** @param base The folder that the section is for, without a slash at its end. */
  constructor(
    private readonly written: string,
    private readonly exact: boolean,
    private readonly base: string,
  ) {}

  /** The absolute URL; null if it would lead to itself, or deeper and deeper into its own folder. */
  from(request: Redirected): string | null {
    const { url, suffix } = request;
    const filled = this.written.replace(VARIABLE, (_, name) => variable(name, request));
    // Slashes of the request must not become the name of another host.
    const safe = this.written.startsWith("//") ? filled : filled.replace(/^[/\\]{2,}/, "/");
    const target = parse(safe, url);
    if (target === null) return null;
    if (!this.exact) {
      if (leadsInto(target, url, this.base)) return null;
      target.pathname = target.pathname.replace(/\/$/, "") + (suffix === "" ? "/" : suffix);
      target.search ||= url.search;
    }
    return target.href === url.href ? null : target.href;
  }
}

function variable(name: string, { url, suffix, taken }: Redirected): string {
  switch (name.toUpperCase()) {
    case "S":
      return suffix;
    case "V":
      return url.pathname;
    case "P":
      return url.search.slice(1);
    case "Q":
      return url.search;
    default:
      return taken[Number(name)] ?? "";
  }
}

function parse(text: string, base: URL): URL | null {
  try {
    return new URL(text, base);
  } catch {
    return null;
  }
}

/** Whether a request is in the folder already that it would be sent to, and would be sent on from there. */
function leadsInto(target: URL, from: URL, base: string): boolean {
  const folder = `${target.pathname.replace(/\/$/, "")}/`;
  return target.origin === from.origin && `${from.pathname}/`.startsWith(folder) &&
    folder.toLowerCase().startsWith(`${base.toLowerCase()}/`);
}
