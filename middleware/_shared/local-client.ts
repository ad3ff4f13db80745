// What do ready modules share? Whether a client sits at the machine of the server.
import type { IHttpContext } from "../../mod.ts";

/** Headers of those who pass requests on: then the address says nothing of the client. */
const PASSED_ON = ["Forwarded", "X-Forwarded-For", "X-Real-IP", "Via"];

const LOOPBACK = /^(?:127\.\d+\.\d+\.\d+|::1|::ffff:127\.\d+\.\d+\.\d+)$/i;

/** Whether the request comes from this machine; not where the runtime tells no address, or somebody has passed it on. */
export function isLocal(context: IHttpContext): boolean {
  const request = context.getRequest();
  const address = request.getRemoteAddress()?.address ?? "";
  return LOOPBACK.test(address) && PASSED_ON.every((name) => request.getHeader(name) === null);
}
