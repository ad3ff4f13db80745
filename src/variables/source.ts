// By which names are its facts known? What variables are computed from: the request as its modules see it now.
import type { IHttpContext4 } from "../terms/http-context.ts";
import type { IHttpUser } from "../terms/http-user.ts";
import type { HttpRequest } from "../context/http-request.ts";
import { arrivedUrl } from "../wire/arrived-url.ts";

/** One request, asked for its facts. */
export class VariableSource {
  #arrived: URL | null = null;

  constructor(
    readonly context: IHttpContext4,
    readonly request: HttpRequest,
    readonly appPool: string,
  ) {}

  /** The URL as it arrived; `url` has what SetUrl has made of it. */
  get arrived(): URL {
    return this.#arrived ??= arrivedUrl(this.request.request.url);
  }

  get url(): URL {
    return this.request.url.url;
  }

  get secure(): boolean {
    return this.arrived.protocol === "https:";
  }

  /** A text about the user, empty as long as there is none. */
  user(tell: (user: IHttpUser) => string): string {
    const user = this.context.getUser();
    return user === null ? "" : tell(user);
  }
}

/** How a variable is computed. A variable without a value is empty, which is a hit too. */
export type Compute = (source: VariableSource) => string;
